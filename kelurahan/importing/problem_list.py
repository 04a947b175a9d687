"""The rows that were not taken in, with why, as a workbook: to be mended in Excel and uploaded again as it is.

Text is always text: whatever a cell says, nothing in the file is a formula.
"""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kelurahan.models import ImportFile, ImportRow
from kelurahan.reading_sheets.headings import REMARKS

WIDTH = 24


def build_problem_list(file: ImportFile) -> bytes:
    """The original columns, then the row in the uploaded file and what is to be mended."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Perlu diperbaiki")
    heads = [*file.headings, *REMARKS]
    for number in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH if number < len(heads) else 70
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, head, font=Font(bold=True)) for head in heads])
    for row in file.rows.filter(verdict=ImportRow.Verdict.BAD):
        cells = [*row.cells, *[None] * (len(file.headings) - len(row.cells))][: len(file.headings)]
        why = " ".join(row.problems.values())
        sheet.append([*(_cell(sheet, cell) for cell in cells), row.number, _text(sheet, why)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, value):
    if isinstance(value, dict):
        return _text(sheet, value["date"])
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet, value: str, *, font: Font | None = None):
    cell = WriteOnlyCell(sheet, value[:32_000])
    cell.data_type = "s"  # also for what looks like a formula
    if font:
        cell.font = font
    return cell
