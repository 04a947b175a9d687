"""The rows of a sheet as XML, the one thing about workbooks that is written here and not by a library.

Text is an inline string with its spaces kept; Excel reads `_x000B_` as a control character, so that is how one is
written, and text that looks like it is escaped too.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils import timezone
from openpyxl.utils import get_column_letter

from reports.declaration import Column
from reports.lines import Line, Part
from reports.listing import Cell

MOST_EXACT = 10**15  # Excel keeps 15 digits; a larger number is written as text rather than wrong
LONGEST_TEXT = 32_767  # characters of one cell
FIRST_DAY = date(1899, 12, 30).toordinal()
SPECIAL = re.compile(r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
HIDDEN = re.compile(r"[\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

CellWriter = Callable[[int, Cell], str]


class RowWriter:
    """Writes lines of these columns. `styles` maps (place of the column, kind of cell) to the number of its style:
    the kinds are "text", "value", and "bold text", "bold value" for groups and sums."""

    def __init__(self, columns: tuple[Column, ...], styles: Mapping[tuple[int, str], int]) -> None:
        self.plain = [_write_cells_of(n, styles[n, "text"], styles[n, "value"]) for n in range(len(columns))]
        self.bold = [
            _write_cells_of(n, styles[n, "bold text"], styles[n, "bold value"]) for n in range(len(columns))
        ]

    def write(self, row: int, line: Line) -> str:
        """One row; raises ValueError for a text that Excel would cut."""
        writers = self.plain if line.part is Part.ROW else self.bold
        cells = [
            write(row, cell)
            for write, cell in zip(writers, line.cells, strict=True)
            if cell is not None and cell != ""
        ]
        return f'<row r="{row}">{"".join(cells)}</row>'


def _write_cells_of(place: int, text_style: int, value_style: int) -> CellWriter:
    """What writes the cells of one column; a text in a column of numbers is text."""
    start = f'<c r="{get_column_letter(place + 1)}'
    as_text = f'" s="{text_style}" t="inlineStr"><is><t xml:space="preserve">'
    as_value = f'" s="{value_style}"><v>'

    def write(row: int, cell: Cell) -> str:
        kind = type(cell)
        if kind is str:
            if len(cell) > LONGEST_TEXT:
                raise ValueError(f"A text of {len(cell)} characters would be cut by Excel.")
            text = escape_text(cell) if SPECIAL.search(cell) else cell
            return f"{start}{row}{as_text}{text}</t></is></c>"
        if kind is int or kind is Decimal:
            number = cell if kind is int else f"{cell:f}"
            if -MOST_EXACT < cell < MOST_EXACT:
                return f"{start}{row}{as_value}{number}</v></c>"
            return f"{start}{row}{as_text}{number}</t></is></c>"
        return f"{start}{row}{as_value}{_count_days(cell)}</v></c>"

    return write


def escape_text(text: str) -> str:
    """Text for XML as Excel reads it back, whole."""
    return escape(HIDDEN.sub(lambda found: f"_x{ord(found.group()[0]):04X}_", text))


def _count_days(cell: date) -> str:
    """A date as Excel counts: days since the end of 1899; a moment in local time, to the second."""
    if not isinstance(cell, datetime):
        return str(cell.toordinal() - FIRST_DAY)
    local = timezone.localtime(cell)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return repr(local.toordinal() - FIRST_DAY + seconds / 86_400)
