"""Levels from marks, catalogue, fields and order: exact, by hand and by property."""

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import measuring
from bappeda.measuring import Bands, Candidate, Criterion

HALF = Fraction(1, 2)
MARK = Criterion("fit", HALF, "mark")
CATALOGUE = Criterion("spm", HALF, "catalogue")
HOUSEHOLDS = measuring.read_bands({"edges": {"physical": [10, 20, 30, 40], "nonphysical": [20, 40, 60, 80]}})


def measure_one(criterion: Criterion, min_marks: int = 1, **candidate):
    other = Criterion("other", 1 - criterion.weight, "order")
    return measuring.measure([Candidate("p", **candidate)], criteria=[criterion, other], min_marks=min_marks)


def test_mean_of_three_marks_is_exact():
    measured = measure_one(MARK, sheets=({"fit": 1}, {"fit": 2}, {"fit": 2}))
    assert measured.matrix[0][0] == Fraction(5, 3)
    assert measured.lacks == ()


def test_abstention_is_left_out_of_the_mean():
    measured = measure_one(MARK, sheets=({"fit": 4}, {"fit": None}, {}))
    assert measured.matrix[0][0] == 4


def test_proposal_without_marks_is_lacking():
    measured = measure_one(MARK, sheets=({"fit": None},))
    assert measured.matrix == ((None, 1),)
    assert measured.lacks == (measuring.Lack("p", ("fit",)),)


def test_one_mark_is_lacking_when_two_are_asked():
    assert measure_one(MARK, min_marks=2, sheets=({"fit": 4}, {"fit": None})).lacks
    assert not measure_one(MARK, min_marks=2, sheets=({"fit": 4}, {"fit": 5})).lacks


def test_minimum_of_marks_below_one_is_refused():
    with pytest.raises(ValueError, match="At least one"):
        measure_one(MARK, min_marks=0)


@pytest.mark.parametrize("mark", [0, 6, -1])
def test_mark_outside_the_scale_is_refused(mark):
    with pytest.raises(ValueError, match="p: a mark for fit is outside 1–5"):
        measure_one(MARK, sheets=({"fit": mark},))


def test_catalogue_level_wins_over_marks():
    measured = measure_one(CATALOGUE, catalogue={"spm": 5}, sheets=({"spm": 1},))
    assert measured.matrix[0][0] == 5


def test_free_item_is_marked_where_the_catalogue_has_no_level():
    assert measure_one(CATALOGUE, sheets=({"spm": 3},)).matrix[0][0] == 3
    assert measure_one(CATALOGUE).lacks == (measuring.Lack("p", ("spm",)),)


def test_list_marked_names_marks_and_open_catalogue_criteria():
    criteria = [MARK, CATALOGUE, Criterion("order", Fraction(0), "order")]
    assert measuring.list_marked(Candidate("p", catalogue={"spm": 2}), criteria) == ["fit"]
    assert measuring.list_marked(Candidate("p"), criteria) == ["fit", "spm"]


@pytest.mark.parametrize(
    ("kind", "households", "level"),
    [
        ("physical", None, 1),
        ("physical", 0, 1),
        ("physical", 9, 1),
        ("physical", 10, 2),
        ("physical", 19, 2),
        ("physical", 20, 3),
        ("physical", 30, 4),
        ("physical", 39, 4),
        ("physical", 40, 5),
        ("nonphysical", 19, 1),
        ("nonphysical", 40, 3),
        ("nonphysical", 80, 5),
    ],
)
def test_household_bands_are_half_open(kind, households, level):
    criterion = Criterion("reach", HALF, "field", "households", HOUSEHOLDS)
    assert measure_one(criterion, kind=kind, fields={"households": households}).matrix[0][0] == level


def test_bands_without_kind_serve_every_kind():
    bands = measuring.read_bands({"edges": [2, 3, 4, 5]})
    assert [measuring.band_value(bands, value, kind="physical") for value in (1, 2, 3, 4, 5)] == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_bands_for_another_kind_are_refused():
    with pytest.raises(ValueError, match="kind 'other'"):
        measuring.band_value(HOUSEHOLDS, 12, kind="other")


