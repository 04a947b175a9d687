"""Scores: exact, by hand, by property, and against published examples."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import scoring

HALF = Fraction(1, 2)


def test_weighted_sum_by_hand():
    weights = [Fraction(1, 4), Fraction(1, 5), Fraction(11, 20)]
    (score,) = scoring.weighted_sum([(4, Fraction(5, 2), 1)], weights=weights)
    assert score == scoring.Score(26_250_000, (18_750_000, 7_500_000, 0))


def test_best_levels_give_100_and_worst_give_0():
    best, worst = scoring.weighted_sum([(5, 5), (1, 1)], weights=[HALF, HALF])
    assert (best.total, worst.total) == (100_000_000, 0)


def test_no_candidates_have_no_scores():
    assert scoring.weighted_sum([], weights=[HALF, HALF]) == ()


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 2, 2), (7, 2, 4), (9, 4, 2), (11, 4, 3), (-5, 2, -2), (-7, 2, -4), (6, 3, 2), (0, 7, 0)],
)
def test_halves_go_to_the_even_neighbour(numerator, denominator, rounded):
    assert scoring.round_half_even(numerator, denominator) == rounded


@given(st.integers(-(10**9), 10**9), st.integers(1, 1000))
def test_rounding_agrees_with_fractions(numerator, denominator):
    assert scoring.round_half_even(numerator, denominator) == round(Fraction(numerator, denominator))


levels = st.integers(1, 5) | st.builds(
    lambda marks: Fraction(sum(marks), len(marks)), st.lists(st.integers(1, 5), min_size=1, max_size=6)
)


@st.composite
def matrices(draw):
    shares = draw(st.lists(st.integers(0, 60), min_size=2, max_size=7).filter(any))
    weights = [Fraction(share, sum(shares)) for share in shares]
    rows = draw(st.lists(st.tuples(*[levels] * len(weights)), min_size=1, max_size=8))
    return rows, weights


@given(matrices())
def test_scores_equal_the_formula_rounded_once(case):
    rows, weights = case
    for row, score in zip(rows, scoring.weighted_sum(rows, weights=weights), strict=True):
        exact = sum(100 * w * Fraction(level - 1) / 4 for w, level in zip(weights, row, strict=True))
        assert score.total == round(exact * 10**6)
        assert 0 <= score.total <= 100_000_000
        assert abs(sum(score.contributions) - score.total) <= len(weights)


@given(matrices(), st.data())
def test_scores_do_not_depend_on_the_other_rows(case, data):
    rows, weights = case
    chosen = data.draw(st.integers(0, len(rows) - 1))
    alone = scoring.weighted_sum([rows[chosen]], weights=weights)[0]
    assert scoring.weighted_sum(rows, weights=weights)[chosen] == alone


@given(matrices(), st.data())
def test_a_higher_level_never_lowers_a_score(case, data):
    rows, weights = case
    column = data.draw(st.integers(0, len(weights) - 1))
    raised = list(rows[0])
    raised[column] = data.draw(levels.filter(lambda level: level >= rows[0][column]))
    before, after = scoring.weighted_sum([rows[0], raised], weights=weights)
    assert after.total >= before.total


def test_a_cost_gives_less_the_higher_it_is():
    rows = [(1,), (2,), (Fraction(5, 2),), (4,), (5,)]
    scores = scoring.weighted_sum(rows, weights=[Fraction(1)], types=["cost"])
    assert [score.total for score in scores] == [100_000_000, 75_000_000, 62_500_000, 25_000_000, 0]


@given(matrices(), st.data())
def test_a_higher_cost_never_raises_a_score(case, data):
    rows, weights = case
    types = data.draw(
        st.lists(st.sampled_from(["benefit", "cost"]), min_size=len(weights), max_size=len(weights))
    )
    column = data.draw(st.integers(0, len(weights) - 1))
    types[column] = "cost"
    dearer = list(rows[0])
    dearer[column] = data.draw(levels.filter(lambda level: level >= rows[0][column]))
    before, after = scoring.weighted_sum([rows[0], dearer], weights=weights, types=types)
    assert after.total <= before.total


def test_decimal_weights_of_five_places_are_exact():
    weights = [Fraction(Decimal("0.33333")), Fraction(Decimal("0.66667"))]
    (score,) = scoring.weighted_sum([(Fraction(5, 3), 2)], weights=weights)
    exact = (Decimal("33.333") / 6 + Decimal("66.667") / 4).quantize(Decimal("1e-6"), ROUND_HALF_EVEN)
    assert Decimal(score.total) / 10**6 == exact
