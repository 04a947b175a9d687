"""Prove a run: compute it again from its frozen inputs, byte for byte, and tell what has changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from bappeda import computing, earlier, result_rows
from bappeda.models import RankedProposal, RankingRun
from bappeda.services.inputs import LEFT_OUT, leave_out, read_inputs
from proposals import triggers
from proposals.models import Proposal

COLUMNS = (
    "position",
    "proposal__uuid",
    "kecamatan__code",
    "agency__code",
    "field__code",
    "budget",
    "score",
    "contributions",
    "tied",
    "tie_rule",
    "neighbour__uuid",
    "own_value",
    "neighbour_value",
    "outcome",
    "computed",
    "forced",
    "shortfalls",
    "cut_ceiling",
    "cut_position",
    "cut_points",
    "pass_position",
    "pass_points",
    "binding_ceiling",
    "needed",
    "left",
    "proposal_version",
)


# Publishing itself changes version and status; what was judged are these.
LABELS = {
    "source": "sumber",
    "kecamatan": "kecamatan",
    "kelurahan": "kelurahan",
    "agency": "Perangkat Daerah",
    "field": "bidang",
    "kind": "jenis",
    "budget": "anggaran",
    "households": "penerima manfaat",
    "kecamatan_order": "urutan kecamatan",
    "kelurahan_order": "urutan kelurahan",
    "catalogue": "tingkat kamus",
    "fields": "isian kriteria",
    "sheets": "nilai penilai",
    "reason": "alasan",
}


@dataclass(frozen=True, slots=True)
class Verification:
    """`faults`: what proves that the run is not what was computed. `changes`: what differs from the present."""

    faults: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify(run: RankingRun) -> Verification:
    """Check hashes, compute again, compare every saved row, and name what the present would say differently."""
    faults = []
    tables = (RankingRun._meta.db_table, RankedProposal._meta.db_table)
    faults += [
        f"Pemicu {name} tidak ada di basis data: perhitungan bisa diubah."
        for name in triggers.missing()
        if name.startswith(tables)
    ]
    if computing.digest(run.inputs) != run.inputs_sha256:
        return Verification((*faults, "Masukan tidak cocok dengan sidiknya."), ())
    inputs = json.loads(run.inputs)
    if computing.write_canonical(inputs) != run.inputs:
        faults.append("Masukan tidak tertulis dalam bentuk baku.")
    if computing.digest(computing.write_canonical(inputs["modules"])) != run.modules_sha256:
        faults.append("Sidik modul hitung tidak cocok dengan masukan.")
    try:
        result = (earlier if earlier.is_earlier(inputs) else computing).compute(inputs)
    except (computing.NotRankable, ValueError) as refusal:
        return Verification((*faults, f"Masukan tidak bisa dihitung ulang: {refusal}"), ())
    if computing.digest(computing.write_canonical(result)) != run.result_sha256:
        faults.append("Hasil hitung ulang tidak cocok dengan sidik hasil.")
    faults += _compare_summary(run, inputs, result)
    faults += _compare_rows(run, inputs, result["ranking"])
    return Verification(tuple(faults), tuple(_find_changes(run, inputs)))


def read_row(values: tuple) -> dict:
    """A saved row as it stands in a result; `freezing.write_row` is the way there."""
    row = dict(zip(COLUMNS, values, strict=True))
    for name, key in (("proposal", "id"), ("neighbour", "neighbour")):
        uuid = row.pop(f"{name}__uuid")
        row[key] = str(uuid) if uuid else None
    for name in ("kecamatan", "agency", "field"):
        row[name] = row.pop(f"{name}__code")
    for name in ("score", "cut_points", "pass_points"):
        row[name] = None if row[name] is None else f"{row[name]:.6f}"
    row["computed_outcome"] = row.pop("computed")
    return row


def _compare_summary(run: RankingRun, inputs: Mapping, result: Mapping) -> list[str]:
    outcomes = [row["outcome"] for row in result["ranking"]]
    wanted = {
        "pemakaian pagu": (run.ceilings, result["ceilings"]),
        "kriteria": (run.criteria, inputs["criteria_set"]),
        "aturan": (run.rules, inputs["rules"]),
        "jumlah usulan": (run.proposal_count, len(outcomes)),
        "jumlah prioritas": (run.prioritised_count, outcomes.count(result_rows.PRIORITISED)),
        "jumlah cadangan": (run.reserve_count, outcomes.count(result_rows.RESERVE)),
        "daftar belum dinilai": (run.unassessed, inputs["unassessed"]),
        "daftar batal": (run.cancelled, inputs["cancelled"]),
        "keputusan khusus": (run.overrides, inputs.get("overrides", [])),
    }
    return [
        f"Catatan perhitungan tidak sama dengan hitung ulang: {name}."
        for name, (saved, computed) in wanted.items()
        if saved != computed
    ]


def _compare_rows(run: RankingRun, inputs: Mapping, computed: list[dict]) -> list[str]:
    saved = [
        read_row(values)
        for values in RankedProposal.objects.filter(run=run).order_by("position").values_list(*COLUMNS)
    ]
    faults = []
    if len(saved) != len(computed):
        faults.append(f"Tersimpan {len(saved)} urutan, hasil hitung ulang {len(computed)}.")
    proposals = {row["id"]: row for row in inputs["proposals"]}
    for own, wanted in zip(saved, computed, strict=False):
        worst = wanted["shortfalls"][0] if wanted["shortfalls"] else ("", None, None)
        wanted = wanted | dict(zip(("binding_ceiling", "needed", "left"), worst, strict=False))
        wanted["proposal_version"] = proposals[wanted["id"]]["version"]
        wanted["contributions"] = [list(part) for part in wanted["contributions"]]
        if differing := sorted(name for name in wanted if own[name] != wanted[name]):
            reference = proposals[wanted["id"]]["reference"]
            faults.append(
                f"Urutan {wanted['position']} (usulan {reference}) tidak sama dengan hitung ulang: "
                f"{', '.join(differing)}."
            )
    return faults


def _find_changes(run: RankingRun, inputs: Mapping) -> list[str]:
    """What a run over the same proposals would read differently now."""
    if earlier.is_earlier(inputs):
        inputs = earlier.raise_inputs(inputs)
    left_out = {name: {item["id"]: item["reason"] for item in inputs[name]} for name in LEFT_OUT}
    frozen = {row["id"]: row for row in (*inputs["proposals"], *inputs["unassessed"], *inputs["cancelled"])}
    ranked = RankedProposal.objects.filter(run=run).values("proposal")
    present = read_inputs(
        cycle=run.cycle,
        criteria_set=run.criteria_set,
        proposals=Proposal.objects.filter(Q(pk__in=ranked) | Q(uuid__in=[*chain(*left_out.values())])),
        rules=inputs["rules"],
    ).inputs
    present = leave_out(present, **left_out)
    now = {row["id"]: row for row in (*present["proposals"], *present["unassessed"], *present["cancelled"])}
    changes = []
    for name, label in (
        ("modules", "Modul hitung"),
        ("criteria_set", "Kriteria"),
        ("ceilings", "Pagu"),
        ("list_lengths", "Panjang daftar kecamatan"),
        ("overrides", "Keputusan khusus"),
    ):
        if present[name] != inputs[name]:
            changes.append(f"{label} sekarang berbeda dari yang dibekukan.")
    for key, row in frozen.items():
        if key not in now:
            changes.append(f"Usulan {row['reference']} tidak ada lagi.")
        elif differing := [
            label for name, label in LABELS.items() if name in row and row[name] != now[key].get(name)
        ]:
            changes.append(f"Usulan {row['reference']}: {', '.join(differing)} sekarang berbeda.")
    return changes
