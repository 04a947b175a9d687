"""Numbers as officials write them; what could be read in two ways is not read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelurahan.reading_sheets.amounts import (
    Volume,
    clean_unit,
    read_number,
    read_rupiah,
    read_scale,
    read_volume,
    write_plain,
)
from regions.indonesian import group


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.250", "1250"),
        ("1,250", "1.250"),
        ("12,5", "12.5"),
        ("569.5", "569.5"),
        ("1.250.000,50", "1250000.50"),
        ("1,250,000.50", "1250000.50"),
        ("1,250,000", "1250000"),
        ("21 120 000", "21120000"),
        ("21\u00a0120,5", "21120.5"),
        ("-5", "-5"),
        ("12,", "12"),
        ("0.125", "125"),
    ],
)
def test_a_number_is_read_with_either_kind_of_marks(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1.25.000", "1,2,3", "1.250,5.0", "1.25,000.5", ".", "5 m", "1" * 41, "--5"]
)
def test_what_is_no_one_number_is_not_read(text):
    assert read_number(text) is None


@given(st.integers(0, 10**13))
def test_rupiah_are_read_as_they_are_written(amount):
    for text in (
        group(amount),
        f"Rp {group(amount)}",
        f"Rp. {group(amount)},-",
        f"{amount:,}.00",
        str(amount),
    ):
        assert read_rupiah(text) == amount, text


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("Rp21.120.000,00", 21_120_000),
        ("21,12 juta", 21_120_000),
        ("Rp 1,5 miliar", 1_500_000_000),
        ("750 rb", 750_000),
        ("Rp. 1,250", 1250),
        (75_000_000.0, 75_000_000),
        (1.5, 2),
        (Decimal("2.4"), 2),
        (True, None),
        (None, None),
        ("lima juta", None),
        ("5 kali", None),
        ("x juta", None),
        (". juta", None),
    ],
)
def test_money_is_whole_rupiah_or_nothing(value, amount):
    assert read_rupiah(value) == amount


def test_the_heading_says_the_scale():
    assert read_scale("Anggaran (juta rupiah)") == 1_000_000
    assert read_scale("Pagu (Rp. 000)") == read_scale("Biaya dalam ribuan") == 1000
    assert read_scale("Anggaran (Rp.)") == 1
    assert read_rupiah(12.5, scale=1_000_000) == read_rupiah("12,5", scale=1_000_000) == 12_500_000
    assert read_rupiah("2 juta", scale=1000) == 2_000_000


@pytest.mark.parametrize(
    ("value", "number", "unit"),
    [
        ("35 Orang", "35", "orang"),
        ("150 m2", "150", "m²"),
        ("10 m 2", "10", "m²"),
        ("± 12,5 M3", "12.5", "m³"),
        ("kurang lebih 250 m'", "250", "meter"),
        ("569.5 m", "569.5", "meter"),
        ("1.000 bh", "1000", "buah"),
        ("1 Paket", "1", "paket"),
        ("2 kWh", "2", "kWh"),
        ("3 LS", "3", "LS"),
        ("4 TITIK", "4", "titik"),
        ("5 LAMPU", "5", "lampu"),
        ("120", "120", ""),
        (250, "250", ""),
        (12.5, "12.5", ""),
    ],
)
def test_a_volume_is_split_into_figure_and_unit(value, number, unit):
    assert read_volume(value) == Volume(Decimal(number), unit)


@pytest.mark.parametrize(
    "value", ["100 x 2 m", "3 unit @ 5", "dua belas", "", None, False, "1.2.3 m", "5 m2 x 3"]
)
def test_what_is_not_one_figure_is_no_volume(value):
    assert read_volume(value) is None


def test_the_units_of_the_catalogue_keep_their_spelling():
    assert clean_unit("M²", like="m2") == "m2"
    assert clean_unit("Meter persegi") == "m²"
    assert clean_unit("mtr", like="m2") == "meter"
    assert clean_unit("Lampu", like="lampu") == "lampu"
    assert clean_unit("  ") == ""


@given(st.decimals(0, 10**10, places=3))
def test_a_figure_comes_back_as_it_went(number):
    assert read_number(write_plain(number)) in (
        number,
        number * 1000,
    )  # "0,125" is not "0.125": only the comma
    assert write_plain(number).replace(",", ".") == f"{number.normalize():f}"
