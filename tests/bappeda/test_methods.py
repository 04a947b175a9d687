"""SAW and TOPSIS: by hand, a published example, properties, and what cannot be computed."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import scoring

TYPES = ("benefit", "cost")
PRICES = [[25, 4], [10, 5], [20, 3]]  # by hand: best benefit 25, best cost 3


# README of the package topsis (Anant99-sys/topsis), the last criterion is a cost.
TOPSIS = {
    "X": [[7, 9, 9, 8], [8, 7, 8, 7], [9, 6, 8, 9], [6, 7, 8, 6]],
    "weights": [0.1, 0.4, 0.3, 0.2],
    "types": ["benefit", "benefit", "benefit", "cost"],
    "published": [0.74269409, 0.40359933, 0.17586999, 0.44142927],
    "published_rank": [1, 3, 4, 2],
}


def test_saw_by_hand():
    values = scoring.saw(PRICES, weights=[0.6, 0.4], types=TYPES)
    assert values == (
        Fraction(6, 10) + Fraction(4, 10) * Fraction(3, 4),
        Fraction(6, 10) * Fraction(2, 5) + Fraction(4, 10) * Fraction(3, 5),
        Fraction(6, 10) * Fraction(4, 5) + Fraction(4, 10),
    )


def test_saw_rounds_normalised_values_half_even_when_asked():
    (first, second) = scoring.saw([[1, 1], [8, 1]], weights=[1, 0], types=TYPES, normalised_places=2)
    assert (first, second) == (Fraction(12, 100), 1)  # 0.125 goes to the even neighbour


def test_saw_as_scores_says_what_each_criterion_gave():
    weights = [Fraction(3, 5), Fraction(2, 5)]
    scores = scoring.score_saw(PRICES, weights=weights, types=TYPES)
    assert scores[0] == scoring.Score(90_000_000, (60_000_000, 30_000_000))
    assert [score.total for score in scores] == [90_000_000, 48_000_000, 88_000_000]


def test_a_column_of_zeros_gives_nothing():
    assert scoring.saw([[0, 2], [0, 2]], weights=[0.5, 0.5], types=("benefit",) * 2) == (HALF, HALF)


HALF = Fraction(1, 2)
WIDTH = "Matrix, weights and types must be of the same width."


@pytest.mark.parametrize("method", [scoring.saw, scoring.topsis])
@pytest.mark.parametrize(
    ("matrix", "weights", "types", "sentence"),
    [
        ([[1, 2]], [1], ["benefit"], WIDTH),
        ([[1, 2]], [0.5, 0.5], ["benefit"], WIDTH),
        ([[1]], [1], ["good"], "Unknown type of criterion: 'good'."),
        ([[-1]], [1], ["benefit"], "Weights and values cannot be below zero."),
        ([[1]], [-1], ["benefit"], "Weights and values cannot be below zero."),
    ],
)
def test_what_does_not_fit_together_is_refused(method, matrix, weights, types, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        method(matrix, weights=weights, types=types)


@pytest.mark.parametrize(("matrix", "types"), [([[1, 2], [1]], TYPES), ([[1, 2]], ["benefit"])])
def test_scores_of_saw_are_never_those_of_a_part_of_the_matrix(matrix, types):
    with pytest.raises(ValueError, match="shorter"):
        scoring.score_saw(matrix, weights=[HALF, HALF], types=types)


def test_a_cost_of_nothing_cannot_be_compared():
    with pytest.raises(ValueError, match=r"^A cost of 0 cannot be normalised\.$"):
        scoring.saw([[0], [3]], weights=[1], types=["cost"])


@pytest.mark.parametrize("method", [scoring.saw, scoring.score_saw, scoring.topsis, scoring.score_topsis])
def test_no_rows_have_no_scores(method):
    assert method([], weights=[HALF, HALF], types=TYPES) == ()


def test_published_topsis_to_every_digit():
    case = TOPSIS
    values = scoring.topsis(case["X"], weights=case["weights"], types=case["types"])
    assert [round(float(value), 8) for value in values] == case["published"]
    order = sorted(values, reverse=True)
    assert [order.index(value) + 1 for value in values] == case["published_rank"]


def test_topsis_as_scores_is_rounded_once():
    (first, second) = scoring.score_topsis([[3, 1], [1, 3]], weights=[HALF, HALF], types=TYPES)
    assert (first, second) == (scoring.Score(100_000_000, ()), scoring.Score(0, ()))


def test_topsis_of_rows_that_are_all_the_same_is_a_half():
    values = scoring.topsis([[3, 1], [3, 1]], weights=[HALF, HALF], types=TYPES)
    assert [float(value) for value in values] == [0.5, 0.5]


def test_topsis_leaves_out_a_criterion_that_is_equal_everywhere():
    weights = [Fraction(1, 4), Fraction(3, 4)]
    with_it = scoring.topsis([[5, 4], [5, 2], [5, 3]], weights=weights, types=("benefit",) * 2)
    alone = scoring.topsis([[4], [2], [3]], weights=weights[1:], types=["benefit"])
    assert [round(float(v), 12) for v in with_it] == [round(float(v), 12) for v in alone]


def test_topsis_of_zeros_moves_nobody():
    assert float(scoring.topsis([[0, 1], [0, 1]], weights=[HALF, HALF], types=TYPES)[0]) == 0.5


def test_topsis_is_not_monotone_and_the_docstring_says_so():
    assert "can lower a rank" in scoring.topsis.__doc__


values = st.integers(1, 5)
kinds = st.sampled_from(TYPES)


@st.composite
def cases(draw, low=2):
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(*[values] * width), min_size=low, max_size=7))
    shares = draw(st.lists(st.integers(1, 20), min_size=width, max_size=width))
    weights = [Fraction(share, sum(shares)) for share in shares]
    return rows, weights, draw(st.lists(kinds, min_size=width, max_size=width))


@given(cases(), st.randoms(use_true_random=False))
def test_methods_do_not_depend_on_the_order_of_rows(case, random):
    rows, weights, types = case
    turned = list(range(len(rows)))
    random.shuffle(turned)
    for method in (scoring.score_saw, scoring.score_topsis):
        scores = method(rows, weights=weights, types=types)
        again = method([rows[at] for at in turned], weights=weights, types=types)
        assert [again[turned.index(at)].total for at in range(len(rows))] == [score.total for score in scores]


@given(cases(), st.data())
def test_a_better_value_never_lowers_a_row_in_saw(case, data):
    rows, weights, types = case
    column = data.draw(st.integers(0, len(weights) - 1))
    better = list(rows[0])
    better[column] = min(5, better[column] + 1) if types[column] == "benefit" else max(1, better[column] - 1)
    before = scoring.saw(rows, weights=weights, types=types)
    after = scoring.saw([tuple(better), *rows[1:]], weights=weights, types=types)
    assert after[0] >= before[0]
    beaten = [at for at in range(1, len(rows)) if before[0] >= before[at]]
    assert all(after[0] >= after[at] for at in beaten)


@given(cases())
def test_a_cost_that_rises_never_raises_its_row_in_saw(case):
    rows, weights, types = case
    types[0] = "cost"
    values = [
        scoring.saw([(cost, *rows[0][1:]), *rows[1:]], weights=weights, types=types)[0]
        for cost in range(1, 6)
    ]
    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0] or min(row[0] for row in rows[1:]) == 5


@given(cases())
def test_scores_of_saw_are_its_values_in_points(case):
    rows, weights, types = case
    exact = scoring.saw(rows, weights=weights, types=types)
    scores = scoring.score_saw(rows, weights=weights, types=types)
    assert [score.total for score in scores] == [round(value * 100 * 10**6) for value in exact]


@given(cases())
def test_topsis_is_1_for_the_ideal_0_for_its_opposite_and_between_for_all_others(case):
    rows, weights, types = case
    ends = [
        [5 if kind == "benefit" else 1 for kind in types],
        [1 if kind == "benefit" else 5 for kind in types],
    ]
    ideal, worst, *others = scoring.topsis([*ends, *rows], weights=weights, types=types)
    assert (ideal, worst) == (1, 0)
    assert all(0 <= value <= 1 for value in others)


@given(cases())
def test_topsis_agrees_with_the_formula_in_floats(case):
    rows, weights, types = case
    own = [float(value) for value in scoring.topsis(rows, weights=weights, types=types)]
    assert own == pytest.approx(_closeness_in_floats(rows, weights, types), abs=1e-9)


def _closeness_in_floats(rows, weights, types) -> list[float]:
    signs = [1 if kind == "benefit" else -1 for kind in types]
    lengths = [math.hypot(*column) for column in zip(*rows, strict=True)]
    scaled = [
        [
            value / length * float(weight) * sign
            for value, length, weight, sign in zip(row, lengths, weights, signs, strict=True)
        ]
        for row in rows
    ]
    ideal, worst = ([pick(column) for column in zip(*scaled, strict=True)] for pick in (max, min))
    distances = [(math.dist(row, ideal), math.dist(row, worst)) for row in scaled]
    return [far / (near + far) if near + far else 0.5 for near, far in distances]
