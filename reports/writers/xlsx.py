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
from reports.headings import lay_heads
from reports.lines import Line, Part
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
        _write_sheet(workbook, report.title, report.columns, document.iterate_lines(), document)
        for sheet in report.sheets:
            lines = (Line(Part.ROW, None, row) for row in sheet.list_rows(document.subject))
            _write_sheet(workbook, sheet.title, sheet.columns, lines, document)
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


def _write_sheet(workbook: Workbook, title: str, columns, lines, document: Document) -> None:
    sheet = workbook.create_sheet(title[:31])
    head = [document.subject.title, *document.lines]
    levels = lay_heads(columns)
    first = len(head) + 2
    heading_row = first + len(levels) - 1
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{first}:{heading_row}"
    sheet.page_setup.orientation = document.report.orientation
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for number, line in enumerate(head):
        sheet.append([_text(sheet, line, font=TITLE if number == 0 else None)])
    sheet.append([])
    for row, heads in enumerate(levels, start=first):
        cells = [None] * len(columns)
        for place in heads:
            cells[place.first] = _text(sheet, place.text, font=HEADING, fill=HEADING_FILL, alignment=WRAPPED)
            if place.width > 1 or place.height > 1:
                last_cell = f"{get_column_letter(place.first + place.width)}{row + place.height - 1}"
                sheet.merged_cells.add(f"{get_column_letter(place.first + 1)}{row}:{last_cell}")
        sheet.append(cells)
    last, last_row = heading_row, heading_row
    for last, line in enumerate(lines, start=heading_row + 1):
        bold = HEADING if line.part is not Part.ROW else None
        sheet.append(
            [_cell(sheet, column, cell, bold) for column, cell in zip(columns, line.cells, strict=True)]
        )
        last_row = last if line.part is not Part.TOTAL else last_row
    sheet.auto_filter.ref = f"A{heading_row}:{get_column_letter(len(columns))}{last_row}"


def _cell(sheet, column: Column, value: Cell, bold: Font | None):
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value, alignment=TOP if bold else WRAPPED, font=bold)
    if isinstance(value, int | Decimal) and abs(value) >= MOST_EXACT:
        return _text(sheet, str(value), alignment=WRAPPED, font=bold)
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = format_of(column)
    cell.alignment = TOP
    if bold:
        cell.font = bold
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
