"""The lines of a list as people read it: its rows, the names of its groups above them, and the sums below."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from reports.declaration import Column, Report
from reports.listing import Cell, Number, Row

TOTAL = "JUMLAH"


class Part(StrEnum):
    ROW = "row"
    GROUP = "group"  # the first cell names the group, the others are empty
    SUBTOTAL = "subtotal"  # the first cell is text, the summed columns hold numbers, the others are empty
    TOTAL = "total"  # likewise


class Line(NamedTuple):
    """`cells` has one for each column of the report; `group` is None where there is none."""

    part: Part
    group: Cell
    cells: Row


class DoesNotAddUp(Exception):
    """The rows of a list add up to something else than the database says. Never shown: the file is not made."""


def lay_out(
    report: Report, rows: Iterable[Row], totals: Mapping[str, Number], *, is_cut: bool = False
) -> Iterator[Line]:
    """Every row of the list as a line, with its groups and sums.

    `totals` are those of the whole list. With `is_cut` only its first rows are given: the sum of a group that goes on
    is left out. Otherwise what the rows add up to is held against `totals`; raises DoesNotAddUp.
    """
    if not report.group and not report.sums:
        yield from (Line(Part.ROW, None, row) for row in rows)
        return
    sums = [(column.key, place) for place, column in enumerate(report.columns) if column.key in report.sums]
    whole, part = _Sum(report, sums), _Sum(report, sums)
    group = _NONE
    for row in rows:
        if report.group:
            if row[0] != group:
                if group is not _NONE:
                    yield from part.close(Part.SUBTOTAL, group)
                group, part = row[0], _Sum(report, sums)
                yield Line(Part.GROUP, group, _name(report, group))
            cells = row[1:]
            part.add(cells)
        else:
            cells = row
        whole.add(cells)
        yield Line(Part.ROW, None if group is _NONE else group, cells)
    if group is not _NONE and not is_cut:
        yield from part.close(Part.SUBTOTAL, group)
    if not is_cut and whole.by_key != {key: totals[key] for key, _ in sums}:
        raise DoesNotAddUp(f"{report.slug}: rows {whole.by_key}, database {dict(totals)}")
    whole.by_key = {key: totals[key] for key, _ in sums}
    yield from whole.close(Part.TOTAL, None)


def say_group(column: Column, group: Cell) -> str:
    """What stands above the rows of a group."""
    return f"{column.heading}: {'–' if group is None or group == '' else group}"


def count_label_cells(report: Report) -> int:
    """How many cells stand before the first sum: the label of a sum may spread over them."""
    return next(place for place, column in enumerate(report.columns) if column.key in report.sums)


_NONE = object()


def _name(report: Report, group: Cell) -> Row:
    return (say_group(report.group, group), *[None] * (len(report.columns) - 1))


class _Sum:
    """The running sum of the summed columns; an empty cell counts as nothing."""

    def __init__(self, report: Report, places: list[tuple[str, int]]) -> None:
        self.width, self.places = len(report.columns), places
        self.by_key: dict[str, Number] = {key: 0 for key, _ in places}

    def add(self, cells: Row) -> None:
        for key, place in self.places:
            value = cells[place]
            if value is not None:
                self.by_key[key] += value

    def close(self, part: Part, group: Cell) -> Iterator[Line]:
        if not self.places:
            return
        label = TOTAL if part is Part.TOTAL else f"Jumlah {'–' if group is None or group == '' else group}"
        cells: list[Cell] = [label, *[None] * (self.width - 1)]
        for key, place in self.places:
            cells[place] = self.by_key[key]
        yield Line(part, group, tuple(cells))
