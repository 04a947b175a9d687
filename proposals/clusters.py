"""Groups of proposals that are likely about the same thing: alike by pairs, and every one with every other.

Pure: plain values in, frozen dataclasses out. What is compared is bounded: only what lies in the same or a
neighbouring cell of the map, or, without a position, in the same area; of those only what shares a word or the kind of
work, at most `WIDTH` for each and `MOST_PAIRS` in all. A group is never held by a chain: who comes to it is a likely
twin of all its members, and it stays small. Ties go to the smaller keys, so that the same input gives the same groups.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from proposals import duplicates
from proposals.duplicates import Subject

JOINED = 70  # points from which two belong together; a pair of one group has at least duplicates.LIKELY
LARGEST = 6  # members of a group
WIDTH = 40  # candidates that are compared with one
LOOKED_AT = 200  # candidates of which those are the most promising
MOST_PAIRS = 20_000  # a whole year of the city takes some 7,300; these half a second
_FORWARD = (
    (0, 0),
    (0, 1),
    (1, -1),
    (1, 0),
    (1, 1),
)  # the own cell and half of those around it: each pair once


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal. `areas`: where it belongs, the narrowest first; without a position it is compared only there."""

    key: int
    subject: Subject
    areas: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two likely twins, `first` the smaller key; why, in words."""

    first: int
    second: int
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Keys in ascending order, and every pair among them, the strongest first."""

    keys: tuple[int, ...]
    pairs: tuple[Pair, ...]

    @property
    def points(self) -> int:
        return self.pairs[0].points

    def tell(self, key: int) -> str:
        """Why this member is here: what it has in common with the one that is most like it."""
        return next((pair.reason for pair in self.pairs if key in (pair.first, pair.second)), "")


def find_clusters(items: Iterable[Item], *, most: int = MOST_PAIRS) -> list[Cluster]:
    """The groups, the likeliest first."""
    return join(find_pairs(items, most=most))


def find_pairs(items: Iterable[Item], *, most: int = MOST_PAIRS) -> list[Pair]:
    """Every likely pair among what was compared; at most `most` comparisons."""
    items = sorted(items, key=lambda item: item.key)
    readings = [duplicates.read(item.subject) for item in items]
    found = []
    for number, (one, other) in enumerate(_candidates(items, readings)):
        if number == most:
            break
        twin = duplicates.compare(readings[one], readings[other], items[other].key)
        if twin:
            reason = re.sub(r"(\d+ m) dari sini", r"jarak \1", twin.reason)
            found.append(Pair(items[one].key, items[other].key, twin.points, reason))
    return found


def join(pairs: Iterable[Pair]) -> list[Cluster]:
    """Put the strongest pairs together first; two groups become one only when all of them are alike and few enough."""
    pairs = sorted(pairs, key=lambda pair: (-pair.points, pair.first, pair.second))
    alike = {(pair.first, pair.second) for pair in pairs}
    groups: dict[int, set[int]] = {}
    for pair in pairs:
        if pair.points < JOINED:
            break
        one, other = (groups.get(key, {key}) for key in (pair.first, pair.second))
        if one is other or len(one) + len(other) > LARGEST:
            continue
        if all((min(a, b), max(a, b)) in alike for a in one for b in other):
            joined = one | other
            groups |= dict.fromkeys(joined, joined)
    distinct = {min(group): group for group in groups.values()}
    clusters = [
        Cluster(tuple(sorted(group)), tuple(p for p in pairs if {p.first, p.second} <= group))
        for group in distinct.values()
    ]
    return sorted(clusters, key=lambda cluster: (-cluster.points, cluster.keys))


def _candidates(items: Sequence[Item], readings: Sequence) -> Iterator[tuple[int, int]]:
    """Pairs of places in `items`, each once, the smaller first."""
    by_cell, by_area = defaultdict(list), defaultdict(list)
    for place, (item, reading) in enumerate(zip(items, readings, strict=True)):
        if reading.cell:
            by_cell[reading.cell].append(place)
        for area in item.areas:
            by_area[area].append(place)
    for place, (item, reading) in enumerate(zip(items, readings, strict=True)):
        if reading.cell:
            north, east = reading.cell
            near = [by_cell.get((north + up, east + right), ()) for up, right in _FORWARD]
            others = [o for o in near[0] if o > place] + [o for block in near[1:] for o in block]
        else:  # of two that would find each other the earlier one does
            others = [
                o
                for o in (by_area[item.areas[0]] if item.areas else ())
                if o > place or (o < place and (readings[o].cell or items[o].areas[0] not in item.areas))
            ]
        for other in _choose(reading, others, readings):
            yield min(place, other), max(place, other)


def _choose(own, others: Sequence[int], readings: Sequence) -> list[int]:
    """The `WIDTH` that share most: words by their weight, then the kind of work."""
    promising = []
    for other in others[:LOOKED_AT]:
        reading = readings[other]
        shared = sum(own.words[word] for word in own.words.keys() & reading.words.keys())
        same = bool(own.subject.item) and own.subject.item == reading.subject.item
        if shared or same:
            promising.append((-2 * shared - same, other))
    return [other for _, other in sorted(promising)[:WIDTH]]
