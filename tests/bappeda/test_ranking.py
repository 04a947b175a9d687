"""The order and what decided it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import ranking
from bappeda.ranking import Entry

BASE = {
    "score": 77_500_000,
    "kecamatan_order": 7,
    "kelurahan_order": 3,
    "households": 34,
    "budget": 169_125_000,
}


def make_entry(reference: str, **changes) -> Entry:
    return Entry(**({"key": reference, "reference": reference} | BASE | changes))


@pytest.mark.parametrize(
    ("rule", "better", "worse"),
    [
        ("score", 77_500_001, 77_500_000),
        ("kecamatan_order", 7, 8),
        ("kecamatan_order", 900, None),
        ("kelurahan_order", 3, 4),
        ("kelurahan_order", 900, None),
        ("households", 35, 34),
        ("budget", 1, 2),
    ],
)
def test_each_rule_decides_when_all_before_are_equal(rule, better, worse):
    loser, winner = make_entry("A", **{rule: worse}), make_entry("B", **{rule: better})
    first, second = ranking.rank([loser, winner])
    assert (first.key, first.position, first.rule) == ("B", 1, rule)
    assert (second.key, second.position, second.rule) == ("A", 2, rule)
    assert (first.neighbour, first.own, first.other) == ("A", better, worse)
    assert (second.neighbour, second.own, second.other) == ("B", worse, better)


def test_reference_decides_when_all_else_is_equal():
    first, second = ranking.rank([make_entry("B"), make_entry("A")])
    assert (first.key, first.rule, first.own, first.other) == ("A", "reference", "A", "B")


def test_rules_are_asked_in_their_order():
    early = make_entry("Z", kecamatan_order=1, kelurahan_order=9, households=0, budget=10**12)
    late = make_entry("A", kecamatan_order=2, kelurahan_order=1, households=999, budget=1)
    assert [place.key for place in ranking.rank([late, early])] == ["Z", "A"]


def test_group_of_equal_scores_is_counted_and_its_last_names_who_beat_it():
    places = ranking.rank(
        [
            make_entry("A", score=80_000_000),
            make_entry("B", kecamatan_order=7),
            make_entry("C", kecamatan_order=8),
            make_entry("D", kecamatan_order=9),
            make_entry("E", score=10_000_000),
        ]
    )
    assert [place.tied for place in places] == [1, 3, 3, 3, 1]
    assert [place.rule for place in places] == ["score", *["kecamatan_order"] * 3, "score"]
    assert [place.neighbour for place in places] == ["B", "C", "D", "C", "D"]
    assert [(place.own, place.other) for place in places[1:4]] == [(7, 8), (8, 9), (9, 8)]


def test_only_proposal_has_no_neighbour():
    (place,) = ranking.rank([make_entry("A")])
    assert place == ranking.Ranked("A", 1, 77_500_000, 1, "score", None, None, None)


def test_nothing_to_rank_is_an_empty_order():
    assert ranking.rank([]) == ()


def test_same_reference_twice_is_refused():
    with pytest.raises(ValueError, match=r"^Two proposals have the same reference\.$"):
        ranking.rank([make_entry("A"), make_entry("A", score=1)])


orders = st.none() | st.integers(1, 3)
entries = st.lists(
    st.builds(
        make_entry,
        st.text("abcdef", min_size=1, max_size=4),
        score=st.integers(0, 3),
        kecamatan_order=orders,
        kelurahan_order=orders,
        households=st.integers(0, 2),
        budget=st.integers(0, 2),
    ),
    unique_by=lambda entry: entry.reference,
    max_size=25,
)


@given(entries, st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_of_input(given_entries, random):
    shuffled = list(given_entries)
    random.shuffle(shuffled)
    assert ranking.rank(shuffled) == ranking.rank(given_entries)


def _beats(first: Entry, second: Entry) -> bool:
    """The tie rules once more, written the long way."""
    for name, wants_more in (
        ("score", True),
        ("kecamatan_order", False),
        ("kelurahan_order", False),
        ("households", True),
        ("budget", False),
        ("reference", False),
    ):
        own, other = getattr(first, name), getattr(second, name)
        if own == other:
            continue
        if own is None or other is None:
            return other is None
        return own > other if wants_more else own < other
    return False


@given(entries)
def test_order_is_total_and_agrees_with_the_rules(given_entries):
    by_key = {entry.key: entry for entry in given_entries}
    places = ranking.rank(given_entries)
    assert [place.position for place in places] == list(range(1, len(given_entries) + 1))
    assert {place.key for place in places} == set(by_key)
    for above, below in pairwise(places):
        assert _beats(by_key[above.key], by_key[below.key])
        assert not _beats(by_key[below.key], by_key[above.key])


@given(entries)
def test_deciding_values_are_those_of_the_two_neighbours(given_entries):
    by_key = {entry.key: entry for entry in given_entries}
    places = {place.key: place for place in ranking.rank(given_entries)}
    for place in places.values():
        if place.neighbour is not None:
            assert abs(places[place.neighbour].position - place.position) == 1
            assert getattr(by_key[place.key], place.rule) == place.own
            assert getattr(by_key[place.neighbour], place.rule) == place.other
            assert place.own != place.other


@given(entries, st.data())
def test_a_higher_score_never_lowers_a_place(given_entries, data):
    if not given_entries:
        return
    index = data.draw(st.integers(0, len(given_entries) - 1))
    chosen = given_entries[index]
    before = next(p.position for p in ranking.rank(given_entries) if p.key == chosen.key)
    raised = make_entry(
        chosen.reference,
        score=chosen.score + data.draw(st.integers(0, 3)),
        kecamatan_order=chosen.kecamatan_order,
        kelurahan_order=chosen.kelurahan_order,
        households=chosen.households,
        budget=chosen.budget,
    )
    changed = [*given_entries[:index], raised, *given_entries[index + 1 :]]
    assert next(p.position for p in ranking.rank(changed) if p.key == chosen.key) <= before
