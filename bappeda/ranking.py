"""Put scored proposals in one total order and say for each what decided its place.

Pure: no Django, no clock, no database. Equal scores are the normal case (six criteria of five levels
leave some 54 distinct scores for 200 proposals), so the rule that decided is part of the result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# In the order in which they are asked. Each name is an attribute of `Entry`.
RULES = ("score", "kecamatan_order", "kelurahan_order", "households", "budget", "reference")


@dataclass(frozen=True, slots=True)
class Entry:
    """One scored proposal: score in millionths, households, budget in rupiah, orders None when not ordered."""

    key: str
    score: int
    kecamatan_order: int | None
    kelurahan_order: int | None
    households: int
    budget: int
    reference: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place in the order.

    `tied`: how many proposals share the score (1 = none other). `rule` is what separates this one from
    `neighbour`: the next in the order, which it beat; for the last of a group of equal scores the one
    before, which beat it. `own` and `other` are the two values that the rule compared. A proposal that
    is alone has no neighbour, and its rule is the score.
    """

    key: str
    position: int
    score: int
    tied: int
    rule: str
    neighbour: str | None
    own: int | str | None
    other: int | str | None


def rank(entries: Sequence[Entry]) -> tuple[Ranked, ...]:
    """The order: score desc, kecamatan order asc, kelurahan order asc (no order last), households desc,
    budget asc, reference asc. Raises ValueError when two entries have the same reference, since nothing
    would be left to decide between them."""
    if len({entry.reference for entry in entries}) != len(entries):
        raise ValueError("Two proposals have the same reference.")
    ordered = sorted(entries, key=_sort_key)
    ranked = []
    start = 0
    while start < len(ordered):
        end = start + 1
        while end < len(ordered) and ordered[end].score == ordered[start].score:
            end += 1
        for index in range(start, end):
            ranked.append(_place(ordered, index, tied=end - start, is_last=index == end - 1))
        start = end
    return tuple(ranked)


def decide(first: Entry, second: Entry) -> str:
    """The first rule under which two entries differ. Raises ValueError when none does."""
    for rule in RULES:
        if getattr(first, rule) != getattr(second, rule):
            return rule
    raise ValueError(f"Nothing decides between {first.key} and {second.key}.")


def _place(ordered: Sequence[Entry], index: int, *, tied: int, is_last: bool) -> Ranked:
    entry = ordered[index]
    compared = index - 1 if tied > 1 and is_last else index + 1
    if compared == len(ordered):  # the last of all, and alone with its score
        compared = index - 1
    if compared < 0:
        return Ranked(entry.key, index + 1, entry.score, tied, RULES[0], None, None, None)
    neighbour = ordered[compared]
    rule = decide(entry, neighbour)
    return Ranked(
        entry.key,
        index + 1,
        entry.score,
        tied,
        rule,
        neighbour.key,
        getattr(entry, rule),
        getattr(neighbour, rule),
    )


def _sort_key(entry: Entry) -> tuple:
    return (
        -entry.score,
        entry.kecamatan_order is None,
        entry.kecamatan_order or 0,
        entry.kelurahan_order is None,
        entry.kelurahan_order or 0,
        -entry.households,
        entry.budget,
        entry.reference,
    )
