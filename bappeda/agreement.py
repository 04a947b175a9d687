"""How far reviewers agree: Krippendorff's alpha, each reviewer's shift and spread, the most disputed proposals.

Pure: no Django, no clock, no database; exact. Marks are 1–5; None is an abstention and says nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from operator import itemgetter

from .measuring import HIGHEST, LOWEST
from .scoring import POINTS

METRICS = ("ordinal", "interval")
RELIABLE, TENTATIVE = Fraction(800, 1000), Fraction(667, 1000)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One reviewer's marks on one proposal: criterion key to 1–5, or None where he or she abstained."""

    proposal: Hashable
    reviewer: Hashable
    marks: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Leaning:
    """How one reviewer marks: `shift` from the mean of the others on the same thing, `variance` of the own marks.

    `compared`: on how many marks the shift rests; `shift` is None when nobody else marked the same.
    """

    reviewer: Hashable
    marks: int
    compared: int
    shift: Fraction | None
    variance: Fraction


@dataclass(frozen=True, slots=True)
class Dispute:
    """One proposal and how far its marks lie apart: per criterion the widest gap, weighed, in points of 0–100."""

    proposal: Hashable
    points: Fraction


def judge(alpha: Fraction | None) -> str:
    """What an alpha says: "reliable" from 0.800, "tentative" from 0.667, else "weak"; "" when there is none.

    Source: Krippendorff, "Content Analysis", 2004, page 241.
    """
    if alpha is None:
        return ""
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "weak"


def find_alpha(units: Iterable[Sequence[int | None]], *, metric: str = "ordinal") -> Fraction | None:
    """Krippendorff's alpha of one criterion: 1 full agreement, 0 no better than chance; None when nothing varies.

    A unit holds the marks that one proposal got; those with fewer than two say nothing. Source: Krippendorff,
    "Content Analysis", 2004, chapter 11 (coincidence matrix). Raises ValueError for an unknown metric.
    """
    if metric not in METRICS:
        raise ValueError(f"Unknown metric: {metric!r}.")
    pairs: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    alike = Counter(tuple(sorted(mark for mark in unit if mark is not None)) for unit in units)
    for marks, count in alike.items():  # thousands of proposals, but few different pairs of marks
        for one, other in combinations(marks, 2):
            share = Fraction(count, len(marks) - 1)
            pairs[one, other] += share
            pairs[other, one] += share
    totals: dict[int, Fraction] = defaultdict(Fraction)
    for (mark, _), number in pairs.items():
        totals[mark] += number
    everything = sum(totals.values())
    apart = {
        (one, other): _square(one, other, totals, metric)
        for one in sorted(totals)
        for other in sorted(totals)
    }
    expected = sum(totals[one] * totals[other] * square for (one, other), square in apart.items())
    if not expected:
        return None
    observed = sum(number * apart[pair] for pair, number in pairs.items())
    return 1 - (everything - 1) * observed / expected


def _square(one: int, other: int, totals: Mapping[int, Fraction], metric: str) -> Fraction:
    if metric == "interval":
        return Fraction((one - other) ** 2)
    low, high = sorted((one, other))
    between = sum((totals[mark] for mark in totals if low <= mark <= high), Fraction())
    return (between - (totals[one] + totals[other]) / 2) ** 2


def find_alphas(sheets: Sequence[Sheet], criteria: Sequence[str]) -> dict[str, Fraction | None]:
    """Alpha of each criterion over all proposals."""
    by_proposal = _group(sheets)
    return {
        key: find_alpha([sheet.marks.get(key) for sheet in own] for own in by_proposal.values())
        for key in criteria
    }


def find_leanings(sheets: Sequence[Sheet]) -> list[Leaning]:
    """One line per reviewer who marked anything, the farthest from the others first."""
    own: dict[Hashable, Counter] = defaultdict(Counter)  # how often each mark
    # By number of others: what the own marks are above them.
    gaps: dict[Hashable, Counter] = defaultdict(Counter)
    compared: Counter = Counter()
    alike = Counter(
        tuple([(sheet.reviewer, mark) for sheet in together if (mark := sheet.marks.get(key)) is not None])
        for together in _group(sheets).values()
        for key in dict.fromkeys(key for sheet in together for key in sheet.marks)
    )
    for given, count in alike.items():  # thousands of proposals, but few different marks of the same people
        total, others = sum(mark for _, mark in given), len(given) - 1
        for reviewer, mark in given:
            own[reviewer][mark] += count
            if others:
                gaps[reviewer][others] += count * (mark * others - (total - mark))
                compared[reviewer] += count
    found = [_lean(name, marks, compared[name], gaps[name]) for name, marks in own.items()]
    return sorted(found, key=lambda leaning: (-abs(leaning.shift or 0), str(leaning.reviewer)))


def _lean(reviewer: Hashable, marks: Mapping[int, int], compared: int, gaps: Mapping[int, int]) -> Leaning:
    count = sum(marks.values())
    mean = Fraction(sum(mark * times for mark, times in marks.items()), count)
    variance = sum(((mark - mean) ** 2 * times for mark, times in marks.items()), Fraction()) / count
    apart = sum((Fraction(gap, others) for others, gap in gaps.items()), Fraction())
    return Leaning(reviewer, count, compared, apart / compared if compared else None, variance)


def find_disputes(sheets: Sequence[Sheet], weights: Mapping[str, Fraction]) -> list[Dispute]:
    """Proposals on which reviewers differ, those that lie farthest apart first.

    Gaps do not cancel out: 5 and 1 on one criterion, 1 and 5 on another are two disputes, not none.
    """
    step = POINTS * Fraction(1, HIGHEST - LOWEST)
    worth = {key: weight * step for key, weight in weights.items()}
    # In whole numbers, which add up and sort far faster than fractions.
    scale = lcm(*(points.denominator for points in worth.values()))
    a_level = {key: int(points * scale) for key, points in worth.items()}
    found = []
    for proposal, together in _group(sheets).items():
        if len(together) < 2:
            continue
        size = 0
        for key, points in a_level.items():
            marks = [mark for sheet in together if (mark := sheet.marks.get(key)) is not None]
            if marks:
                size += points * (max(marks) - min(marks))
        if size:
            found.append((-size, str(proposal), proposal))
    return [
        Dispute(proposal, Fraction(-size, scale)) for size, _, proposal in sorted(found, key=itemgetter(0, 1))
    ]


def _group(sheets: Iterable[Sheet]) -> dict[Hashable, list[Sheet]]:
    by_proposal: dict[Hashable, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_proposal[sheet.proposal].append(sheet)
    return by_proposal
