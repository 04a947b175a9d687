"""Geometry of the picture across the board: the share of draws by position, the cut-line and the grey zone.

Pure: numbers in, lengths on a box of 100 by 100 out, as text with a decimal point.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

COLUMNS = 120  # as many as a telephone still shows apart


@dataclass(frozen=True, slots=True)
class Column:
    """Neighbouring positions as one bar: its mean share as a height; `is_grey` when the weights decide about one."""

    x: str
    width: str
    y: str
    height: str
    is_grey: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """`cut`: where the city's cut-line stands, None without one."""

    columns: tuple[Column, ...]
    cut: str | None


def draw(hits: Sequence[int], draws: int, *, grey: Collection[int], cut: int | None) -> Picture:
    """The picture of a run with at least one place; `grey` and `cut` are positions from 1."""
    count, grey = len(hits), frozenset(grey)
    bins = min(COLUMNS, count)
    ends = [count * number // bins for number in range(bins + 1)]
    columns = []
    for start, end in pairwise(ends):
        share = 100 * sum(hits[start:end]) / (draws * (end - start))
        is_grey = not grey.isdisjoint(range(start + 1, end + 1))
        columns.append(
            Column(
                _point(100 * start / count),
                _point(100 * (end - start) / count),
                _point(100 - share),
                _point(share),
                is_grey,
            )
        )
    return Picture(tuple(columns), None if cut is None else _point(100 * (cut - 1) / count))


def _point(number: float) -> str:
    return f"{number:.2f}"
