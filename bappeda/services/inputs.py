"""Read everything a run depends on, in a constant number of queries, as the plain values of `computing`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from uuid import UUID

from django.db.models import Max

from bappeda import computing
from bappeda.models import Assessment, CriteriaSet, Override
from proposals.models import Ceiling, Proposal
from proposals.workflow import PUBLISHED

PURE_MODULES = ("allocation", "computing", "explaining", "measuring", "ranking", "result_rows", "scoring")
LEFT_OUT = ("unassessed", "cancelled")
SCORING = "scoring"
BINDING = ("city", "kecamatan", "agency", "field", "pokir")
COLUMNS = (
    "uuid",
    "version",
    "status",
    "reference",
    "source",
    "kecamatan__code",
    "kelurahan__code",
    "current_agency__code",
    "field__code",
    "kind",
    "current_budget",
    "current_households",
    "kecamatan_order",
    "kelurahan_order",
    "catalogue_item__levels",
    "pk",
    "kecamatan_id",
    "current_agency_id",
    "field_id",
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The database keys of one frozen proposal."""

    pk: int
    version: int
    kecamatan: int
    agency: int | None
    field: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """`inputs` goes to `computing.compute` and is what is frozen; `keys` by UUID text serve to save the result."""

    inputs: dict
    keys: dict[str, Keys]


def list_rankable(cycle):
    """What a run ranks: all that waits for it, and after publication the list that it may supersede."""
    return Proposal.objects.filter(cycle=cycle, status__in=(SCORING, *PUBLISHED))


def read_inputs(*, cycle, criteria_set: CriteriaSet, proposals, rules: Mapping | None = None) -> Reading:
    """The inputs of a run over `proposals` (a queryset of one cycle)."""
    criteria = list(criteria_set.criteria.all())
    fields = sorted({criterion.field_name for criterion in criteria if criterion.field_name})
    catalogue_keys = {criterion.key for criterion in criteria if criterion.source == "catalogue"}
    sheets = _read_sheets(proposals, {criterion.key for criterion in criteria})
    rows, keys = [], {}
    for values in proposals.order_by("reference", "pk").values_list(*COLUMNS, *fields):
        (
            uuid,
            version,
            status,
            reference,
            source,
            kecamatan,
            kelurahan,
            agency,
            field,
            kind,
            budget,
            households,
            kecamatan_order,
            kelurahan_order,
            levels,
            pk,
            *office_keys,
        ) = values[: len(COLUMNS)]
        levels = levels or {}
        key = str(uuid)
        keys[key] = Keys(pk, version, *office_keys)
        rows.append(
            {
                "id": key,
                "version": version,
                "status": status,
                "reference": reference,
                "source": source,
                "kecamatan": kecamatan,
                "kelurahan": kelurahan,
                "agency": agency,
                "field": field,
                "kind": kind,
                "budget": budget,
                "households": households or 0,
                "kecamatan_order": kecamatan_order,
                "kelurahan_order": kelurahan_order,
                "catalogue": {name: levels[name] for name in catalogue_keys & levels.keys()},
                "fields": dict(zip(fields, values[len(COLUMNS) :], strict=True)),
                "sheets": sheets.get(pk, []),
            }
        )
    inputs = {
        "format": computing.FORMAT,
        "cycle": cycle.slug,
        "rules": computing.RULES | dict(rules or {}),
        "modules": hash_modules(),
        "criteria_set": write_criteria_set(criteria_set, criteria),
        "ceilings": read_ceilings(cycle),
        "list_lengths": _read_list_lengths(cycle),
        "proposals": rows,
        "overrides": read_overrides(cycle),
        **{name: [] for name in LEFT_OUT},
    }
    return Reading(inputs, keys)


