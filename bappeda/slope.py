"""Where the lines of a slope chart run: two columns of places and what joins them.

Pure: no Django. Heights are in pixels from the top of the chart, x runs from 0 to 100 between the two columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .comparing import Move

ROW = 30  # pixels from one place to the next
BREAK = 24  # more where the cut-line is drawn, with its name above it
FUNDED, RESERVE = "funded", "reserve"
ENTERS, LEAVES, STAYS, MOVES = "enters", "leaves", "stays", "moves"


@dataclass(frozen=True, slots=True)
class Stop:
    """One end of a line. `y` is its middle; `state` says whether it is funded there."""

    move: Move
    y: int
    state: str
    kind: str

    @property
    def top(self) -> int:
        return self.y - ROW // 2


@dataclass(frozen=True, slots=True)
class Line:
    """`path`: of an SVG whose width is 100 and which is stretched to its box."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Slope:
    """`old_cut` and `new_cut`: how high the cut-lines are, None where none runs through what is shown."""

    old: tuple[Stop, ...]
    new: tuple[Stop, ...]
    lines: tuple[Line, ...]
    height: int
    old_cut: int | None
    new_cut: int | None


def draw(moves: Sequence[Move], *, old_cut: int | None, new_cut: int | None) -> Slope:
    """`old_cut` and `new_cut`: the position of the first proposal below the cut-line in each result."""
    old, low_old, end_old = _stack(moves, 0, old_cut)
    new, low_new, end_new = _stack(moves, 1, new_cut)
    at = {stop.move.key: stop.y for stop in new}
    lines = [
        Line(f"M0 {stop.y}C50 {stop.y} 50 {at[stop.move.key]} 100 {at[stop.move.key]}", stop.kind)
        for stop in old
    ]
    lines.sort(key=lambda line: (STAYS, MOVES, LEAVES, ENTERS).index(line.kind))  # what matters lies on top
    return Slope(tuple(old), tuple(new), tuple(lines), max(end_old, end_new), low_old, low_new)


def tell_kind(move: Move) -> str:
    if move.entered:
        return ENTERS
    if move.left:
        return LEAVES
    return STAYS if move.old.position == move.new.position else MOVES


def _stack(moves: Sequence[Move], side: int, cut: int | None) -> tuple[list[Stop], int | None, int]:
    """The stops of one column from the top, the height of the cut-line, and where the column ends."""
    stops, line, y = [], None, 0
    for move in sorted(moves, key=lambda move: move[side].position):
        if cut is not None and line is None and move[side].position >= cut:
            line = y + BREAK - 5
            y += BREAK
        stops.append(Stop(move, y + ROW // 2, FUNDED if move[side].funded else RESERVE, tell_kind(move)))
        y += ROW
    return stops, line, y
