"""Geometry of a line chart over days: shares in, points of an SVG out (as text with a decimal point).

Pure: no Django, no clock, no database. Lines differ by dash and mark as well as by colour; the same numbers stand in a
table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEFT, RIGHT, TOP, BOTTOM = 44, 24, 30, 30  # room for the words around the plot
TICKS = (0, 25, 50, 75, 100)  # percent
LABEL = 62  # room of one date below the axis
WORDS = 150  # room of the words at the closing


@dataclass(frozen=True, slots=True)
class Series:
    """One line: what was reached at the end of each day, in percent (0 to 100), from the first day on."""

    key: str
    shares: Sequence[float]


@dataclass(frozen=True, slots=True)
class Line:
    """`points` is the attribute of a polyline; `end` the mark of the last day."""

    key: str
    points: str
    end: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick or a rule with the day or the percentage that it says."""

    at: str
    value: date | int
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawing of `width` × `height`. `closing` is None when the day is not on the axis."""

    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    lines: list[Line]
    levels: list[Mark]
    days: list[Mark]
    closing: Mark | None


def draw(
    series: Sequence[Series], *, first: date, last: date, closing: date | None, width: int, height: int
) -> Curve:
    """Place lines over the days from `first` to `last`; a line that ends earlier ends earlier."""
    span = max((last - first).days, 1)
    right, bottom = width - RIGHT, height - BOTTOM

    def find_x(day: int) -> float:
        return LEFT + (right - LEFT) * day / span

    def find_y(percent: float) -> float:
        return bottom - (bottom - TOP) * min(max(percent, 0), 100) / 100

    lines = []
    for one in series:
        spots = [(_point(find_x(day)), _point(find_y(share))) for day, share in enumerate(one.shares)]
        if spots:
            lines.append(Line(one.key, " ".join(f"{x},{y}" for x, y in spots), spots[-1]))
    rule = None
    if closing is not None and first <= closing <= last:
        x = find_x((closing - first).days)
        anchor = "start" if x < LEFT + WORDS else "end" if x > right - WORDS / 2 else "middle"
        rule = Mark(_point(x), closing, anchor)
    every = -(-span * LABEL // (right - LEFT))
    return Curve(
        width=width,
        height=height,
        left=_point(LEFT),
        right=_point(right),
        top=_point(TOP),
        bottom=_point(bottom),
        lines=lines,
        levels=[Mark(_point(find_y(level)), level) for level in TICKS],
        days=[
            Mark(_point(find_x(day)), first + timedelta(days=day))
            for day in range(0, span + 1, max(int(every), 1))
        ],
        closing=rule,
    )


def _point(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
