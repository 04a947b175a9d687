"""Walk the order and say who fits the ceilings.

Pure: no Django, no clock, no database. Amounts are whole rupiah.
"""

from collections import Counter
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
    left = dict(ceilings)
    forced = dict.fromkeys(forced_out, FORCED_OUT) | dict.fromkeys(forced_in, FORCED_IN)
    for item in items if forced_in else ():
        if forced.get(item.key) == FORCED_IN:
            for ceiling in _find_binding(item.ceilings, left):
                left[ceiling] -= item.cost
    if lacking := {key: -amount for key, amount in left.items() if amount < 0}:
        raise ForcedTooMuch(lacking)
    return _walk(items, ceilings, left, stops=rule == "stop", forced=forced)


def _walk(
    items: Sequence[Item],
    ceilings: Mapping[str, int],
    left: dict[str, int],
    *,
    stops: bool,
    forced: Mapping[str, str],
) -> Allocation:
    """Down the order once; `left` is used up on the way."""
    cuts: dict[str, CutLine] = {}
    closed: Collection[str] = cuts if stops else ()
    groups: dict[tuple[str, ...], _Group] = {}  # a city has some hundred distinct sets of ceilings
    outcomes, make_outcome = [], Outcome._make
    for position, (key, cost, keys) in enumerate(items, start=1):
        group = groups.get(keys)
        if group is None:
            group = groups[keys] = _Group(_find_binding(keys, left))
        if cost < 0:
            raise ValueError(f"{key}: the cost is below zero.")
        if forced and key in forced:
            is_in = forced[key] == FORCED_IN
            outcomes.append(Outcome(key, position, is_in, (), forced[key]))
            group.funded += is_in
            continue
        for ceiling in group.binding:
            if cost > left[ceiling] or ceiling in closed:
                break
        else:
            for ceiling in group.binding:
                left[ceiling] -= cost
            group.funded += 1
            outcomes.append(make_outcome((key, position, True, (), "")))
            continue
        shortfalls = _find_shortfalls(cost, group.binding, left, closed)
        outcomes.append(make_outcome((key, position, False, shortfalls, "")))
        for short in shortfalls:
            if short.ceiling not in cuts:
                cuts[short.ceiling] = CutLine(key, position, cost, short.left)
    funded = Counter()
    for group in groups.values():
        funded.update(dict.fromkeys(group.binding, group.funded))
    uses = (
        CeilingUse(key, amount, amount - left[key], funded[key], cuts.get(key))
        for key, amount in ceilings.items()
    )
    return Allocation(tuple(outcomes), tuple(uses))


@dataclass(slots=True)
class _Group:
    """Items bound by the same ceilings: those that exist, and how many of the items are funded so far."""

    binding: tuple[str, ...]
    funded: int = 0


def _find_binding(keys: Sequence[str], ceilings: Collection[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in ceilings)


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
    forced = [*forced_in, *forced_out]
    if len(set(forced)) != len(forced):
        raise ValueError("An override names one proposal twice.")
    if forced and (unknown := set(forced) - {item.key for item in items}):
        raise ValueError(f"An override names no proposal of the order: {sorted(unknown)[0]}.")
