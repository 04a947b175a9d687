"""Why a proposal stands where it stands: the parts of its score, its neighbours, its reviewers."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Subquery

from bappeda import measuring, scoring
from bappeda.models import Assessment, Assignment, RankedProposal, RankingRun


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion's share in a score. `level` has at most two decimals.

    `points` of at most `most`, None where the score is no sum (TOPSIS); `share` (0–1) of what is best there.
    """

    key: str
    label: str
    level: Decimal
    points: Decimal | None
    most: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that explains one place: parts, the neighbours, and who marked it with what spread."""

    row: RankedProposal
    parts: list[Part]
    above: RankedProposal | None
    below: RankedProposal | None
    to_pass: RankedProposal | None
    assigned: int
    marked: int
    widest: (
        tuple[str, int] | None
    )  # label of the criterion and levels between the highest and the lowest mark


def explain_place(run: RankingRun, position: int) -> Explanation | None:
    """Three queries: the place with its neighbours and the one it would have to pass, sheets, assignments."""
    own = RankedProposal.objects.filter(run=run, position=position)
    wanted = Q(position__in=(position - 1, position, position + 1)) | Q(
        position=Subquery(own.values("pass_position")[:1])
    )
    rows = {
        row.position: row
        for row in RankedProposal.objects.filter(run=run)
        .filter(wanted)
        .select_related("proposal__kelurahan", "kecamatan", "agency", "field")
    }
    row = rows.get(position)
    if row is None:
        return None
    criteria = {criterion["key"]: criterion for criterion in run.criteria["criteria"]}
    sheets = Assessment.objects.filter(proposal=row.proposal_id, state=Assessment.State.SUBMITTED)
    marks = list(sheets.filter(abstained=False).values_list("marks", flat=True))
    return Explanation(
        row=row,
        parts=[_read_part(part, criteria) for part in row.contributions],
        above=rows.get(position - 1),
        below=rows.get(position + 1),
        to_pass=rows.get(row.pass_position),
        assigned=Assignment.objects.filter(proposal=row.proposal_id).count(),
        marked=len(marks),
        widest=_find_widest(marks, criteria),
    )


def _read_part(part: list, criteria: dict) -> Part:
    key, level, points = part
    exact, most = Fraction(level), Decimal(criteria[key]["weight"]) * 100
    best = scoring.share_of_best(exact, criteria[key].get("type", measuring.BENEFIT))
    return Part(
        key=key,
        label=criteria[key]["label"],
        level=(Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01")),
        points=Decimal(points) if points else None,
        most=most,
        share=Decimal(points) / most if points and most else Decimal(best.numerator) / best.denominator,
    )


def _find_widest(sheets: list[dict], criteria: dict) -> tuple[str, int] | None:
    spreads = []
    for key, criterion in criteria.items():
        marks = [sheet[key] for sheet in sheets if sheet.get(key) is not None]
        if len(marks) > 1:
            spreads.append((criterion["label"], max(marks) - min(marks)))
    return max(spreads, key=lambda spread: spread[1], default=None)
