"""Put scored proposals in one total order and say for each what decided its place.

Pure: no Django, no clock, no database. Equal scores are the normal case (six criteria of five levels
leave some 54 distinct scores for 200 proposals), so the rule that decided is part of the result.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import inf
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
    """The order: score desc, kecamatan order asc, kelurahan order asc (no order last), households desc,
    budget asc, reference asc. Raises ValueError when two entries have the same reference, since nothing
    would be left to decide between them."""
    if len({entry.reference for entry in entries}) != len(entries):
        raise ValueError("Two proposals have the same reference.")
    groups = _sort(entries)
    ranked: list[Ranked] = []
    for number, group in enumerate(groups):
        if len(group) > 1:
            _place_equals(group, ranked)
            continue
        entry = group[0][-1]
        other = None
        if number + 1 < len(groups):
            other = groups[number + 1][0][-1]
        elif number:
            other = groups[number - 1][-1][-1]
        compared = (None, None, None) if other is None else (other.key, entry.score, other.score)
        ranked.append(Ranked(entry.key, len(ranked) + 1, entry.score, 1, RULES[0], *compared))
    return tuple(ranked)


def _sort(entries: Sequence[Entry]) -> list[list[tuple]]:
    """Groups of equal scores, best first, each sorted by one tuple an entry: a place for every other rule, smallest
    first, and the entry itself, which is never compared since references differ."""
    groups: dict[int, list[tuple]] = {}
    for entry in entries:
        _, score, kecamatan, kelurahan, households, budget, reference = entry
        row = (
            inf if kecamatan is None else kecamatan,
            inf if kelurahan is None else kelurahan,
            -households,
            budget,
            reference,
            entry,
        )
        if score in groups:
            groups[score].append(row)
        else:
            groups[score] = [row]
    for group in groups.values():
        group.sort()
    return [groups[score] for score in sorted(groups, reverse=True)]


def _place_equals(group: Sequence[tuple], ranked: list[Ranked]) -> None:
    """Append two or more entries of one score: each beat the next, and the last was beaten by the one before."""
    tied, position = len(group), len(ranked)
    score = group[0][-1].score
    for row, below in pairwise(group):
        place = 0
        while row[place] == below[place]:
            place += 1
        position += 1
        rule, column, entry, other = TIE_RULES[place], TIE_COLUMNS[place], row[-1], below[-1]
        own, its = entry[column], other[column]
        ranked.append(Ranked._make((entry.key, position, score, tied, rule, other.key, own, its)))
    ranked.append(Ranked(other.key, position + 1, score, tied, rule, entry.key, its, own))
