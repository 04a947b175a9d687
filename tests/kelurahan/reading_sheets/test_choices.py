"""A cell names a thing by its code, its name, or what people call it; a name of two things names none."""

import pytest

from kelurahan.reading_sheets.choices import KINDS, list_agencies, list_choices, shorten_agency

AGENCIES = [
    ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR"),
    ("DISHUB", "Dinas Perhubungan", "Dishub"),
    ("BPBD", "Badan Penanggulangan Bencana Daerah", "BPBD"),
    ("36.71.03", "Kecamatan Batuceper", "Kec. Batuceper"),
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DPUPR", "DPUPR"),
        ("dinas pekerjaan umum dan penataan ruang", "DPUPR"),
        ("Dinas PUPR", "DPUPR"),
        ("Dinas Pekerjaan Umum dan Penataan Ruang Kota Tangerang", "DPUPR"),
        ("DISHUB", "DISHUB"),
        ("Dinas Dishub", "DISHUB"),
        ("Kec. Batuceper", "36.71.03"),
        ("KECAMATAN BATUCEPER", "36.71.03"),
        ("36.71.03", "36.71.03"),
        ("Kecamatan Klojen", None),
        ("", None),
    ],
)
def test_agencies_are_found_by_what_people_call_them(text, code):
    assert list_agencies(AGENCIES).find(text) == code


def test_the_name_of_the_city_is_left_out_for_a_second_try():
    assert shorten_agency("Dinas Perhubungan Kota Tangerang") == "dinas perhubungan"


def test_a_drop_down_of_the_template_is_found_by_its_code():
    choices = list_choices([("DRN-01", "Saluran"), ("GPR-01", "Gapura | besar")])
    assert choices.find("DRN-01 | Saluran yang sekarang bernama lain") == "DRN-01"
    assert choices.find("Gapura | besar") == "GPR-01"


def test_a_name_of_two_things_names_none():
    choices = list_choices([("A", "Sama"), ("B", "Sama"), ("C", "")])
    assert choices.find("sama") is None
    assert choices.find("a") == "A"


def test_kinds_do_not_overlap():
    names = [name for group in KINDS.values() for name in group]
    assert len(names) == len(set(names))
