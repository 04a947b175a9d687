"""Why a proposal stands where it stands: the parts of its score, its neighbours, its reviewers."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Subquery

from bappeda import measuring, scoring
from bappeda.models import Assessment, Assignment, RankedProposal, RankingRun
from bappeda.turns import TurnLine, find_turns


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
    rival: RankedProposal | None  # against which the weights of `turns` are
    turns: list[TurnLine] | None
    override: dict | None
    assigned: int
    marked: int
    widest: (
        tuple[str, int] | None
    )  # label of the criterion and levels between the highest and the lowest mark


def explain_place(run: RankingRun, position: int) -> Explanation | None:
    """Three queries: the place with its neighbours and the one it would have to pass, sheets, assignments."""
    own = RankedProposal.objects.filter(run=run, position=position)
    below_cut = RankedProposal.objects.filter(
        run=run, position__gt=position, outcome=RankedProposal.Result.RESERVE, forced="",
        binding_ceiling=Subquery(own.values("cut_ceiling")[:1]),
    ).order_by("position")  # fmt: skip
    wanted = Q(position__in=(position - 1, position, position + 1))
    for other in (own.values("pass_position"), own.values("cut_position"), below_cut.values("position")):
        wanted |= Q(position=Subquery(other[:1]))
    rows = {
        row.position: row
        for row in RankedProposal.objects.filter(run=run)
        .filter(wanted)
        .select_related("proposal__kelurahan", "kecamatan", "agency", "field")
    }
    row = rows.get(position)
    if row is None:
        return None
    rival = _find_rival(row, rows)
    criteria = {criterion["key"]: criterion for criterion in run.criteria["criteria"]}
    sheets = Assessment.objects.filter(proposal=row.proposal_id, state=Assessment.State.SUBMITTED)
    marks = list(sheets.filter(abstained=False).values_list("marks", flat=True))
    return Explanation(
        row=row,
        parts=[_read_part(part, criteria) for part in row.contributions],
        above=rows.get(position - 1),
        below=rows.get(position + 1),
        to_pass=rows.get(row.pass_position),
        rival=rival,
        turns=rival and find_turns(row, rival, criteria=run.criteria["criteria"], method=run.rules["method"]),
        override=next((item for item in run.overrides if item["id"] == str(row.proposal.uuid)), None),
        assigned=Assignment.objects.filter(proposal=row.proposal_id).count(),
        marked=len(marks),
        widest=_find_widest(marks, criteria),
    )


def _find_rival(row: RankedProposal, rows: dict[int, RankedProposal]) -> RankedProposal | None:
    """Of a reserve place the one it would have to pass; of a funded one the first below that is out for want of the
    ceiling nearest to it. None for what an override decided, and where there is none."""
    if row.forced:
        return None
    if row.outcome == RankedProposal.Result.RESERVE:
        return rows.get(row.pass_position)
    if row.cut_position and row.cut_position > row.position:
        return rows[row.cut_position]
    held_back = (
        rows[position]
        for position in sorted(rows)
        if position > row.position
        and rows[position].binding_ceiling == row.cut_ceiling
        and not rows[position].forced
    )
    return next(held_back, None) if row.cut_ceiling else None


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
