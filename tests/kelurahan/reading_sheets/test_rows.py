"""Which rows are proposals, and why the others are left out."""

import pytest

from kelurahan.reading_sheets import rows
from kelurahan.reading_sheets.rows import explain_omission, tell

HEADS = ("No", "Usulan", "Permasalahan", "Alamat", "Volume", "Anggaran")
COLUMNS = {0: "number", 1: "title", 2: "problem", 3: "address", 4: "volume", 5: "budget"}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([], rows.BLANK),
        ([None, None], rows.BLANK),
        ([None, None, None, None, "JUMLAH", 1_183_550_000], rows.TOTAL),
        ([None, "Total anggaran", None, None, None, 5], rows.TOTAL),
        (["Jumlah", None, None, None, None, "Rp 5.000"], rows.TOTAL),
        (list(HEADS), rows.HEADING),
        ([1, 2, 3, 4, 5, 6], rows.NUMBERS),
        (["(1)", "(2)", "(3)"], rows.NUMBERS),
        (["RW 05"], rows.SECTION),
        (["A", "BIDANG FISIK"], rows.SECTION),
        (["IV.", "Ekonomi"], rows.SECTION),
        ([None, None, None, "Batujaya,", None, None], rows.SECTION),
        ([None, None, None, "Mengetahui", None, None, "Lurah"], rows.NOTHING),
        (["Contoh", "Gapura", "Roboh", None, 1, 5], rows.SAMPLE),
    ],
)
def test_what_is_no_proposal_is_left_out_with_a_reason(cells, why):
    assert explain_omission(cells, COLUMNS, HEADS) == why


@pytest.mark.parametrize(
    "cells",
    [
        [1, "Gapura RW 05", "Roboh", "RW 05", 1, 5_000_000],
        [None, "Gapura RW 05"],
        [7, "Gapura RW 05"],
        [1, "Jumlah tong sampah ditambah", "Sampah berserakan", "RW 01", "20 unit", 5_000_000],
        [1, None, "Roboh"],
        [1, None, None, "RW 05", 1],
        [1, "Total football RW 05", "Belum ada lapangan", "RW 05", 1, 5],
        [2020, 2021, "x"],
    ],
)
def test_a_proposal_is_kept_even_when_it_lacks_much(cells):
    assert explain_omission(cells, COLUMNS, HEADS) == ""


def test_what_stands_alone_below_the_total_is_a_signature():
    for cells in ([None, "Mengetahui, Lurah"], [None, "Batujaya, 30 Januari 2020", None, "Ketua LPM"]):
        assert explain_omission(cells, COLUMNS, HEADS, below_total=True) == rows.BELOW
    for cells in ([8, "Gapura", None, None, 1], [8, "Gapura", "Roboh"]):
        assert explain_omission(cells, COLUMNS, HEADS, below_total=True) == ""


def test_a_row_that_is_left_out_is_told_in_short():
    assert tell([None, "JUMLAH", 5, {"date": "2020-01-31"}]) == "JUMLAH | 5 | 2020-01-31"
    assert len(tell(["x" * 300])) == 100
