"""Which rows below the heading are proposals, and why the others are left out: totals, titles, numbers of columns."""

import re
from collections.abc import Mapping, Sequence

from kelurahan.reading_sheets.words import fold

BLANK, TOTAL, HEADING, NUMBERS, SECTION, NOTHING, SAMPLE, BELOW = (
    "kosong",
    "baris jumlah",
    "judul kolom",
    "nomor kolom",
    "judul bagian",
    "tidak berisi usulan",
    "baris contoh dari templat",
    "di bawah baris jumlah",
)
EXAMPLE = "contoh"  # in the column of numbers: the template's own examples
_TOTALS = (
    "jumlah",
    "total",
    "sub total",
    "subtotal",
    "grand total",
    "jml",
    "jumlah total",
    "jumlah keseluruhan",
)
_TOTAL_STARTS = ("total ", "jumlah ")
LONGEST_WORD = 40  # characters in which a total, a heading or a number says what it is
_SECTION_NUMBER = re.compile(r"^(?:[ivx]{1,5}|[a-z])$")
_SAID = ("title", "problem")
_FIGURES = ("volume", "budget", "unit_price")


def explain_omission(
    cells: Sequence, columns: Mapping[int, str], headings: Sequence[str], *, below_total: bool = False
) -> str:
    """Why the row is no proposal, in words for the person; empty when it is one. `columns` as guessed or corrected.

    `below_total`: a total stood further up, so that a row of one or two texts is a place, a date or a signature.
    """
    filled = {place: cell for place, cell in enumerate(cells) if cell is not None}
    if not filled:
        return BLANK
    by_key = {columns[place]: cell for place, cell in filled.items() if place in columns}
    if fold(by_key.get("number")) == EXAMPLE:
        return SAMPLE
    if _is_total(filled, by_key):
        return TOTAL
    if _repeats(filled, headings):
        return HEADING
    if _is_numbering(list(filled.values())):
        return NUMBERS
    says = [key for key in _SAID if key in by_key]
    if len(filled) == 1 and not says:
        return SECTION
    if len(filled) == 2 and says and _is_section_number(by_key.get("number")):
        return SECTION
    figures = any(key in by_key for key in _FIGURES)
    if below_total and not figures and len(filled) <= 2:
        return BELOW
    if not says and not figures:
        return NOTHING
    return ""


def tell(cells: Sequence) -> str:
    """What stood in a row that is left out, short enough for a list."""
    texts = (cell.get("date") if isinstance(cell, dict) else str(cell) for cell in cells if cell is not None)
    text = " | ".join(" ".join(text.split()) for text in texts)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _is_total(filled: Mapping[int, object], by_key: Mapping[str, object]) -> bool:
    texts = [cell for cell in filled.values() if isinstance(cell, str)]
    if len(texts) > 3 or "problem" in by_key:
        return False
    words = [fold(text[:LONGEST_WORD]) for text in texts[:2]]
    title = fold(str(by_key.get("title", ""))[:LONGEST_WORD])
    named = any(word in _TOTALS or word.startswith(_TOTAL_STARTS) for word in words)
    return named and (not title or title in _TOTALS or title.startswith(_TOTAL_STARTS))


def _repeats(filled: Mapping[int, object], headings: Sequence[str]) -> bool:
    same = sum(
        isinstance(cell, str) and place < len(headings) and _is_like(cell, headings[place])
        for place, cell in filled.items()
    )
    return same >= 2 and same * 2 >= len(filled)


def _is_like(cell: str, heading: str) -> bool:
    return len(cell) <= len(heading) + LONGEST_WORD and fold(cell) == fold(heading) != ""


def _is_numbering(cells: list) -> bool:
    """1, 2, 3 or (1), (2), (3): the row that numbers the columns."""
    if len(cells) < 3 or any(len(str(cell)) > 5 for cell in cells):
        return False
    numbers = [int(text) if (text := fold(cell)).isdigit() else None for cell in cells]
    return numbers[0] is not None and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_section_number(cell: object) -> bool:
    return isinstance(cell, str) and _SECTION_NUMBER.match(fold(cell)) is not None
