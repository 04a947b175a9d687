"""Say for every place in the order how far it is from the cut-line and what would have to change for it to pass.

Pure: no Django, no clock, no database. The other parts of an explanation (contributions, deciding rule,
neighbour, shortfalls) are already in the results of `scoring`, `ranking` and `allocation`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .allocation import FORCED_IN, Allocation, Item
from .ranking import Ranked


@dataclass(frozen=True, slots=True)
class Distance:
    """How far one proposal is from the cut-line; everything else stays as it is.

    `ceiling`, `cut_position`, `cut_points`: for a reserve item its binding ceiling (the one that misses
    most) and the place of that ceiling's cut-line; for a funded item the earliest cut-line among its
    ceilings. Points are own score minus the score at the cut-line, in millionths: 0 or below for a
    reserve item. None when no ceiling that binds the proposal has a cut-line.

    `pass_position`, `pass_points`: for a reserve item the lowest funded place that it would have to take
    over so that it fits all ceilings that stood in its way, and how many points it is behind. None
    for a funded item, and when the ceiling as a whole is smaller than the proposal. Under the rule `stop` a
    closed ceiling may have room left: then it is the place of the proposal that closed it.

    What an override forced out has no distance. What one forced in took its money first, and its place frees none.
    """

    key: str
    ceiling: str | None = None
    cut_position: int | None = None
    cut_points: int | None = None
    missing: int = 0
    pass_position: int | None = None
    pass_points: int | None = None


@dataclass(slots=True)
class _Ledger:
    """The funded places under one ceiling so far, and what was used before each of them."""

    positions: list[int] = field(default_factory=list)
    used_before: list[int] = field(default_factory=list)
    used: int = 0


def measure_distances(
    ranked: Sequence[Ranked], items: Sequence[Item], allocation: Allocation
) -> tuple[Distance, ...]:
    """One distance per place; the three arguments are parallel, in rank order."""
    amounts = {use.ceiling: use.amount for use in allocation.ceilings}
    cuts = {use.ceiling: use.cut.position for use in allocation.ceilings if use.cut}
    ledgers = {ceiling: _Ledger() for ceiling in amounts}
    for item, outcome in zip(items, allocation.outcomes, strict=True):
        if outcome.forced == FORCED_IN:
            for ledger in _open_ledgers(ledgers, item):
                ledger.used += item.cost
    distances = []
    for place, item, outcome in zip(ranked, items, allocation.outcomes, strict=True):
        if outcome.funded:
            near = [(cuts[key], key) for key in item.ceilings if key in cuts]
            if near:
                position, ceiling = min(near, key=lambda pair: pair[0])
                points = place.score - ranked[position - 1].score
                distances.append(Distance(item.key, ceiling, position, points))
            else:
                distances.append(Distance(item.key))
            for ledger in () if outcome.forced else _open_ledgers(ledgers, item):
                ledger.positions.append(place.position)
                ledger.used_before.append(ledger.used)
                ledger.used += item.cost
            continue
        if outcome.forced:
            distances.append(Distance(item.key))
            continue
        worst = outcome.shortfalls[0]
        passes = [
            _find_place(ledgers[short.ceiling], amounts[short.ceiling] - item.cost, cuts[short.ceiling])
            for short in outcome.shortfalls
        ]
        position = None if None in passes else min(passes)
        distances.append(
            Distance(
                item.key,
                worst.ceiling,
                cuts[worst.ceiling],
                place.score - ranked[cuts[worst.ceiling] - 1].score,
                worst.missing,
                position,
                None if position is None else ranked[position - 1].score - place.score,
            )
        )
    return tuple(distances)


def _open_ledgers(ledgers: Mapping[str, _Ledger], item: Item) -> list[_Ledger]:
    return [ledgers[key] for key in item.ceilings if key in ledgers]


def _find_place(ledger: _Ledger, spare: int, cut: int) -> int | None:
    """The lowest place before which no more than `spare` was used; None when even the first is too late.

    A funded one, or that of the cut-line where the ceiling was closed with this much left.
    """
    if ledger.used <= spare:
        return cut
    number = bisect_right(ledger.used_before, spare)
    return ledger.positions[number - 1] if number else None


@dataclass(frozen=True, slots=True)
class Turn:
    """At which weight of one criterion the own score equals the other's; `above`: it is ahead beyond that weight."""

    weight: Fraction
    above: bool


def find_turn(
    own: Sequence[Fraction], other: Sequence[Fraction], *, weights: Sequence[Fraction], column: int
) -> Turn | None:
    """The weight of a criterion at which a proposal draws level with another, the other weights rescaled to the rest.

    `own` and `other` are shares of the best (0–1) per criterion. Both scores are straight lines in that weight, so
    there is at most one such point. None when there is none between 0 and 1, when both are level at every weight, or
    when no other criterion has any weight to take from or give to.
    """
    rest = 1 - weights[column]
    if not rest:
        return None
    pairs = zip(weights, own, other, strict=True)
    lead = sum((weight * (mine - its) for weight, mine, its in pairs), Fraction())
    ahead_here = own[column] - other[column]
    ahead_elsewhere = (lead - weights[column] * ahead_here) / rest
    slope = ahead_here - ahead_elsewhere  # of the own lead, as the weight goes from 0 to 1
    if not slope or not 0 <= (weight := -ahead_elsewhere / slope) <= 1:
        return None
    return Turn(weight, above=slope > 0)
