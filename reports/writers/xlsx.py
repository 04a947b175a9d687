"""Writes a report as a workbook: a sheet for the list and one for each table beside it.

Text is always text (data type "s"): whatever a proposal says, no cell is a formula. Numbers are numbers, moments are
local (WIB) without a zone, because Excel knows none.
"""

import io
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from reports.declaration import Cell, Column, Kind
from reports.writers.document import Document

MOST_EXACT = 10**15  # Excel keeps 15 digits; a larger number is written as text rather than wrong
A4 = 9  # of the format's paper sizes
LONGEST_TEXT = 32_767  # characters of one cell
FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.RUPIAH: "#,##0",
    Kind.DATE: "d mmm yyyy",
    Kind.DATETIME: "d mmm yyyy hh:mm",
}
TITLE = Font(bold=True, size=14)
HEADING = Font(bold=True)
HEADING_FILL = PatternFill("solid", start_color="FFE3F0EF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")


def write(target: BinaryIO, document: Document) -> None:
    """Write the whole workbook into an open file; raises whatever stops it, leaving no temporary files."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "E-Planning Kota Tangerang"
    workbook.properties.title = document.subject.title
    report = document.report
    try:
        _write_sheet(workbook, report.title, report.columns, document.iterate_rows(), document)
        for sheet in report.sheets:
            _write_sheet(workbook, sheet.title, sheet.columns, sheet.list_rows(document.subject), document)
    except BaseException:
        with suppress(Exception):
            workbook.save(io.BytesIO())  # only saving removes what openpyxl has put into temporary files
        raise
    workbook.save(target)


def format_of(column: Column) -> str:
    """The number format of a column's cells."""
    if column.kind == Kind.DECIMAL and column.places is not None:
        return "0." + "0" * column.places
    return FORMATS.get(column.kind, "General")


def _write_sheet(workbook: Workbook, title: str, columns, rows, document: Document) -> None:
    sheet = workbook.create_sheet(title[:31])
    head = [document.subject.title, *document.lines]
    heading_row = len(head) + 2
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for number, line in enumerate(head):
        sheet.append([_text(sheet, line, font=TITLE if number == 0 else None)])
    sheet.append([])
    headings = [_text(sheet, c.heading, font=HEADING, fill=HEADING_FILL, alignment=WRAPPED) for c in columns]
    sheet.append(headings)
    last = heading_row
    for last, row in enumerate(rows, start=heading_row + 1):  # noqa: B007 (the last row's number is used below)
        sheet.append([_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
    sheet.auto_filter.ref = f"A{heading_row}:{get_column_letter(len(columns))}{last}"


def _cell(sheet, column: Column, value: Cell):
    if value is None or value == "":
        return None
    if column.kind == Kind.TEXT or (isinstance(value, int | Decimal) and abs(value) >= MOST_EXACT):
        return _text(sheet, str(value), alignment=WRAPPED)
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = format_of(column)
    cell.alignment = TOP
    return cell


def _text(sheet, value: str, **style):
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"A text of {len(value)} characters would be cut by Excel.")
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # also for what looks like a formula or an error
    for name, given in style.items():
        if given is not None:
            setattr(cell, name, given)
    return cell
