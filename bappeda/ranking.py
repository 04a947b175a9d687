"""Put scored proposals in one total order and say for each what decided its place.

Pure: no Django, no clock, no database. Equal scores are the normal case (six criteria of five levels
leave some 54 distinct scores for 200 proposals), so the rule that decided is part of the result.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

# In the order in which they are asked. Each name is an attribute of `Entry`.
RULES = ("score", "kecamatan_order", "kelurahan_order", "households", "budget", "reference")
TIE_RULES = RULES[1:]


class Entry(NamedTuple):
    """One scored proposal: score in millionths, households, budget in rupiah, orders None when not ordered."""

    key: str
    score: int
    kecamatan_order: int | None
    kelurahan_order: int | None
    households: int
    budget: int
    reference: str


TIE_COLUMNS = tuple(Entry._fields.index(rule) for rule in TIE_RULES)
REFERENCE = Entry._fields.index("reference")


class Ranked(NamedTuple):
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
    """Every place of the order with what decided it. Raises ValueError as `order` does."""
    return tuple(tell_places(order(entries)))


def order(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Groups of equal score, best first, each in the order of the ties: kecamatan order asc, kelurahan order asc
    (no order last), households desc, budget asc, reference asc. Raises ValueError when two entries have the same
    reference, since nothing would be left to decide between them."""
    if len(set(map(itemgetter(REFERENCE), entries))) != len(entries):
        raise ValueError("Two proposals have the same reference.")
    groups: dict[int, list[tuple]] = defaultdict(list)
    for entry in entries:
        _, score, kecamatan, kelurahan, households, budget, reference = entry
        # One tuple to sort by; its last place is never compared, since references differ.
        row = (
            inf if kecamatan is None else kecamatan,
            inf if kelurahan is None else kelurahan,
            -households,
            budget,
            reference,
            entry,
        )
        groups[score].append(row)
    ordered = []
    for score in sorted(groups, reverse=True):
        rows = groups.pop(score)
        rows.sort()
        ordered.append([row[-1] for row in rows])
    return ordered


def tell_places(groups: Sequence[Sequence[Entry]]) -> Iterator[Ranked]:
    """What decided each place of the groups that `order` gives, one at a time."""
    position = 1
    for number, group in enumerate(groups):
        if len(group) > 1:
            yield from _tell_equals(group, position)
        else:
            yield _tell_alone(groups, number, position)
        position += len(group)


def _tell_alone(groups: Sequence[Sequence[Entry]], number: int, position: int) -> Ranked:
    (entry,) = groups[number]
    other = None
    if number + 1 < len(groups):
        other = groups[number + 1][0]
    elif number:
        other = groups[number - 1][-1]
    compared = (None, None, None) if other is None else (other.key, entry.score, other.score)
    return Ranked(entry.key, position, entry.score, 1, RULES[0], *compared)


def _tell_equals(group: Sequence[Entry], position: int) -> Iterator[Ranked]:
    """Two or more entries of one score: each beat the next, and the last was beaten by the one before."""
    tied, score = len(group), group[0].score
    for place, (entry, other) in enumerate(pairwise(group), start=position):
        decisive = 0
        while entry[TIE_COLUMNS[decisive]] == other[TIE_COLUMNS[decisive]]:
            decisive += 1
        rule, column = TIE_RULES[decisive], TIE_COLUMNS[decisive]
        own, its = entry[column], other[column]
        yield Ranked._make((entry.key, place, score, tied, rule, other.key, own, its))
    yield Ranked(other.key, position + tied - 1, score, tied, rule, entry.key, its, own)
