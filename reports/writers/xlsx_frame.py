"""What surrounds the rows of a workbook, made by openpyxl: titles, headings, styles, printing, names, properties.

A sheet is made twice, before its rows are known (`begin`) and after (`end`), and cut where its rows belong.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from reports.declaration import Column, Kind
from reports.headings import Head, lay_heads
from reports.writers.document import Document
from reports.writers.xlsx_rows import LINE, count_lines

A4 = 9  # of the format's paper sizes
MARGINS = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.25, footer=0.25)  # inches
MOST_ACROSS = 330  # characters of a page's width: more would be printed smaller than 5 points
KEPT_IN_SIGHT = 2  # columns of a sheet that is wider than that
END_OF_ROWS = b"</sheetData>"
FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.RUPIAH: "#,##0",
    Kind.DATE: "[$-421]d mmm yyyy",  # names of months in Indonesian, whatever the office's computer speaks
    Kind.DATETIME: "[$-421]d mmm yyyy hh:mm",
}
FONT = "Calibri"  # what openpyxl gives every cell that says nothing
BOLD = Font(name=FONT, size=11, bold=True)
THIN = Side(style="thin", color="FFC9C3B2")
LINES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
RULES = Border(top=THIN, bottom=THIN)  # the name of a group and the label of a sum spread over empty cells
SHADE = PatternFill("solid", start_color="FFEFECE3")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")
TITLE = {"font": Font(name=FONT, size=14, bold=True)}
HEADING = {
    "font": BOLD,
    "fill": PatternFill("solid", start_color="FFE3F0EF"),
    "alignment": Alignment(wrap_text=True, horizontal="center", vertical="center"),
    "border": LINES,
}


@dataclass(slots=True)
class SheetFrame:
    """One sheet; `last_row` is the last one that the filter covers, the row of headings while there is none."""

    title: str
    columns: tuple[Column, ...]
    last_row: int = 0


class Frame:
    """The frame of one document's workbook. Styles are registered in one order, so every making has the same."""

    def __init__(self, document: Document) -> None:
        self.head = (document.subject.title, *document.lines)
        self.orientation = document.report.orientation
        tables = (document.report.columns, *(sheet.columns for sheet in document.report.sheets))
        self.columns = [column for columns in tables for column in columns]

    def heading_row(self, sheet: SheetFrame) -> int:
        """The last row of the headings; rows follow below."""
        return len(self.head) + 1 + len(lay_heads(sheet.columns))

    def styles_of(self, columns: tuple[Column, ...]) -> dict[tuple[int, str], int]:
        """The numbers of the styles of a table's cells, by (place of the column, kind of cell)."""
        styles = _register_styles(Workbook(write_only=True), self.columns)
        return {
            (place, kind): styles[format_of(column), kind]
            for place, column in enumerate(columns)
            for kind in ("text", "value", "bold text", "bold value")
        }

    def begin(self, sheet: SheetFrame) -> bytes:
        """The sheet up to where its rows begin."""
        return self._split(sheet)[0]

    def end(self, sheet: SheetFrame) -> bytes:
        """The sheet from where its rows end."""
        return self._split(sheet)[1]

    def list_parts(self, sheets: list[SheetFrame]) -> Iterator[tuple[str, bytes]]:
        """Everything of the workbook that is no sheet."""
        with self._make(sheets) as made:
            for name in made.namelist():
                if not name.startswith("xl/worksheets/sheet"):
                    yield name, made.read(name)

    def _split(self, sheet: SheetFrame) -> tuple[bytes, bytes]:
        with self._make([sheet]) as made:
            before, _, after = made.read("xl/worksheets/sheet1.xml").partition(END_OF_ROWS)
        return before, END_OF_ROWS + after

    def _make(self, sheets: list[SheetFrame]) -> ZipFile:
        workbook = Workbook(write_only=True)
        workbook.properties.creator = "E-Planning Kota Tangerang"
        workbook.properties.title = self.head[0]
        _register_styles(workbook, self.columns)
        for sheet in sheets:
            self._add(workbook, sheet)
        made = io.BytesIO()
        workbook.save(made)
        return ZipFile(made)

    def _add(self, workbook: Workbook, frame: SheetFrame) -> None:
        sheet = workbook.create_sheet(frame.title[:31])
        last = self.heading_row(frame)
        first, width = len(self.head) + 2, len(frame.columns)
        pages = -(-sum(column.width for column in frame.columns) // MOST_ACROSS)
        kept = get_column_letter(KEPT_IN_SIGHT)
        sheet.freeze_panes = f"{'A' if pages == 1 else get_column_letter(KEPT_IN_SIGHT + 1)}{last + 1}"
        sheet.print_title_rows = f"{first}:{last}"
        if pages > 1:
            sheet.print_title_cols = f"A:{kept}"
        sheet.page_setup.orientation = self.orientation
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
        sheet.page_margins = MARGINS
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = "Halaman &P dari &N"
        sheet.auto_filter.ref = f"A{last}:{get_column_letter(width)}{max(frame.last_row, last)}"
        for number, column in enumerate(frame.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        for number, line in enumerate(self.head):
            sheet.append([_text(sheet, line, TITLE if number == 0 else {})])
        sheet.append([])
        for row, level in enumerate(lay_heads(frame.columns), start=first):
            cells = [_text(sheet, "", HEADING) for _ in frame.columns]
            for head in level:
                cells[head.first] = _text(sheet, head.text, HEADING)
                if head.width > 1 or head.height > 1:
                    corner = f"{get_column_letter(head.first + head.width)}{row + head.height - 1}"
                    sheet.merged_cells.add(f"{get_column_letter(head.first + 1)}{row}:{corner}")
            sheet.row_dimensions[row].height = LINE * max(
                (_count_lines(head, frame.columns) for head in level), default=1
            )
            sheet.append(cells)


def _count_lines(head: Head, columns: tuple[Column, ...]) -> int:
    """The lines of a heading that its first row must hold, when the rows that it covers share them."""
    width = sum(column.width for column in columns[head.first : head.first + head.width])
    return -(-count_lines(head.text, width * 9 // 10) // head.height)  # bold is wider


def format_of(column: Column) -> str:
    """The number format of a column's cells."""
    if column.kind == Kind.DECIMAL and column.places is not None:
        return "0." + "0" * column.places
    return FORMATS.get(column.kind, "General")


def _register_styles(workbook: Workbook, columns: list[Column]) -> dict[tuple[str, str], int]:
    """Give every look of a cell its number in the workbook, by (number format, kind of cell)."""
    sheet, styles = workbook.create_sheet(), {}
    for format in dict.fromkeys(map(format_of, columns)):
        for kind, looks in {
            "text": {"alignment": WRAPPED, "border": LINES},
            "value": {"alignment": TOP, "border": LINES, "number_format": format},
            "bold text": {"alignment": TOP, "border": RULES, "fill": SHADE, "font": BOLD},
            "bold value": {
                "alignment": TOP,
                "border": RULES,
                "fill": SHADE,
                "font": BOLD,
                "number_format": format,
            },
        }.items():
            styles[format, kind] = _style(WriteOnlyCell(sheet), looks).style_id
    workbook.remove(sheet)
    return styles


def _text(sheet, value: str, looks: dict) -> WriteOnlyCell:
    cell = _style(WriteOnlyCell(sheet, value), looks)
    cell.data_type = "s"  # also for what looks like a formula or an error
    return cell


def _style(cell: WriteOnlyCell, looks: dict) -> WriteOnlyCell:
    for name, given in looks.items():
        setattr(cell, name, given)
    return cell
