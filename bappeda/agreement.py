"""How far reviewers agree: Krippendorff's alpha, each reviewer's shift and spread, the most disputed proposals.

Pure: no Django, no clock, no database; exact. Marks are 1–5; None is an abstention and says nothing.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from .measuring import HIGHEST, LOWEST
from .scoring import POINTS

METRICS = ("ordinal", "interval")


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
    """One proposal and how many points (0–100) lie between its most and its least generous reviewer."""

    proposal: Hashable
    points: Fraction
    low: Hashable
    high: Hashable


def find_alpha(units: Iterable[Sequence[int | None]], *, metric: str = "ordinal") -> Fraction | None:
    """Krippendorff's alpha of one criterion: 1 full agreement, 0 no better than chance; None when nothing varies.

    A unit holds the marks that one proposal got; those with fewer than two say nothing. Source: Krippendorff,
    "Content Analysis", 2004, chapter 11 (coincidence matrix). Raises ValueError for an unknown metric.
    """
    if metric not in METRICS:
        raise ValueError(f"Unknown metric: {metric!r}.")
    pairs: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for unit in units:
        marks = [mark for mark in unit if mark is not None]
        for one, other in combinations(marks, 2):
            share = Fraction(1, len(marks) - 1)
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
    units: dict[str, dict[Hashable, list]] = {key: defaultdict(list) for key in criteria}
    for sheet in sheets:
        for key in criteria:
            units[key][sheet.proposal].append(sheet.marks.get(key))
    return {key: find_alpha(found.values()) for key, found in units.items()}


def find_leanings(sheets: Sequence[Sheet]) -> list[Leaning]:
    """One line per reviewer who marked anything, the farthest from the others first."""
    by_thing: dict[tuple, dict[Hashable, int]] = defaultdict(dict)
    for sheet in sheets:
        for key, mark in sheet.marks.items():
            if mark is not None:
                by_thing[sheet.proposal, key][sheet.reviewer] = mark
    own: dict[Hashable, list[int]] = defaultdict(list)
    shifts: dict[Hashable, list[Fraction]] = defaultdict(list)
    for marks in by_thing.values():
        total = sum(marks.values())
        for reviewer, mark in marks.items():
            own[reviewer].append(mark)
            if len(marks) > 1:
                shifts[reviewer].append(mark - Fraction(total - mark, len(marks) - 1))
    found = [_lean(reviewer, marks, shifts[reviewer]) for reviewer, marks in own.items()]
    return sorted(found, key=lambda leaning: (-abs(leaning.shift or 0), str(leaning.reviewer)))


def _lean(reviewer: Hashable, marks: Sequence[int], shifts: Sequence[Fraction]) -> Leaning:
    mean = Fraction(sum(marks), len(marks))
    variance = sum(((mark - mean) ** 2 for mark in marks), Fraction()) / len(marks)
    shift = sum(shifts, Fraction()) / len(shifts) if shifts else None
    return Leaning(reviewer, len(marks), len(shifts), shift, variance)


def find_disputes(sheets: Sequence[Sheet], weights: Mapping[str, Fraction]) -> list[Dispute]:
    """Proposals by how far their reviewers are apart, in points over the criteria that all of them marked."""
    by_proposal: dict[Hashable, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if any(mark is not None for mark in sheet.marks.values()):
            by_proposal[sheet.proposal].append(sheet)
    disputes = []
    for proposal, own in by_proposal.items():
        shared = [key for key in weights if all(sheet.marks.get(key) is not None for sheet in own)]
        points = {sheet.reviewer: _add_up(sheet, shared, weights) for sheet in own}
        low, high = (
            pick(points, key=lambda reviewer: (points[reviewer], str(reviewer))) for pick in (min, max)
        )
        if points[high] > points[low]:
            disputes.append(Dispute(proposal, points[high] - points[low], low, high))
    return sorted(disputes, key=lambda dispute: (-dispute.points, str(dispute.proposal)))


def _add_up(sheet: Sheet, keys: Sequence[str], weights: Mapping[str, Fraction]) -> Fraction:
    levels = (weights[key] * Fraction(sheet.marks[key] - LOWEST, HIGHEST - LOWEST) for key in keys)
    return sum(levels, Fraction()) * POINTS
