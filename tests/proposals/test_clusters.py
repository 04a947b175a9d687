"""Groups of likely doubles: small, held together by every pair, found with a bounded number of comparisons."""

from dataclasses import replace

import pytest

from proposals import clusters, duplicates
from proposals.clusters import JOINED, LARGEST, Item, Pair, find_clusters, find_pairs, join
from proposals.duplicates import Subject

DRAIN = Subject("Perbaikan saluran Jl. Melati RT 03/RW 05", "Jl. Melati", "05", -6.1534, 106.6594, "DRN-01")


def pair(first: int, second: int, points: int = JOINED) -> Pair:
    return Pair(first, second, points, f"{first}-{second}")


def keys(pairs) -> list[tuple]:
    return [cluster.keys for cluster in join(pairs)]


def items(*subjects: Subject, area=("kelurahan", 1)) -> list[Item]:
    return [
        Item(number, subject, (area, ("kecamatan", 1))) for number, subject in enumerate(subjects, start=1)
    ]


def test_strong_pairs_join_and_weak_ones_do_not():
    assert keys([pair(1, 2), pair(3, 4, JOINED - 1)]) == [(1, 2)]


def test_chain_is_no_group():
    """2 is like both, but 1 and 3 are not alike: the stronger pair stays together."""
    assert keys([pair(1, 2, 80), pair(2, 3, 90)]) == [(2, 3)]


def test_group_needs_every_pair_but_not_every_pair_strong():
    assert keys([pair(1, 2, 90), pair(2, 3, 80), pair(1, 3, duplicates.LIKELY)]) == [(1, 2, 3)]


def test_groups_join_as_a_whole():
    every = [pair(a, b, 80 if b - a != 2 else 99) for a in range(1, 5) for b in range(a + 1, 5)]
    assert keys(every) == [(1, 2, 3, 4)]


def test_group_stays_small():
    every = [pair(a, b) for a in range(1, LARGEST + 3) for b in range(a + 1, LARGEST + 3)]
    sizes = [len(group) for group in keys(every)]
    assert max(sizes) <= LARGEST and sum(sizes) == LARGEST + 2


def test_likeliest_group_stands_first_and_ties_go_to_the_smaller_key():
    assert keys([pair(5, 6, 80), pair(1, 2, 80), pair(3, 4, 90)]) == [(3, 4), (1, 2), (5, 6)]
    assert keys([]) == []


def test_group_tells_why_each_is_there():
    (group,) = join([pair(1, 2, 80), pair(1, 3, 90), pair(2, 3, 70)])
    assert (group.points, group.tell(2), group.tell(3), group.tell(9)) == (90, "1-2", "1-3", "")


def test_near_doubles_are_found_across_cells_and_in_words_of_both():
    near = replace(DRAIN, title="Normalisasi drainase Jl. Melati RW 05", latitude=-6.1550, longitude=106.6599)
    far = replace(DRAIN, latitude=-6.2)
    (found,) = find_pairs(items(DRAIN, near, far))
    assert (found.first, found.second) == (1, 2)
    assert "jarak 190 m" in found.reason and "dari sini" not in found.reason


def test_without_a_position_only_the_own_area_is_compared():
    nowhere = replace(DRAIN, latitude=None, longitude=None)
    assert [(p.first, p.second) for p in find_pairs(items(DRAIN, nowhere))] == [(1, 2)]
    assert [(p.first, p.second) for p in find_pairs(items(nowhere, DRAIN))] == [(1, 2)]
    assert [(p.first, p.second) for p in find_pairs(items(nowhere, nowhere))] == [(1, 2)]
    other = Item(2, nowhere, (("kelurahan", 2), ("kecamatan", 1)))
    assert find_pairs([*items(nowhere), other]) == []
    assert find_pairs([*items(nowhere), Item(2, nowhere)]) == []
    of_kecamatan = Item(2, nowhere, (("kecamatan", 1),))  # of the kecamatan's own, or of the council
    assert len(find_pairs([*items(nowhere), of_kecamatan])) == 1


def test_what_shares_neither_word_nor_kind_is_not_compared(monkeypatch):
    compared = []
    monkeypatch.setattr(duplicates, "compare", lambda own, other, key: compared.append(key))
    find_pairs(
        items(DRAIN, replace(DRAIN, title="Lampu jalan", item="PJU-01"), replace(DRAIN, title="Taman"))
    )
    assert compared == [3]  # the same kind of work


def test_comparisons_are_bounded(monkeypatch):
    compared = []
    monkeypatch.setattr(duplicates, "compare", lambda own, other, key: compared.append(key))
    crowd = items(*[DRAIN] * 120)
    find_clusters(crowd)
    assert len(compared) <= 120 * clusters.WIDTH
    compared.clear()
    find_clusters(crowd, most=50)
    assert len(compared) == 50


@pytest.mark.parametrize("order", [1, -1])
def test_same_input_in_any_order_gives_the_same_groups(order):
    subjects = [replace(DRAIN, latitude=-6.1534 + number / 20_000) for number in range(5)]
    found = find_clusters(items(*subjects)[::order])
    assert [cluster.keys for cluster in found] == [(1, 2, 3, 4, 5)]
