"""Merged headers: which cells stand above a list, and how many columns and rows each covers."""

from dataclasses import dataclass
from itertools import groupby

from reports.declaration import Column


@dataclass(frozen=True, slots=True)
class Head:
    """One cell of the headings. `first` is its column, from 0; `column` is None for what covers several."""

    text: str
    first: int
    width: int
    height: int
    column: Column | None = None


def lay_heads(columns: tuple[Column, ...]) -> list[list[Head]]:
    """The rows of headings, outermost first. A heading with fewer heads than others reaches down to the rows."""
    depth = max((len(column.heads) for column in columns), default=0)
    levels: list[list[Head]] = []
    for level in range(depth + 1):
        heads, first = [], 0
        for path, group in groupby(columns, key=lambda column: _path(column, level)):
            width = len(list(group))
            if path is not None:
                column = columns[first] if len(columns[first].heads) == level else None
                heads.append(Head(path[-1], first, width, depth + 1 - level if column else 1, column))
            first += width
        levels.append(heads)
    return levels


def _path(column: Column, level: int) -> tuple | None:
    """What neighbours must have in common to share a cell of this level; None where a cell reaches down from above."""
    if level < len(column.heads):
        return column.heads[: level + 1]
    return (column.key, column.heading) if level == len(column.heads) else None
