"""The rows of a sheet as XML, the one thing about workbooks that is written here and not by a library.

Text is an inline string with its spaces kept; Excel reads `_x000B_` as a control character, so that is how one is
written, and text that looks like it is escaped too.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.utils import timezone

from reports.declaration import Column
from reports.lines import Line, Part

MOST_EXACT = 10**15  # Excel keeps 15 digits; a larger number is written as text rather than wrong
LONGEST_TEXT = 32_767  # characters of one cell
LINE = 15  # points that one line of text is high
CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
LETTER, MORE_OF_CAPITAL = 0.88, 0.29  # widths in digits, by which columns are measured
MOST_LINES = 27  # of one row, which ends at 409 points
FIRST_DAY = date(1899, 12, 30).toordinal()
HIDDEN = re.compile(r"[\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Room(NamedTuple):
    """What fits into a column: in digits in a single line, and in each of several, as a line ends before a long word;
    `sure` letters fit in a line whatever they are."""

    alone: int
    among: int
    sure: int

    @classmethod
    def of(cls, width: int) -> "Room":
        among = width - min(5, width // 5)
        return cls(width - 1, among, int(among / (LETTER + MORE_OF_CAPITAL)))


class RowWriter:
    """Writes lines of these columns. `styles` maps (place of the column, kind of cell) to the number of its style:
    the kinds are "text", "value", and "bold text", "bold value" for groups and sums.

    One loop without a call for each cell: ten million cells pass here.
    """

    def __init__(self, columns: tuple[Column, ...], styles: Mapping[tuple[int, str], int]) -> None:
        self.plain, self.bold = (
            [
                (
                    f'<c s="{styles[place, f"{looks}text"]}" t="inlineStr"><is><t',
                    f'<c s="{styles[place, f"{looks}value"]}"><v>',
                    f'<c s="{styles[place, f"{looks}value"]}"/>',
                )
                for place in range(len(columns))
            ]
            for looks in ("", "bold ")
        )
        self.rooms = [Room.of(column.width) for column in columns]

    def write(self, row: int, line: Line) -> str:
        """One row, a cell for every column, as high as its texts; raises ValueError for one that Excel would cut.

        Not every program makes rows fit wrapped text when it opens them, so the height is given; as a guess, which a
        program that knows its fonts may better.
        """
        parts = [""]
        add = parts.append
        is_row = line.part is Part.ROW
        lines = 1
        for (text, value, empty), cell, (alone, among, sure) in zip(
            self.plain if is_row else self.bold, line.cells, self.rooms, strict=True
        ):
            kind = type(cell)
            if kind is str and cell:
                if is_row and len(cell) > lines * sure:
                    written = cell.encode()
                    capitals = len(written) - len(written.translate(None, CAPITALS))
                    takes = LETTER * len(cell) + MORE_OF_CAPITAL * capitals
                    if takes >= alone and takes >= among * lines:
                        lines = 1 + int(takes / among)
                if (
                    cell.isprintable()
                    and "&" not in cell
                    and "<" not in cell
                    and ">" not in cell
                    and "_x" not in cell
                    and cell[0] != " "
                    and cell[-1] != " "
                    and len(cell) <= LONGEST_TEXT
                ):
                    add(f"{text}>{cell}</t></is></c>")
                else:
                    if is_row and "\n" in cell:
                        lines = max(lines, sum(count_lines(part, alone + 1) for part in cell.split("\n")))
                    add(f'{text} xml:space="preserve">{escape_text(cell)}</t></is></c>')
            elif cell is None or kind is str:
                add(empty)
            elif kind is int or kind is Decimal:
                number = cell if kind is int else f"{cell:f}"
                if -MOST_EXACT < cell < MOST_EXACT:
                    add(f"{value}{number}</v></c>")
                else:
                    add(f"{text}>{number}</t></is></c>")
            else:
                add(f"{value}{_count_days(cell)}</v></c>")
        add("</row>")
        high = f' ht="{LINE * min(lines, MOST_LINES)}"' if lines > 1 else ""
        parts[0] = f'<row r="{row}"{high}>'
        return "".join(parts)


def count_lines(text: str, width: int) -> int:
    """About how many lines a wrapped text without line ends takes in a column of this width; rather too many.

    The same reckoning as in `RowWriter.write`, which has no time to ask.
    """
    room, written = Room.of(width), text.encode()
    capitals = len(written) - len(written.translate(None, CAPITALS))
    takes = LETTER * len(text) + MORE_OF_CAPITAL * capitals
    return 1 if takes < room.alone else 1 + int(takes / room.among)


def escape_text(text: str) -> str:
    """Text for XML as Excel reads it back, whole; raises ValueError when Excel would cut it."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"A text of {len(text)} characters would be cut by Excel.")
    return escape(HIDDEN.sub(lambda found: f"_x{ord(found.group()[0]):04X}_", text))


def _count_days(cell: date) -> str:
    """A date as Excel counts: days since the end of 1899; a moment in local time, to the second."""
    if not isinstance(cell, datetime):
        return str(cell.toordinal() - FIRST_DAY)
    local = timezone.localtime(cell)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return repr(local.toordinal() - FIRST_DAY + seconds / 86_400)
