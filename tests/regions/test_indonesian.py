"""Money, numbers and moments read as Indonesian officials write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from regions import indonesian

SMALL_WORDS = {word: value for value, word in enumerate(indonesian.UNITS)}
SCALE_WORDS = {
    "kuintiliun": 10**18,
    "kuadriliun": 10**15,
    "triliun": 10**12,
    "miliar": 10**9,
    "juta": 10**6,
    "ribu": 1000,
}


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "–"),
        (0, "Rp\u00a00"),
        (999, "Rp\u00a0999"),
        (1_250_000, "Rp\u00a01.250.000"),
        (9_223_372_036_854_775_807, "Rp\u00a09.223.372.036.854.775.807"),
        (-97_875_000, "−Rp\u00a097.875.000"),
        (Decimal("184500000"), "Rp\u00a0184.500.000"),
    ],
)
def test_rupiah_groups_thousands(amount, text):
    assert indonesian.rupiah(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (28_500_000_000, "Rp\u00a028,5\u00a0M"),
        (2_300_000_000_000, "Rp\u00a02,3\u00a0T"),
        (350_000_000, "Rp\u00a0350\u00a0jt"),
        (999_999, "Rp\u00a0999.999"),
        (999_949_999, "Rp\u00a0999,9\u00a0jt"),
        (999_950_000, "Rp\u00a01\u00a0M"),
        (-28_500_000_000, "−Rp\u00a028,5\u00a0M"),
    ],
)
def test_rupiah_short_rounds_to_one_place(amount, text):
    assert indonesian.rupiah_short(amount) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("120.500"), "120,5"),
        (Decimal("1234567.125"), "1.234.567,125"),
        (Decimal("100.000"), "100"),
        (0, "0"),
        (Decimal("-0.0004"), "0"),
        (Decimal("-1.5"), "−1,5"),
        (1000, "1.000"),
    ],
)
def test_decimal_has_comma_and_no_useless_zeros(number, text):
    assert indonesian.decimal(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(75, 2), "37,5"),
        (Fraction(1, 3), "0,3"),
        (Fraction(-1, 40), "0,0"),
        (Fraction(-1, 16), "−0,1"),
        (Decimal("1234.25"), "1.234,2"),
        (20, "20,0"),
    ],
)
def test_fixed_keeps_its_decimals_and_is_never_minus_nothing(number, text):
    assert indonesian.fixed(number, places=1) == text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (15, "lima belas"),
        (20, "dua puluh"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2001, "dua ribu satu"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (184_500_000, "seratus delapan puluh empat juta lima ratus ribu"),
        (2_300_000_000_000, "dua triliun tiga ratus miliar"),
        (-5, "minus lima"),
    ],
)
def test_spell_says_the_number_in_words(number, words):
    assert indonesian.spell(number) == words


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_spell_can_be_read_back(number):
    assert _read(indonesian.spell(number)) == number


def _read(words: str) -> int:
    """The number that Indonesian words stand for, by a rule of its own: add up units within each scale."""
    if words == "nol":
        return 0
    total = part = pending = 0
    for word in words.replace("seratus", "satu ratus").replace("seribu", "satu ribu").split():
        if word == "belas":
            part, pending = part + pending + 10, 0
        elif word == "puluh":
            part, pending = part + pending * 10, 0
        elif word == "ratus":
            part, pending = part + pending * 100, 0
        elif word in SCALE_WORDS:
            total, part, pending = total + (part + pending) * SCALE_WORDS[word], 0, 0
        else:
            pending = SMALL_WORDS[word]
    return total + part + pending


def test_dates_name_day_and_month():
    assert indonesian.long_date(date(2020, 1, 31)) == "Jumat, 31 Januari 2020"
    assert indonesian.long_date(date(2020, 8, 9)) == "Minggu, 9 Agustus 2020"


def test_moments_are_said_in_western_indonesian_time():
    evening = datetime(2020, 1, 30, 23, 5, tzinfo=UTC)
    assert indonesian.long_moment(evening) == "Jumat, 31 Januari 2020 pukul 06.05 WIB"
    assert indonesian.short_moment(evening) == "31 Jan 2020, 06.05"
    assert indonesian.long_date(evening) == "Jumat, 31 Januari 2020"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 menit"),
        (0, "0 menit"),
        (30, "kurang dari 1 menit"),
        (60, "1 menit"),
        (3599, "59 menit"),
        (3600, "1 jam"),
        (3 * 3600 + 600, "3 jam 10 menit"),
        (86400, "1 hari"),
        (2 * 86400 + 5 * 3600 + 59 * 60, "2 hari 5 jam"),
    ],
)
def test_duration_names_the_two_largest_units(seconds, text):
    assert indonesian.duration(seconds) == text


def test_filters_render_values_and_dashes():
    template = Template(
        "{% load indonesian %}{{ money|rupiah }}|{{ nothing|rupiah }}|{{ money|rupiah_singkat }}|{{ money|terbilang }}"
        "|{{ volume|angka }}|{{ money|ribuan }}|{{ day|tanggal }}|{{ nothing|waktu }}|{{ left|lama }}|{{ hash|sidik }}"
    )
    text = template.render(
        Context(
            {
                "money": 1_500_000,
                "nothing": None,
                "volume": Decimal("2.500"),
                "day": date(2020, 2, 3),
                "left": 120,
                "hash": "abcd1234ef",
            }
        )
    )
    assert text == (
        "Rp\u00a01.500.000|–|Rp\u00a01,5\u00a0jt|satu juta lima ratus ribu"
        "|2,5|1.500.000|Senin, 3 Februari 2020|–|2 menit|abcd 1234 ef"
    )
