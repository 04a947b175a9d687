"""RT and RW taken out of an address, in the ways that offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelurahan.reading_sheets.places import Address, read_roman, split_address, split_pair


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jl. Melati RT 02, 03, 09 / RW 05", Address("Jl. Melati", "02, 03, 09", "05")),
        ("RT 02, 03, 09, 10 RW 01, Kota Malang", Address("", "02, 03, 09, 10", "01")),
        ("RT.003/RW.005 Kel. Batujaya", Address("", "003", "005")),
        ("RT/RW 03/05", Address("", "03", "05")),
        ("RT/RW : 03 / 05, Jl. Mawar", Address("Jl. Mawar", "03", "05")),
        ("Gg. Kenanga RT 03/05", Address("Gg. Kenanga", "03", "05")),
        ("JL. A.I. Suryani Gg 2 RW IV, Kota Malang", Address("JL. A.I. Suryani Gg 2", "", "4")),
        ("RT 01-08 RW 09", Address("", "01-08", "09")),
        ("Jl. Kartika No. 5, RT 01 s/d 04 RW 07", Address("Jl. Kartika No. 5", "01 s/d 04", "07")),
        ("RT 01 RW 02 dan RT 05 RW 03", Address("", "01, 05", "02, 03")),
        ("RT 01 RW 02 dan RT 01 RW 03", Address("", "01", "02, 03")),
        ("RW 01-03", Address("", "", "01-03")),
        ("Kelurahan Batujaya, Kecamatan Batuceper, Kota Tangerang", Address("")),
        ("Kampung Melayu, Kab. Tangerang", Address("Kampung Melayu")),
        ("Jl. Artomoro 12", Address("Jl. Artomoro 12")),
        ("Kotabumi", Address("Kotabumi")),
        ("", Address("")),
    ],
)
def test_street_rt_and_rw_are_told_apart(text, address):
    assert split_address(text) == address


@pytest.mark.parametrize(
    ("text", "rt", "rw"),
    [
        ("03/05", "03", "05"),
        ("02, 03 / 05", "02, 03", "05"),
        ("RT 3 RW V", "3", "5"),
        ("dekat pasar", "", ""),
    ],
)
def test_a_cell_of_rt_and_rw_is_split(text, rt, rw):
    found = split_pair(text)
    assert (found.rt, found.rw) == (rt, rw)


@pytest.mark.parametrize(("text", "number"), [("I", 1), ("iv", 4), ("IX", 9), ("XIV", 14), ("XXXIX", 39)])
def test_roman_numbers_are_read(text, number):
    assert read_roman(text) == number


@pytest.mark.parametrize("text", ["", "IIII", "L", "5", "VX"])
def test_what_is_no_roman_number_is_not_read(text):
    assert read_roman(text) is None


@given(st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True), st.integers(1, 99))
def test_any_list_of_rt_comes_back(numbers, rw):
    joined = ", ".join(f"{number:02d}" for number in numbers)
    assert split_address(f"Jl. Melati RT {joined} / RW {rw:02d}") == Address(
        "Jl. Melati", joined, f"{rw:02d}"
    )


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    split_address(text)
    split_pair(text)
