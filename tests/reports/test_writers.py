"""Cells that no list has today but some will: huge numbers, dates, long texts, nothing."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from reports.declaration import Column, Kind, Report, ShortListing, Subject
from reports.lines import Line, Part
from reports.showing import show
from reports.writers import WRITERS, Document
from reports.writers.csv import GUARDED, guard, unguard
from reports.writers.xlsx_rows import LINE, RowWriter, count_lines

MOMENT = datetime(2020, 2, 29, 17, 30, 59, 999_999, tzinfo=UTC)  # 1 March in Tangerang
COLUMNS = tuple(Column(kind.value, kind.value.title(), "uji", kind) for kind in Kind)


def write(format: str, *rows) -> bytes:
    report = Report(
        slug="uji",
        title="Uji",
        summary="",
        roles=frozenset(),
        columns=COLUMNS,
        filters=(),
        settle=lambda user, asked: subject,
        list_rows=lambda subject: ShortListing(rows),
    )
    subject = Subject("Uji", (), {}, "uji", None)
    target = io.BytesIO()
    WRITERS[format](target, Document(report, subject, MOMENT))
    return target.getvalue()


def read_first_row(content: bytes) -> list:
    rows = list(load_workbook(io.BytesIO(content))["Uji"].iter_rows())
    heading = next(number for number, row in enumerate(rows) if row[0].value == "Text")
    return list(rows[heading + 1])


def row_of(**cells) -> tuple:
    return tuple(cells.get(kind.value) for kind in Kind)


def test_xlsx_writes_real_dates_and_local_moments():
    cells = read_first_row(write("xlsx", row_of(date=date(2020, 2, 29), datetime=MOMENT)))
    assert cells[4].value == datetime(2020, 2, 29)
    assert cells[5].value == datetime(2020, 3, 1, 0, 30, 59)
    assert cells[4].is_date
    assert cells[5].is_date


def test_csv_writes_iso_dates_and_local_moments():
    text = write("csv", row_of(date=date(2020, 2, 29), datetime=MOMENT)).decode("utf-8-sig")
    assert text.splitlines()[1] == ";;;;2020-02-29;2020-03-01 00:30:59"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Tebing kali longsor", 1),
        ("Dinas Pekerjaan Umum dan Penataan Ruang", 2),
        ("1.04.03 PROGRAM KAWASAN PERMUKIMAN SERTA PERMUKIMAN KUMUH", 3),
        ("a\nb\nc", 3),
    ],
)
def test_row_is_as_high_as_its_text(text, lines):
    """As LibreOffice draws them 36 characters wide."""
    styles = dict.fromkeys(((0, kind) for kind in ("text", "value", "bold text", "bold value")), 0)
    writer = RowWriter((Column("text", "Text", "uji", width=36),), styles)
    found = re.search(r' ht="(\d+)"', writer.write(1, Line(Part.ROW, None, (text,))))
    assert (int(found.group(1)) if found else LINE) == lines * LINE
    assert "\n" in text or count_lines(text, 36) == lines


@pytest.mark.parametrize("amount", [10**15, 2**63 - 1, -(2**63)])
def test_xlsx_keeps_every_digit_of_a_huge_amount(amount):
    cell = read_first_row(write("xlsx", row_of(rupiah=amount)))[2]
    assert (cell.data_type, int(cell.value)) == ("s", amount)


def test_xlsx_writes_amounts_as_numbers():
    cell = read_first_row(write("xlsx", row_of(rupiah=10**15 - 1)))[2]
    assert (cell.data_type, cell.value) == ("n", 10**15 - 1)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("120.000", "120"),
        ("0.125", "0,125"),
        ("1E+3", "1000"),
        ("99999999999.999", "99999999999,999"),
        ("-0.5", "-0,5"),
    ],
)
def test_csv_writes_decimals_with_comma_and_all_digits(number, text):
    line = write("csv", row_of(decimal=Decimal(number))).decode("utf-8-sig").splitlines()[1]
    assert line.split(";")[3] == text


def test_nothing_is_an_empty_cell_and_a_dash_on_the_page():
    assert [cell.value for cell in read_first_row(write("xlsx", row_of(text="ada")))[1:]] == [None] * 5
    assert {show(column, None) for column in COLUMNS} == {"–"}


CANARIES = (
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "\ttab",
    "<script>alert(1)</script> & ]]>",
    "_x0041_",
    "x" * 10_000,
    "😀 \u202eطريق\u202c",
)


@pytest.mark.parametrize("text", CANARIES)
def test_canary_comes_out_whole_and_inert_of_every_file(text):
    cell = read_first_row(write("xlsx", row_of(text=text)))[0]
    assert cell.data_type == "s"
    assert cell.value.replace("_x005F_", "_") == text  # as Excel reads it; openpyxl leaves it escaped
    first = list(csv.reader(io.StringIO(write("csv", row_of(text=text)).decode("utf-8-sig")), delimiter=";"))[
        1
    ][0]
    assert unguard(first) == text
    assert not first.startswith(("=", "@", "+", "\t"))


def test_pdf_is_one():
    assert write("pdf", row_of(text="ada")).startswith(b"%PDF-")


def test_list_longer_than_a_sheet_goes_on_to_further_sheets(monkeypatch):
    whole = read_sheets(write("xlsx", *(row_of(integer=n) for n in range(8))))
    assert [name for name, _ in whole] == ["Uji"]
    heading = len(whole[0][1]) - 8
    monkeypatch.setattr("reports.writers.xlsx.MOST_ROWS", heading + 3)
    sheets = read_sheets(write("xlsx", *(row_of(integer=n) for n in range(8))))
    assert [name for name, _ in sheets] == ["Uji", "Uji (2)", "Uji (3)"]
    assert [row[1] for _, rows in sheets for row in rows[heading:]] == list(range(8))
    assert all(rows[heading - 1][1] == "Integer" for _, rows in sheets)


def read_sheets(content: bytes) -> list[tuple[str, list[tuple]]]:
    return [(sheet.title, list(sheet.values)) for sheet in load_workbook(io.BytesIO(content))]


@pytest.mark.parametrize(
    "text", ["=1+1", "  spasi di tepi  ", "baris satu\nbaris dua", "x" * 10_000, "😀", "#REF!"]
)
def test_xlsx_keeps_text_as_it_is(text):
    cell = read_first_row(write("xlsx", row_of(text=text)))[0]
    assert (cell.data_type, cell.value) == ("s", text)


def test_xlsx_refuses_text_that_excel_would_cut():
    with pytest.raises(ValueError, match="cut by Excel"):
        write("xlsx", row_of(text="x" * 32_768))


@pytest.mark.parametrize("start", GUARDED)
def test_guard_disarms_and_can_be_taken_off(start):
    text = f"{start}1+1"
    assert guard(text).startswith("'")
    assert unguard(guard(text)) == text


def test_list_without_rows_still_has_headings_and_note():
    text = write("csv").decode("utf-8-sig")
    assert text.splitlines()[0] == "Text;Integer;Rupiah;Decimal;Date;Datetime"
    assert "Bukan penetapan anggaran" in text
    assert load_workbook(io.BytesIO(write("xlsx")))["Uji"].auto_filter.ref is not None


def test_page_shows_moments_in_local_time():
    assert show(COLUMNS[5], MOMENT) == "1 Mar 2020, 00.30"
    assert show(COLUMNS[4], date(2020, 2, 29)) == "29 Feb 2020"
