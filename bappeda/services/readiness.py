"""What stands between a cycle and its next run, one refusal per proposal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from bappeda import computing, measuring, warnings
from bappeda.models import Assessment
from bappeda.services.criteria import require_in_force
from bappeda.services.inputs import SCORING, list_rankable, read_inputs
from proposals import text
from proposals.refusals import Refusal, Refused, content

# A verified proposal has all of these; one that has not would be ranked on nothing.
NEEDED = {"budget": "anggaran", "agency": "Perangkat Daerah", "field": "bidang"}
NOTHING = "Belum ada usulan yang bisa diperingkat. Usulan masuk setelah dinyatakan layak."


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many proposals the next run would rank, and those that still lack marks or values.

    `warnings` stand in no one's way: a sentence each on what makes a result say little.
    """

    count: int
    lacking: tuple[Refusal, ...]
    incomplete: tuple[Refusal, ...]
    warnings: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        return bool(self.count) and not self.lacking and not self.incomplete


def assess_readiness(cycle) -> Readiness:
    """Ask before making a run. Raises Refused without a usable criteria set."""
    criteria_set = require_in_force(cycle)
    inputs = read_inputs(cycle=cycle, criteria_set=criteria_set, proposals=list_rankable(cycle)).inputs
    measured = computing.measure(inputs)
    return Readiness(
        len(inputs["proposals"]),
        tuple(explain_lacks(measured.lacks, inputs)),
        tuple(find_incomplete(inputs)),
        tuple(warnings.list_warnings(inputs, measured.matrix, has_abstained=_has_abstained(cycle))),
    )


def _has_abstained(cycle) -> bool:
    return Assessment.objects.filter(
        proposal__cycle=cycle, state=Assessment.State.SUBMITTED, abstained=True
    ).exists()


def clean_reasons(given: Mapping[UUID, str] | None, name: str) -> dict[UUID, str]:
    """Reasons as they are frozen; raises Refused (422) for one that is missing or unfit."""
    cleaned = {}
    for uuid, reason in (given or {}).items():
        try:
            cleaned[uuid] = text.clean(reason, longest=300, lines=False)
        except text.UnfitText as refusal:
            raise Refused(content({name: str(refusal)}, uuid=uuid)) from refusal
        if not cleaned[uuid]:
            sentence = "Tulis alasan untuk tiap usulan yang tidak ikut diperingkat."
            raise Refused(content({name: sentence}, uuid=uuid))
    return cleaned


def check_left_out(
    inputs: dict, lacks: Collection[measuring.Lack], *, unassessed: Mapping, cancelled: Mapping
) -> None:
    """Only what lacks marks may be left out as unassessed, and only what was published may be cancelled."""
    statuses = {row["id"]: row["status"] for row in inputs["proposals"]}
    lacking = {lack.key for lack in lacks}
    refused = []
    for uuid in dict.fromkeys((*unassessed, *cancelled)):
        key = str(uuid)
        if key not in statuses:
            refused.append(
                Refusal(404, "not_found", "Usulan ini tidak ada di antara yang akan diperingkat.", uuid=uuid)
            )
        elif uuid in cancelled and (uuid in unassessed or statuses[key] == SCORING):
            refused.append(
                Refusal(
                    409, "status", "Hanya usulan yang sudah diumumkan yang dapat dinyatakan batal.", uuid=uuid
                )
            )
        elif uuid in unassessed and key not in lacking:
            refused.append(
                Refusal(409, "marked", "Usulan ini sudah cukup dinilai, jadi ikut diperingkat.", uuid=uuid)
            )
    if refused:
        raise Refused(*refused)


def check_rankable(inputs: dict) -> None:
    """Something to rank, and every proposal complete."""
    if not inputs["proposals"]:
        raise Refused(Refusal(409, "empty", NOTHING))
    if refused := find_incomplete(inputs):
        raise Refused(*refused)


def find_incomplete(inputs: dict) -> list[Refusal]:
    return [
        Refusal(
            409,
            "incomplete",
            f"Usulan {row['reference']} belum punya {', '.join(missing)}. Kembalikan untuk dilengkapi.",
            UUID(row["id"]),
            row["reference"],
        )
        for row in inputs["proposals"]
        if (missing := [label for key, label in NEEDED.items() if row[key] is None])
    ]


def explain_lacks(lacks: Collection[measuring.Lack], inputs: dict) -> list[Refusal]:
    """One sentence per proposal that lacks marks, naming the criteria."""
    labels = {row["key"]: row["label"] for row in inputs["criteria_set"]["criteria"]}
    references = {row["id"]: row["reference"] for row in inputs["proposals"]}
    return [
        Refusal(
            409,
            "not_marked",
            f"Usulan {references[lack.key]} belum cukup dinilai: "
            f"{', '.join(labels[key] for key in lack.criteria)}.",
            UUID(lack.key),
            references[lack.key],
        )
        for lack in lacks
    ]