def leave_out(inputs: dict, **reasons: Mapping[UUID, str]) -> dict:
    """The inputs with some proposals moved to the list of their name (see LEFT_OUT), each with its reason."""
    by_id = {str(uuid): (name, reason) for name in LEFT_OUT for uuid, reason in reasons[name].items()}
    kept, out = [], {name: [] for name in LEFT_OUT}
    for row in inputs["proposals"]:
        if row["id"] not in by_id:
            kept.append(row)
            continue
        name, reason = by_id[row["id"]]
        facts = {fact: row[fact] for fact in ("id", "version", "reference", "status")}
        out[name].append(facts | {"reason": reason})
    return inputs | {"proposals": kept} | out


def write_criteria_set(criteria_set: CriteriaSet, criteria: Collection) -> dict:
    """A criteria set as it is frozen."""
    return {
        "version": criteria_set.version,
        "title": criteria_set.title,
        "min_marks": criteria_set.min_marks,
        "criteria": [
            {
                "key": criterion.key,
                "label": criterion.label,
                "official_heading": criterion.official_heading,
                "source": criterion.source,
                "type": criterion.type,
                "weight": f"{criterion.weight:.5f}",
                "field": criterion.field_name,
                "bands": criterion.bands,
            }
            for criterion in criteria
        ],
    }


def read_overrides(cycle) -> list[dict]:
    """The overrides in force, each with the UUID of its proposal as id, by reference."""
    rows = Override.objects.filter(cycle=cycle, withdrawn_at=None).select_related("proposal", "by")
    return [
        {
            "id": str(row.proposal.uuid),
            "reference": row.proposal.reference,
            "direction": row.direction,
            "reason": row.reason,
            "by": row.by.full_name,
            "at": row.at.astimezone(UTC).isoformat(timespec="seconds"),
        }
        for row in rows.order_by("proposal__reference")
    ]


def read_ceilings(cycle) -> list[dict]:
    """The ceilings in force that bind a ranking, the city's first."""
    rows = (
        Ceiling.objects.in_force()
        .filter(cycle=cycle, kind__in=BINDING)
        .select_related("kecamatan", "agency", "field")
    )
    ceilings = []
    for row in rows:
        holder = row.kecamatan or row.agency or row.field
        label = {"city": "Kota Tangerang", "kecamatan": f"Kecamatan {holder}"}.get(row.kind)
        ceilings.append(
            {
                "key": f"{row.kind}:{holder.code}" if holder else row.kind,
                "label": label or str(holder or row.get_kind_display()),
                "amount": row.amount,
                "version": row.version,
            }
        )
    return sorted(ceilings, key=lambda row: (BINDING.index(row["key"].split(":")[0]), row["key"]))


def hash_modules() -> dict[str, str]:
    """sha256 of the source of each pure module, so that a run tells with what it was computed."""
    folder = Path(computing.__file__).parent
    return {name: computing.digest((folder / f"{name}.py").read_text("utf-8")) for name in PURE_MODULES}


def _read_sheets(proposals, keys: Collection[str]) -> dict[int, list[dict]]:
    """The submitted sheets by proposal, without those of reviewers who abstained as a whole.

    `by` counts the reviewers of one proposal: what is frozen is published, and does not tell who marked.
    """
    sheets = defaultdict(list)
    submitted = Assessment.objects.filter(
        proposal__in=proposals.order_by().values("pk"), state=Assessment.State.SUBMITTED, abstained=False
    )
    for proposal, marks in submitted.order_by("reviewer").values_list("proposal", "marks"):
        own = {key: mark for key, mark in marks.items() if key in keys}
        sheets[proposal].append({"by": len(sheets[proposal]) + 1, "marks": own})
    return sheets


def _read_list_lengths(cycle) -> dict[str, int]:
    """How long each kecamatan's list is: its last place, whatever became of the others since."""
    listed = Proposal.objects.filter(cycle=cycle, kecamatan_order__isnull=False).order_by()
    return dict(listed.values_list("kecamatan__code").annotate(Max("kecamatan_order")))
