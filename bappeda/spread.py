"""Where present proposals fall in the five bands of a criterion, and the picture of it.

Pure: no Django, no clock, no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .measuring import HIGHEST, LOWEST, Bands, band_value

# The picture in units of its own: five columns above a line, a figure on each, the level below it.
WIDTH, HEIGHT, TOP, FLOOR = 300, 150, 22, 126
COLUMN, COLUMN_WIDTH = WIDTH // 5, 44


@dataclass(frozen=True, slots=True)
class Column:
    """One band: how many proposals, in whole percent of all, and where its column stands in the picture."""

    level: int
    count: int
    percent: int
    x: int
    middle: int
    y: float
    height: float

    @property
    def above(self) -> float:
        return self.y - 6


def count_levels(values: Iterable[tuple[object, int]], bands: Bands, *, kind: str = "") -> tuple[int, ...]:
    """How many proposals each level 1–5 gets, of pairs (value of the field, how many proposals have it)."""
    counts = [0] * HIGHEST
    for value, count in values:
        counts[band_value(bands, value, kind=kind) - LOWEST] += count
    return tuple(counts)


def draw(counts: tuple[int, ...]) -> tuple[Column, ...]:
    """The columns of one picture; the fullest reaches the top."""
    most, total = max(counts, default=0), sum(counts)
    columns = []
    for place, count in enumerate(counts):
        height = round((FLOOR - TOP) * count / most, 1) if most else 0
        columns.append(
            Column(
                level=LOWEST + place,
                count=count,
                percent=round(100 * count / total) if total else 0,
                x=place * COLUMN + (COLUMN - COLUMN_WIDTH) // 2,
                middle=place * COLUMN + COLUMN // 2,
                y=FLOOR - height,
                height=height,
            )
        )
    return tuple(columns)
