"""Lay two results side by side: who enters, who leaves, who moves, and what that means for places and fields.

Pure: no Django, no clock, no database. The results may be of one run and a what-if, or of two runs of one cycle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .simulation import Place, Result, Subject


class Move(NamedTuple):
    """One proposal in both results."""

    old: Place
    new: Place

    @property
    def key(self) -> str:
        return self.new.subject.key

    @property
    def entered(self) -> bool:
        return self.new.funded and not self.old.funded

    @property
    def left(self) -> bool:
        return self.old.funded and not self.new.funded


@dataclass(frozen=True, slots=True)
class Portion:
    """The funded of one office or field in both results: how many, and their sum in whole rupiah."""

    code: str
    old_count: int
    new_count: int
    old_money: int
    new_money: int

    @property
    def count_change(self) -> int:
        return self.new_count - self.old_count

    @property
    def money_change(self) -> int:
        return self.new_money - self.old_money


@dataclass(frozen=True, slots=True)
class Comparison:
    """`moves`: the proposals of both, by their new place. `gone` and `added`: those in only one of them.

    `moved`: how many of the common ones stand at another place. `total`: all the funded of both results.
    """

    moves: tuple[Move, ...]
    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    gone: tuple[Place, ...]
    added: tuple[Place, ...]
    moved: int
    total: Portion


def compare(old: Result, new: Result) -> Comparison:
    """Two results, the older first."""
    before = {place.key: place for place in old.places}
    moves = tuple(Move(before[place.key], place) for place in new.places if place.key in before)
    after = {place.key for place in new.places}
    return Comparison(
        moves=moves,
        entered=tuple(move for move in moves if move.entered),
        left=tuple(move for move in moves if move.left),
        gone=tuple(place for place in old.places if place.key not in after),
        added=tuple(place for place in new.places if place.key not in before),
        moved=sum(move.old.position != move.new.position for move in moves),
        total=group(old, new, lambda subject: "")[0],
    )


def group(old: Result, new: Result, by: Callable[[Subject], str]) -> list[Portion]:
    """The funded of both results by office or field, sorted by code; also those of which none is funded."""
    codes: dict[str, list[int]] = {}
    for offset, result in enumerate((old, new)):
        for place in result.places:
            sums = codes.setdefault(by(place.subject), [0, 0, 0, 0])
            if place.funded:
                sums[offset] += 1
                sums[2 + offset] += place.subject.budget
    return [Portion(code, *codes[code]) for code in sorted(codes)] or [Portion("", 0, 0, 0, 0)]


def find_cut(result: Result, ceiling: str) -> tuple[int, int, int] | None:
    """Position, score and money left at the cut-line of a ceiling; None when everything fits it."""
    for use in result.ceilings:
        if use.ceiling == ceiling and use.cut:
            return use.cut.position, result.places[use.cut.position - 1].score, use.cut.left
    return None


def choose_ceiling(old: Result, new: Result) -> str:
    """The ceiling whose cut-line tells most: the first (the city's) if it has one in either result, else the largest
    that has; "" when everything fits everywhere."""
    cut = {use.ceiling for result in (old, new) for use in result.ceilings if use.cut}
    amounts = {use.ceiling: use.amount for use in (*old.ceilings, *new.ceilings)}
    first = next(iter(amounts), "")
    return first if first in cut else max(sorted(cut), key=amounts.get, default="")


def choose_lines(moves: Sequence[Move], *, cuts: Sequence[int], most: int) -> list[Move]:
    """Which proposals a picture of at most `most` lines shows: up to two thirds of them of those that enter or leave,
    as many of either as there are, the rest their neighbours; always those nearest to a cut-line first.

    `cuts`: the positions of the cut-lines, old and new; without any the first places are shown.
    """

    def distance(move: Move) -> tuple[int, int]:
        near = min((abs(place.position - cut) for place in move for cut in cuts), default=0)
        return near, min(move.old.position, move.new.position)

    share = most // 3
    entered = sorted((move for move in moves if move.entered), key=distance)
    left = sorted((move for move in moves if move.left), key=distance)
    changed = entered[: max(share, 2 * share - len(left))] + left[: max(share, 2 * share - len(entered))]
    others = sorted((move for move in moves if move.old.funded == move.new.funded), key=distance)
    return [*changed, *others[: most - len(changed)]]
