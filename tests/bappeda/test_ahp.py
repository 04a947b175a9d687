"""Weights from pairwise judgements: a published example, properties, and what is no comparison."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import scoring

HALF = Fraction(1, 2)
# Thesis of Universitas Sumatera Utara on road projects of Pematang Siantar; "computed" with the random index 0.90.
AHP = {
    "A": [
        [1, 3, 1, 0.3333333333333333],
        [0.3333333333333333, 1, 0.3333333333333333, 0.25],
        [1, 3, 1, 0.25],
        [3, 4, 4, 1],
    ],
    "published_priorities": [0.2, 0.086, 0.189, 0.526],
    "computed": {
        "priorities": [0.19999, 0.0856, 0.18862, 0.52579],
        "lambda_max": 4.12458,
        "CI": 0.04153,
        "CR_RI0.90": 0.04614,
    },
}


def test_published_ahp_weights_and_consistency():
    case = AHP
    weights, ratio = scoring.ahp(case["A"])
    assert [round(float(weight), 5) for weight in weights] == case["computed"]["priorities"]
    published = [round(float(weight), 3) for weight in weights]
    assert published == pytest.approx(case["published_priorities"], abs=0.0006)
    index = ratio * Fraction("0.90")
    found = {"lambda_max": 4 + 3 * index, "CI": index, "CR_RI0.90": ratio}
    assert {name: round(float(value), 5) for name, value in found.items()} == {
        name: case["computed"][name] for name in found
    }
    assert sum(weights) == 1


def test_consistent_judgements_give_back_the_weights():
    shares = [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]
    weights, ratio = scoring.ahp([[own / other for other in shares] for own in shares])
    assert (list(weights), ratio) == (shares, 0)
    assert scoring.find_worst_judgement([[own / other for other in shares] for own in shares]) is None


@pytest.mark.parametrize("size", [1, 2])
def test_one_or_two_criteria_are_always_consistent(size):
    matrix = [
        [Fraction(1) if i == j else Fraction(3) if i < j else Fraction(1, 3) for j in range(size)]
        for i in range(size)
    ]
    assert scoring.ahp(matrix)[1] == 0


def test_the_judgement_that_hurts_most_is_named():
    matrix = [[1, 2, Fraction(1, 9)], [HALF, 1, 2], [9, HALF, 1]]
    i, j, said = scoring.find_worst_judgement(matrix)
    weights, ratio = scoring.ahp(matrix)
    assert ratio > scoring.CONSISTENT
    assert (i, j, said) == (0, 2, weights[0] / weights[2])


def test_a_small_contradiction_between_neighbours_is_named_too():
    matrix = [[Fraction(1)] * 4 for _ in range(4)]
    matrix[1][2], matrix[2][1] = Fraction(3, 2), Fraction(2, 3)
    i, j, said = scoring.find_worst_judgement(matrix)
    assert (i, j) == (1, 2) and 1 < said < Fraction(3, 2)


def test_ten_criteria_can_be_compared():
    assert scoring.ahp([[1] * 10 for _ in range(10)]) == ((Fraction(1, 10),) * 10, 0)


def test_inconsistency_falls_when_the_worst_judgement_is_corrected():
    matrix = [[1, 2, Fraction(1, 9)], [HALF, 1, 2], [9, HALF, 1]]
    i, j, said = scoring.find_worst_judgement(matrix)
    better = [list(row) for row in matrix]
    better[i][j], better[j][i] = (near := said.limit_denominator(9)), 1 / near
    assert scoring.ahp(better)[1] < scoring.ahp(matrix)[1]


SQUARE = "Matriks perbandingan harus persegi, dengan 1 sampai 10 kriteria."


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        ([], SQUARE),
        ([[1, 2]], SQUARE),
        ([[1] * 11 for _ in range(11)], SQUARE),
        ([[1, 0], [2, 1]], "Perbandingan kriteria 1 dengan 2 harus lebih besar dari nol."),
        ([[1, 3], [2, 1]], "Perbandingan kriteria 1 dengan 2 bukan kebalikan dari 2 dengan 1."),
        ([[2, 1], [1, 1]], "Perbandingan kriteria 1 dengan 1 bukan kebalikan dari 1 dengan 1."),
    ],
)
def test_a_matrix_that_is_no_comparison_is_explained(matrix, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        scoring.ahp(matrix)


@given(
    st.lists(
        st.sampled_from([Fraction(n) for n in range(1, 10)] + [Fraction(1, n) for n in range(2, 10)]),
        min_size=6,
        max_size=6,
    )
)
def test_ahp_weights_are_a_distribution(judgements):
    pairs = dict(zip(itertools.combinations("abcd", 2), judgements, strict=True))
    matrix = [
        [Fraction(1) if i == j else pairs[i, j] if (i, j) in pairs else 1 / pairs[j, i] for j in "abcd"]
        for i in "abcd"
    ]
    weights, ratio = scoring.ahp(matrix)
    assert sum(weights) == 1 and all(weight > 0 for weight in weights) and ratio >= 0
