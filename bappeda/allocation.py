"""Walk the order and say who fits the ceilings.

Pure: no Django, no clock, no database. Amounts are whole rupiah.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# skip: a proposal that does not fit is passed over and smaller ones below it may still be in.
RULES = ("skip",)


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal in rank order: its cost and the distinct keys of the ceilings that may bind it."""

    key: str
    cost: int
    ceilings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A ceiling that a proposal did not fit: what it needed and what was left when its turn came."""

    ceiling: str
    needed: int
    left: int

    @property
    def missing(self) -> int:
        return self.needed - self.left


@dataclass(frozen=True, slots=True)
class Outcome:
    """Funded, or the ceilings that stood in the way, the one that misses most first."""

    key: str
    position: int
    funded: bool
    shortfalls: tuple[Shortfall, ...] = ()


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


def allocate(items: Sequence[Item], *, ceilings: Mapping[str, int], rule: str) -> Allocation:
    """Fund each item of the order that fits every ceiling that binds it.

    A key without a ceiling does not bind; a ceiling of 0 leaves nothing. Raises ValueError for an unknown
    rule, a cost below zero or a ceiling below zero.
    """
    if rule not in RULES:
        raise ValueError(f"Unknown rule of allocation: {rule!r}.")
    if any(amount < 0 for amount in ceilings.values()):
        raise ValueError("A ceiling is below zero.")
    left = dict(ceilings)
    funded = dict.fromkeys(ceilings, 0)
    cuts: dict[str, CutLine] = {}
    outcomes = []
    for position, item in enumerate(items, start=1):
        cost = item.cost
        if cost < 0:
            raise ValueError(f"{item.key}: the cost is below zero.")
        binding = [key for key in item.ceilings if key in left]
        shortfalls = [Shortfall(key, cost, left[key]) for key in binding if cost > left[key]]
        for shortfall in shortfalls:
            cuts.setdefault(shortfall.ceiling, CutLine(item.key, position, cost, shortfall.left))
        if shortfalls:
            shortfalls.sort(key=lambda shortfall: shortfall.left)  # stable: the item's own order breaks ties
            outcomes.append(Outcome(item.key, position, False, tuple(shortfalls)))
            continue
        for key in binding:
            left[key] -= cost
            funded[key] += 1
        outcomes.append(Outcome(item.key, position, True))
    uses = (
        CeilingUse(key, amount, amount - left[key], funded[key], cuts.get(key))
        for key, amount in ceilings.items()
    )
    return Allocation(tuple(outcomes), tuple(uses))
