"""The live total of a sheet: what the marks so far are worth, and between what the score will end."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from bappeda import measuring, result_rows, scoring
from bappeda.models import Criterion
from bappeda.services.criteria import require_in_force
from proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """One criterion of the sheet: its level and points, None while it is open. `is_marked`: by the reviewer."""

    criterion: Criterion
    is_marked: bool
    level: int | None
    points: Decimal | None
    most: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """Points of 0–100. `low` and `high` are where the score ends with the worst and the best open marks."""

    parts: tuple[PreviewPart, ...]
    total: Decimal
    low: Decimal
    high: Decimal


def preview_sheet(proposal: Proposal, marks: dict[str, int | None]) -> Preview:
    """With the marks of one reviewer alone; an abstention leaves its criterion open."""
    criteria = list(require_in_force(proposal.cycle).criteria.all())
    rules = [criterion.rule for criterion in criteria]
    levels = proposal.catalogue_item.levels if proposal.catalogue_item else {}
    listed = Proposal.objects.filter(cycle=proposal.cycle_id, kecamatan=proposal.kecamatan_id)
    candidate = measuring.Candidate(
        key=str(proposal.uuid),
        kind=proposal.kind,
        sheets=(marks,),
        catalogue={rule.key: levels[rule.key] for rule in rules if rule.key in levels},
        fields={rule.field: getattr(proposal, rule.field) for rule in rules if rule.field},
        order=proposal.kecamatan_order,
        list_length=listed.aggregate(last=Max("kecamatan_order"))["last"] or 0,
    )
    measured = measuring.measure([candidate], criteria=rules)
    marked = set(measuring.list_marked(candidate, rules))
    weights, types = [rule.weight for rule in rules], [rule.type for rule in rules]
    best = {measuring.BENEFIT: measuring.HIGHEST, measuring.COST: measuring.LOWEST}
    worst = {measuring.BENEFIT: measuring.LOWEST, measuring.COST: measuring.HIGHEST}

    def total(open_levels: dict[str, int]) -> Decimal:
        row = [
            open_levels[kind] if level is None else level
            for level, kind in zip(measured.matrix[0], types, strict=True)
        ]
        return _read(scoring.weighted_sum([row], weights=weights, types=types)[0].total)

    parts = tuple(
        PreviewPart(
            criterion=criterion,
            is_marked=criterion.key in marked,
            level=None if level is None else int(level),
            points=None if level is None else _read(_points(criterion, level)),
            most=criterion.weight * scoring.POINTS,
        )
        for criterion, level in zip(criteria, measured.matrix[0], strict=True)
    )
    low = total(worst)
    return Preview(parts, low, low, total(best))


def _points(criterion: Criterion, level) -> int:
    exact = (
        Fraction(criterion.weight)
        * scoring.POINTS
        * scoring.share_of_best(level, criterion.type)
        * scoring.MILLION
    )
    return scoring.round_half_even(exact.numerator, exact.denominator)


def _read(millionths: int) -> Decimal:
    return Decimal(result_rows.write_points(millionths))
