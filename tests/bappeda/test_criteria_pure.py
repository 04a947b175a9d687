"""Shares that sum to 1, judgements in pairs, and where values fall, without a database."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bappeda import judgements, measuring, spread
from bappeda.models import Criterion
from bappeda.weight_forms import read_judgements, read_shares
from bappeda.weights import share_out

KEYS = ("a", "b", "c")
CRITERIA = [Criterion(key=key, label=key.upper()) for key in KEYS]


def test_thirds_go_to_the_first_remainder():
    assert share_out([Fraction(1, 3)] * 3) == (Decimal("0.33334"), Decimal("0.33333"), Decimal("0.33333"))
    assert share_out([Decimal("0.2"), Decimal("0.3")]) == (Decimal("0.40000"), Decimal("0.60000"))


@given(st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=10).filter(any))
def test_shares_sum_to_exactly_one_and_stay_within_a_unit(parts):
    shares = share_out(parts)
    assert sum(shares) == 1
    for part, share in zip(parts, shares, strict=True):
        assert abs(Fraction(share) - part / sum(parts)) < Fraction(1, 100_000)


@pytest.mark.parametrize("parts", [[0, 0], [], [Fraction(-1), Fraction(2)]])
def test_nothing_cannot_be_shared_out(parts):
    with pytest.raises(ValueError, match="di atas nol"):
        share_out(parts)


def test_matrix_is_filled_with_the_opposites_and_kept_by_key():
    matrix = read_judgements({"banding-0-1": "3", "banding-0-2": "1/5", "banding-2-1": "1"}, CRITERIA)
    assert matrix[1][0] == Fraction(1, 3)
    assert matrix[2][0] == 5
    assert matrix[1][2] == 1
    kept = judgements.write_matrix(KEYS, matrix)
    assert judgements.read_kept(kept, ("c", "a", "new")) == {(0, 1): Fraction(5)}


def test_advice_names_the_judgement_that_hurts_most():
    matrix = read_judgements({"banding-0-1": "9", "banding-1-2": "9", "banding-0-2": "1/9"}, CRITERIA)
    advice = judgements.advise(matrix)
    assert sum(advice.weights) == 1
    assert not advice.is_consistent
    assert (advice.worst.i, advice.worst.j, advice.worst.judged) in {
        (0, 1, 9),
        (1, 2, 9),
        (0, 2, Fraction(1, 9)),
    }
    agreed = judgements.advise(
        read_judgements({"banding-0-1": "2", "banding-1-2": "2", "banding-0-2": "4"}, CRITERIA)
    )
    assert (agreed.ratio, agreed.worst) == (0, None)
    assert agreed.weights == (Decimal("0.57143"), Decimal("0.28571"), Decimal("0.14286"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"banding-1-0": "3"}, "bertentangan"),
        ({"banding-0-1": "10"}, "antara 1/9 dan 9"),
        ({"banding-0-1": "0"}, "antara 1/9 dan 9"),
        ({"banding-0-1": "1/0"}, "antara 1/9 dan 9"),
        ({"banding-0-1": "besar"}, "antara 1/9 dan 9"),
        ({"banding-0-1": ""}, "belum diisi"),
    ],
)
def test_what_is_no_reciprocal_matrix_is_refused(changed, sentence):
    post = {"banding-0-1": "3", "banding-0-2": "3", "banding-1-2": "1"} | changed
    with pytest.raises(ValueError, match=sentence):
        read_judgements(post, CRITERIA)


def test_weights_are_read_as_people_type_them():
    shares, unfit = read_shares({"bobot-a": "0,25", "bobot-b": "25%", "bobot-c": " 0.5 "}, CRITERIA)
    assert (shares, unfit) == ({"a": Decimal("0.25"), "b": Decimal("0.25"), "c": Decimal("0.5")}, {})
    _, unfit = read_shares({"bobot-a": "-0,1", "bobot-b": "1,5", "bobot-c": "0,123456"}, CRITERIA)
    assert set(unfit) == set(KEYS)


def test_values_fall_half_open_and_the_fullest_column_is_highest():
    bands = measuring.Bands(edges={"": (10, 20, 30, 40)})
    counts = spread.count_levels([(9, 1), (10, 2), (19, 1), (20, 4), (None, 1), (40, 1)], bands)
    assert counts == (2, 3, 4, 0, 1)
    columns = spread.draw(counts)
    assert [column.height for column in columns] == [52, 78, 104, 0, 26]
    assert {column.y + column.height for column in columns} == {spread.FLOOR}
    assert [column.percent for column in columns] == [20, 30, 40, 0, 10]
