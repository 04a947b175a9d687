"""How a cell reads on a page: in Indonesian, and "–" for nothing."""

from collections.abc import Iterable, Sequence

from regions import indonesian
from reports.declaration import Cell, Column, Kind, Row

NOTHING = "–"


def show(column: Column, cell: Cell) -> str:
    """The cell as text, exact to the last digit."""
    if cell is None or cell == "":
        return NOTHING
    if column.kind == Kind.RUPIAH:
        return indonesian.rupiah(cell)
    if column.kind == Kind.INTEGER:
        return indonesian.group(cell)
    if column.kind == Kind.DECIMAL:
        return indonesian.decimal(cell, places=6)
    if column.kind == Kind.DATETIME:
        return indonesian.short_moment(cell)
    if column.kind == Kind.DATE:
        return f"{cell.day} {indonesian.MONTHS[cell.month - 1][:3]} {cell.year}"
    return str(cell)


def show_table(columns: Sequence[Column], rows: Iterable[Row]) -> dict:
    """What `reports/table.html` draws: the columns, and per row its (column, text) pairs."""
    return {
        "columns": columns,
        "rows": [
            [(column, show(column, cell)) for column, cell in zip(columns, row, strict=True)] for row in rows
        ],
    }
