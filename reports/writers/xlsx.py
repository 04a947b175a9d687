"""Writes a report as a workbook: a sheet for the list and one for each table beside it.

Text is always text: whatever a proposal says, no cell is a formula. Numbers are numbers, moments are local (WIB) and
without a zone, because Excel knows none. openpyxl makes everything around the rows (`xlsx_frame`); the rows themselves
are streamed into the sheets (`xlsx_rows`), because no library writes half a million of them both fast enough and with
names of groups and sums that stand out: docs/adr/0017-xlsx-writer.md has the table.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from reports.declaration import Column
from reports.lines import Line, Part
from reports.writers.document import Document
from reports.writers.xlsx_frame import Frame, SheetFrame
from reports.writers.xlsx_rows import RowWriter

COMPRESSION = 4  # of 1 to 9: level 6 takes half as long again for files 4 % smaller
AT_ONCE = 100  # rows given to the zip
MOST_ROWS = 1_048_576  # of one sheet, its title rows among them
MOST_CHARACTERS = (
    2**30
)  # of one sheet's XML: zip entries without 64-bit sizes, which Excel likes best, end at 2 GiB


def write(target: BinaryIO, document: Document) -> None:
    """Write the whole workbook into an open file; raises whatever stops it."""
    report, frame = document.report, Frame(document)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        sheets = _write_sheets(archive, frame, 1, report.title, report.columns, document.iterate_lines())
        for beside in report.sheets:
            lines = (Line(Part.ROW, None, row) for row in beside.list_rows(document.subject))
            sheets += _write_sheets(archive, frame, len(sheets) + 1, beside.title, beside.columns, lines)
        for name, content in frame.list_parts(sheets):
            archive.writestr(name, content)


def _write_sheets(
    archive: ZipFile,
    frame: Frame,
    number: int,
    title: str,
    columns: tuple[Column, ...],
    lines: Iterable[Line],
) -> list[SheetFrame]:
    """Write one table, on further sheets where one is full; what was written, from sheet `number` on."""
    lines, sheets = iter(lines), []
    line = next(lines, None)
    while line is not None or not sheets:
        sheet = SheetFrame(title if not sheets else f"{title[:26]} ({len(sheets) + 1})", columns)
        with archive.open(f"xl/worksheets/sheet{number + len(sheets)}.xml", "w") as part:
            part.write(frame.begin(sheet))
            rest = lines if line is None else chain((line,), lines)
            line = _write_rows(part, RowWriter(columns, frame.styles_of(columns)), sheet, frame, rest)
            part.write(frame.end(sheet))
        sheets.append(sheet)
    return sheets


def _write_rows(
    part, writer: RowWriter, sheet: SheetFrame, frame: Frame, lines: Iterator[Line]
) -> Line | None:
    """Write rows until the sheet is full; the first line that did not fit, or None."""
    row, written, waiting = frame.heading_row(sheet), 0, []
    for line in lines:
        if row == MOST_ROWS or written > MOST_CHARACTERS:
            part.write("".join(waiting).encode())
            return line
        row += 1
        xml = writer.write(row, line)
        written += len(xml)
        waiting.append(xml)
        if len(waiting) == AT_ONCE:
            part.write("".join(waiting).encode())
            waiting.clear()
        if line.part is not Part.TOTAL:
            sheet.last_row = row
    part.write("".join(waiting).encode())
    return None
