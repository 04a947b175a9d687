"""How a cell reads on a page: in Indonesian, and "–" for nothing."""

from collections.abc import Iterable, Sequence

from regions import indonesian
from reports.declaration import Cell, Column, Kind, Report, Row
from reports.headings import lay_heads
from reports.lines import Line, Part, count_label_cells

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
    """What `reports/table.html` draws, of a plain table."""
    return _show(tuple(columns), (Line(Part.ROW, None, row) for row in rows), label_cells=1)


def show_list(report: Report, lines: Iterable[Line]) -> dict:
    """What `reports/table.html` draws, of a report's list with its groups and sums."""
    return _show(report.columns, lines, label_cells=count_label_cells(report) if report.sums else 1)


def _show(columns: tuple[Column, ...], lines: Iterable[Line], *, label_cells: int) -> dict:
    """`heads` are rows of Head; `shares` of the width in whole percent, for paper, where amounts
    need room for their sums; each of `lines` has its part and its cells as (column, text, columns covered)."""
    spans = {Part.GROUP: len(columns), Part.SUBTOTAL: label_cells, Part.TOTAL: label_cells}
    widths = [column.width * (1.5 if column.kind == Kind.RUPIAH else 1) for column in columns]
    return {
        "heads": lay_heads(columns),
        "shares": [max(int(100 * width / sum(widths)), 1) for width in widths],
        "lines": [(line.part, _show_cells(columns, line.cells, spans.get(line.part))) for line in lines],
    }


def _show_cells(columns: tuple[Column, ...], cells: Row, label: int | None) -> list[tuple]:
    """With `label`, the first cell is text and covers that many columns, and what is empty stays so."""
    if label is None:
        return [(column, show(column, cell), 1) for column, cell in zip(columns, cells, strict=True)]
    rest = zip(columns[label:], cells[label:], strict=True)
    return [
        (columns[0], cells[0], label),
        *((column, "" if cell is None else show(column, cell), 1) for column, cell in rest),
    ]
