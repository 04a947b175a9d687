"""Whole amounts as people type them: one reading for prices, ceilings, edges of bands and the studio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regions.indonesian import group, rupiah
from regions.typed import read_rupiah, read_whole, tell_unread


@given(st.integers(-(10**18), 10**18))
def test_what_the_pages_write_is_read_back(amount):
    assert read_rupiah(rupiah(amount)) == read_whole(group(amount)) == read_whole(str(amount)) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "1.500.000",
        "1500000",
        " Rp 1.500.000 ",
        "Rp1500000",
        "rp. 1.500.000",
        "RP\u00a01.500.000,00",
        "1.500.000,-",
    ],
)
def test_every_accepted_spelling_says_the_same(typed):
    assert read_rupiah(typed) == 1_500_000


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Rp",
        "1,5",
        "1.5",
        "28.50",
        "1.50.000",
        "1500.000",
        "1 500 000",
        "1,500,000",
        "1e6",
        "²",
        "١٢",
        "--5",
    ],
)
def test_what_could_mean_another_amount_is_not_read(typed):
    assert read_rupiah(typed) is None
    assert read_whole(typed) is None


def test_endless_digits_stay_too_large_and_cost_nothing():
    assert read_whole("9" * 100_000) == int("9" * 40)
    assert read_whole("0" * 100_000 + "7") == 7


def test_sentence_names_what_was_typed():
    assert tell_unread("pagu") == "Tulis pagu dalam rupiah bulat, misalnya 1.500.000."