def test_words_have_their_level_and_unknown_words_are_level_one():
    bands = measuring.read_bands({"levels": {"ready": 5, "process": 3}})
    assert [measuring.band_value(bands, value) for value in ("ready", "process", "none", None)] == [
        5,
        3,
        1,
        1,
    ]


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"edges": [1, 2, 3, 4], "levels": {"a": 1}},
        {"edges": [1, 2, 3]},
        {"edges": {"physical": [1, 2, 2, 3]}},
        {"levels": {"a": 6}},
        {"levels": {"a": True}},
        {"levels": [1]},
        {"edges": "abcd"},
        {"edges": {"physical": 4}},
        {"edges": [1, 2.5, 3, 4]},
        [1, 2, 3, 4],
    ],
)
def test_bands_that_say_nothing_clear_are_refused(source):
    with pytest.raises(ValueError):
        measuring.read_bands(source)


@pytest.mark.parametrize(
    ("length", "levels"),
    [
        (20, [5] * 2 + [4] * 3 + [3] * 5 + [2] * 5 + [1] * 5),
        (10, [5] + [4] * 2 + [3] * 2 + [2] * 3 + [1] * 2),
        (4, [5, 3, 2, 1]),
        (1, [5]),
    ],
)
def test_places_of_a_list_are_banded_by_share(length, levels):
    assert [measuring.band_order(place, length) for place in range(1, length + 1)] == levels


def test_no_order_is_level_one():
    assert measuring.band_order(None, 20) == 1


@pytest.mark.parametrize("place", [0, 21])
def test_place_outside_the_list_is_refused(place):
    with pytest.raises(ValueError, match="not in a list of 20"):
        measuring.band_order(place, 20)


@given(st.integers(1, 500), st.data())
def test_earlier_place_never_has_a_lower_level(length, data):
    place = data.draw(st.integers(1, length))
    assert measuring.band_order(1, length) == 5
    assert measuring.band_order(place, length) >= measuring.band_order(length, length)


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ([MARK], "Jumlah bobot harus tepat 1; sekarang 0,50000."),
        ([MARK, MARK], "dua kali"),
        ([MARK, Criterion("x", HALF, "vote")], "Sumber kriteria x tidak dikenal."),
        (
            [Criterion("x", Fraction(2), "mark"), Criterion("y", Fraction(-1), "mark")],
            "kriteria y tidak boleh",
        ),
        ([MARK, Criterion("x", HALF, "field", "households")], "Kriteria x perlu nama isian"),
        ([MARK, Criterion("x", HALF, "field", "", HOUSEHOLDS)], "Kriteria x perlu nama isian"),
    ],
)
def test_criteria_that_cannot_be_used_are_explained_and_refused(criteria, sentence):
    assert any(sentence in problem for problem in measuring.find_problems(criteria))
    with pytest.raises(ValueError):
        measuring.measure([], criteria=criteria)


def test_criteria_that_can_be_used_have_no_problem():
    words = Criterion("x", HALF, "field", "land_status", Bands(levels={"city": 5}))
    assert measuring.find_problems([MARK, words]) == []


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.data())
def test_a_higher_mark_never_lowers_a_level(marks, data):
    index = data.draw(st.integers(0, len(marks) - 1))
    raised = [*marks[:index], data.draw(st.integers(marks[index], 5)), *marks[index + 1 :]]
    before, after = (
        measure_one(MARK, sheets=tuple({"fit": mark} for mark in sheet)).matrix[0][0]
        for sheet in (marks, raised)
    )
    assert after >= before


@pytest.mark.parametrize(
    ("marks", "level"), [((4,), 4), ((1, 5, 4), 4), ((2, 5), Fraction(7, 2)), ((5, 1, 2, 2), 2)]
)
def test_median_is_the_middle(marks, level):
    sheets = tuple({"fit": mark} for mark in marks)
    other = Criterion("other", HALF, "order")
    measured = measuring.measure([Candidate("p", sheets=sheets)], criteria=[MARK, other], reviewers="median")
    assert measured.matrix[0][0] == level


def test_unknown_way_to_join_marks_is_refused():
    with pytest.raises(ValueError, match="mode"):
        measuring.measure([], criteria=[Criterion("fit", Fraction(1), "mark")], reviewers="mode")


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_median_agrees_with_the_library(marks):
    assert measuring.median(marks) == Fraction(statistics.median(marks))


def test_criterion_that_is_neither_benefit_nor_cost_is_a_problem():
    (problem,) = measuring.find_problems([Criterion("x", Fraction(1), "mark", type="good")])
    assert "x harus manfaat (benefit) atau biaya (cost)" in problem
