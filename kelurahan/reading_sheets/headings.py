"""Where the heading of a table is, and which column says what: by headings and the other names that offices use."""

from collections.abc import Sequence
from dataclasses import dataclass

from kelurahan.reading_sheets.words import fold
from proposals.sipd import COLUMNS

SEARCHED = 40  # rows from the top
EXACT, OWN_LAST, WITHIN = 100, 90, 40
REMARKS = (
    "Baris di berkas asal",
    "Yang perlu diperbaiki",
)  # columns that the list of problems adds; never read back
_UNIT_WORDS = {"rp", "rupiah", "ribu", "ribuan", "juta", "jutaan", "000", "dalam"}
_BASES = ("title", "problem")  # a table of proposals has at least one of these
_NAMES: dict[str, tuple[str, int]] = {}  # folded name → (key, rank): an own heading before another name
for _column in COLUMNS.values():
    _NAMES[fold(_column.heading)] = (_column.key, 1)
for _column in COLUMNS.values():
    for _name in _column.names:
        _NAMES.setdefault(_name, (_column.key, 0))
_LONG_NAMES = sorted((name for name in _NAMES if len(name) > 4), key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Header:
    """`row` is the first of `depth` heading rows, from 0 (-1: none was found); `texts` name every column."""

    row: int
    depth: int
    texts: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.row + self.depth


def find_header(rows: Sequence[Sequence], merged: Sequence[Sequence[int]] = ()) -> Header:
    """The row, or two rows, among the first ones whose cells are most like the headings of proposals."""
    best, points = Header(-1, 0, ()), 0
    for number in range(min(SEARCHED, len(rows))):
        one = _header_at(rows, merged, number, 1)
        found = _count(one)
        if found > points:
            best, points = one, found
    if best.row >= 0 and best.end < len(rows) and _is_heading_like(rows[best.end]):
        two = _header_at(rows, merged, best.row, 2)
        if _count(two) > points:
            best = two
    return best


def read_header(rows: Sequence[Sequence], merged: Sequence[Sequence[int]], row: int) -> Header:
    """The heading in the row that the person named, with the one below it when that says more."""
    one = _header_at(rows, merged, row, 1)
    if one.end < len(rows) and _is_heading_like(rows[one.end]):
        two = _header_at(rows, merged, row, 2)
        if _count(two) > _count(one):
            return two
    return one


def guess_columns(texts: Sequence[str]) -> dict[int, str]:
    """Column number → key of `proposals.sipd.COLUMNS`; every key at most once, the best heading first."""
    rated = sorted(
        (
            (points, -place, key)
            for place, text in enumerate(texts)
            for key, points in _rate_heading(text).items()
        ),
        reverse=True,
    )
    columns: dict[int, str] = {}
    for _, place, key in rated:
        if -place not in columns and key not in columns.values():
            columns[-place] = key
    return dict(sorted(columns.items()))


def rate(rows: Sequence[Sequence]) -> tuple[int, int]:
    """How much a sheet looks like a list of proposals; of two alike the longer one."""
    return _count(find_header(rows)), len(rows)


def _header_at(rows, merged, row: int, depth: int) -> Header:
    width = max((len(cells) for cells in rows[row : row + depth + 1]), default=0)
    layers = [_spread(rows, merged, number, width) for number in range(row, row + depth)]
    texts = [" / ".join(dict.fromkeys(text for text in parts if text)) for parts in zip(*layers, strict=True)]
    return Header(row, depth, tuple(texts))


def _spread(rows, merged, number: int, width: int) -> list[str]:
    """The texts of a row; a merged cell says its text over all its columns."""
    texts = [_text(value) for value in rows[number]] + [""] * (width - len(rows[number]))
    for top, left, bottom, right in merged:
        if top <= number <= bottom and left < width:
            value = rows[top][left] if left < len(rows[top]) else None
            for place in range(left, min(right + 1, width)):
                texts[place] = _text(value)
    return texts[:width]


def _count(header: Header) -> int:
    """How many columns are known by name; none when nothing says what is proposed."""
    columns = guess_columns(header.texts)
    if not set(_BASES) & set(columns.values()) or len(columns) < 2:
        return 0
    return sum(10 if COLUMNS[key].is_taken else 5 for key in columns.values())


def _is_heading_like(cells: Sequence) -> bool:
    texts = [cell for cell in cells if cell is not None]
    return bool(texts) and all(isinstance(cell, str) and len(cell) < 60 for cell in texts)


def _rate_heading(text: str) -> dict[str, int]:
    """key → points for one heading, where "Lokasi / RT" is asked as a whole and by its last part."""
    if text in REMARKS:
        return {}
    parts = [part for part in text.split(" / ") if part]
    found: dict[str, int] = {}
    for asked, points in ((text, EXACT), (parts[-1] if len(parts) > 1 else "", OWN_LAST)):
        words = _strip_units(fold(asked))
        if words in _NAMES:
            key, rank = _NAMES[words]
            found[key] = max(found.get(key, 0), points + rank)
    if found or len(text) > 80:
        return found
    padded = f" {_strip_units(fold(text))} "
    for name in _LONG_NAMES:
        if f" {name} " in padded:
            return {_NAMES[name][0]: WITHIN + len(name)}
    return {}


def _strip_units(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _UNIT_WORDS)


def _text(value) -> str:
    if value is None or isinstance(value, dict):
        return ""
    return " ".join(str(value).split())[:120]
