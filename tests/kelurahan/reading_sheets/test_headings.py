"""The heading is found under titles, in one row or two, and every column is recognised by what offices call it."""

import pytest

from kelurahan.reading_sheets.headings import Header, find_header, guess_columns, rate, read_header
from proposals.sipd import COLUMNS, SIPD, TEMPLATE

HEADS = ["No", "Usulan", "Permasalahan", "Alamat", "Volume"]


def test_every_heading_of_the_sipd_layout_is_its_own_column():
    assert list(guess_columns([column.heading for column in SIPD]).values()) == [
        column.key for column in SIPD
    ]
    assert len(SIPD) == 26


def test_every_heading_of_the_template_is_its_own_column():
    found = guess_columns([column.heading for column in TEMPLATE])
    assert list(found.values()) == [column.key for column in TEMPLATE]


def test_every_other_name_leads_to_its_column_alone():
    for column in COLUMNS.values():
        for name in column.names:
            assert guess_columns([name]) == {0: column.key}, name


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("NAMA KEGIATAN", "title"),
        ("Perkiraan Anggaran (Rp.)", "budget"),
        ("PAGU (juta Rp)", "budget"),
        ("SKPD Tujuan", "target_agency"),
        ("Koefisien", "volume"),
        ("Lokasi / RT", "rt"),
        ("Uraian Permasalahan di lapangan", "problem"),
        ("Perangkat Daerah Penanggungjawab", "target_agency"),
        ("Keterangan", "note"),
        ("Rekomendasi Kecamatan", "kecamatan_advice"),
    ],
)
def test_headings_of_real_sheets_are_recognised(heading, key):
    assert guess_columns([heading]) == {0: key}


@pytest.mark.parametrize("heading", ["", "Warna", "Baris di berkas asal", "usulan " * 20])
def test_a_heading_that_says_nothing_is_left_alone(heading):
    assert guess_columns([heading]) == {}


def test_a_meaning_is_given_once_to_the_best_heading():
    assert guess_columns(["Kegiatan", "Usulan", "Jumlah", "Anggaran"]) == {1: "title", 3: "budget"}
    assert guess_columns(["Lokasi", "Alamat"]) == {1: "address"}


def test_the_heading_is_found_below_titles():
    rows = [["DAFTAR USULAN"], [], [None, "Tahun 2021"], HEADS, [1, "Gapura", "Roboh", "RW 05", 1]]
    assert find_header(rows) == Header(3, 1, tuple(HEADS))


def test_two_rows_of_headings_are_read_together():
    rows = [
        ["No", "Usulan", "Lokasi", None, "Anggaran"],
        [None, None, "RT", "RW", None],
        [1, "Gapura", "03", "05", 5_000_000],
    ]
    header = find_header(rows, [(0, 2, 0, 3)])
    assert (header.row, header.depth) == (0, 2)
    assert guess_columns(header.texts) == {0: "number", 1: "title", 2: "rt", 3: "rw", 4: "budget"}
    assert read_header(rows, [(0, 2, 0, 3)], 0) == header


def test_a_row_that_the_person_names_is_the_heading_whatever_it_says():
    rows = [["Apa", "Kenapa"], ["Gapura", "Roboh"]]
    assert read_header(rows, (), 0) == Header(0, 1, ("Apa", "Kenapa"))
    assert read_header(rows, (), 1) == Header(1, 1, ("Gapura", "Roboh"))


@pytest.mark.parametrize(
    "rows", [[], [["Usulan"]], [["No", "Volume", "Satuan"]], [[1, 2, 3]], [[{"date": "2020-01-01"}, None]]]
)
def test_a_sheet_without_proposals_has_no_heading(rows):
    assert find_header(rows).row == -1
    assert rate(rows)[0] == 0


def test_merged_cells_that_reach_too_far_are_harmless():
    assert find_header([HEADS], [(0, 50, 0, 60), (0, 0, 9, 0)]).row == 0
