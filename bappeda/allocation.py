"""Walk the order and say who fits the ceilings.

Pure: no Django, no clock, no database. Amounts are whole rupiah.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

# skip: a proposal that does not fit is passed over and smaller ones below it may still be in.
# stop: the first proposal that does not fit a ceiling closes that ceiling, and only that one, for all below it.
RULES = ("skip", "stop")
FORCED_IN, FORCED_OUT = "in", "out"


class ForcedTooMuch(ValueError):
    """What is forced in exceeds a ceiling by itself: `lacking` holds the rupiah above each such ceiling."""

    def __init__(self, lacking: Mapping[str, int]):
        self.lacking = dict(lacking)
        super().__init__(f"Forced in beyond the ceiling: {', '.join(self.lacking)}.")


class Item(NamedTuple):
    """One proposal in rank order: its cost and the distinct keys of the ceilings that may bind it."""

    key: str
    cost: int
    ceilings: tuple[str, ...]


class Shortfall(NamedTuple):
    """A ceiling that a proposal did not fit: what it needed and what was left when its turn came.

    `closed`: it had been closed by one before (rule `stop`), whatever was left.
    """

    ceiling: str
    needed: int
    left: int
    closed: bool = False

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.left)


class Outcome(NamedTuple):
    """Funded, or the ceilings that stood in the way, the one that misses most first; `forced`: by an override."""

    key: str
    position: int
    funded: bool
    shortfalls: tuple[Shortfall, ...] = ()
    forced: str = ""


@dataclass(frozen=True, slots=True)
class CutLine:
    """The first proposal of the order that did not fit a ceiling."""

    key: str
    position: int
    needed: int
    left: int


@dataclass(frozen=True, slots=True)
class CeilingUse:
    """What became of one ceiling: amount, what is used, how many proposals it funds, its cut-line if any."""

    ceiling: str
    amount: int
    used: int
    funded: int
    cut: CutLine | None

    @property
    def left(self) -> int:
        return self.amount - self.used


@dataclass(frozen=True, slots=True)
class Allocation:
    outcomes: tuple[Outcome, ...]
    ceilings: tuple[CeilingUse, ...]


def allocate(
    items: Sequence[Item],
    *,
    ceilings: Mapping[str, int],
    rule: str,
    forced_in: Collection[str] = (),
    forced_out: Collection[str] = (),
) -> Allocation:
    """Fund each item of the order that fits every ceiling that binds it.

    A key without a ceiling does not bind; a ceiling of 0 leaves nothing. Overrides name items by key: what is forced
    in takes its money before the order is walked, what is forced out takes none. Raises ForcedTooMuch when the first
    alone exceed a ceiling, ValueError for an unknown rule, a cost or ceiling below zero, an override that names no
    item or names one twice.
    """
    _require_sound(items, ceilings, rule, forced_in, forced_out)
    left, forced_in, forced_out = dict(ceilings), frozenset(forced_in), frozenset(forced_out)
    for item in items:
        if item.key in forced_in:
            for key in item.ceilings:
                if key in left:
                    left[key] -= item.cost
    if lacking := {key: -amount for key, amount in left.items() if amount < 0}:
        raise ForcedTooMuch(lacking)
    funded = dict.fromkeys(ceilings, 0)
    cuts: dict[str, CutLine] = {}
    closed: Collection[str] = cuts if rule == "stop" else ()
    known: dict[tuple[str, ...], list[str]] = {}  # a city has some hundred distinct sets of ceilings
    outcomes = []
    for position, (key, cost, keys) in enumerate(items, start=1):
        if key in forced_out:
            outcomes.append(Outcome(key, position, False, (), FORCED_OUT))
            continue
        binding = known.get(keys)
        if binding is None:
            binding = known[keys] = [ceiling for ceiling in keys if ceiling in left]
        if key in forced_in:
            outcomes.append(Outcome(key, position, True, (), FORCED_IN))
        elif shortfalls := _find_shortfalls(cost, binding, left, closed):
            outcomes.append(Outcome._make((key, position, False, shortfalls, "")))
            for short in shortfalls:
                if short.ceiling not in cuts:
                    cuts[short.ceiling] = CutLine(key, position, cost, short.left)
            continue
        else:
            outcomes.append(Outcome._make((key, position, True, (), "")))
            for ceiling in binding:
                left[ceiling] -= cost
        for ceiling in binding:
            funded[ceiling] += 1
    uses = (
        CeilingUse(key, amount, amount - left[key], funded[key], cuts.get(key))
        for key, amount in ceilings.items()
    )
    return Allocation(tuple(outcomes), tuple(uses))


def _find_shortfalls(
    cost: int, binding: Sequence[str], left: Mapping[str, int], closed: Collection[str]
) -> tuple[Shortfall, ...]:
    """The ceilings in the way, least left first; the item's own order breaks ties."""
    found = ()
    for ceiling in binding:
        remaining = left[ceiling]
        if cost > remaining or ceiling in closed:
            found += (Shortfall._make((ceiling, cost, remaining, ceiling in closed)),)
    return found if len(found) < 2 else tuple(sorted(found, key=attrgetter("left")))


def _require_sound(items, ceilings, rule, forced_in, forced_out) -> None:
    if rule not in RULES:
        raise ValueError(f"Unknown rule of allocation: {rule!r}.")
    if any(amount < 0 for amount in ceilings.values()):
        raise ValueError("A ceiling is below zero.")
    for item in items:
        if item.cost < 0:
            raise ValueError(f"{item.key}: the cost is below zero.")
    forced = [*forced_in, *forced_out]
    if len(set(forced)) != len(forced):
        raise ValueError("An override names one proposal twice.")
    if forced and (unknown := set(forced) - {item.key for item in items}):
        raise ValueError(f"An override names no proposal of the order: {sorted(unknown)[0]}.")
