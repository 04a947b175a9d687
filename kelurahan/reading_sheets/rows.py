"""Which rows below the heading are proposals, and why the others are left out: totals, titles, numbers of columns."""

import re
from collections.abc import Mapping, Sequence

from kelurahan.reading_sheets.words import fold

BLANK, TOTAL, HEADING, NUMBERS, SECTION, NOTHING, SAMPLE = (
    "kosong",
    "baris jumlah",
    "judul kolom",
    "nomor kolom",
    "judul bagian",
    "tidak berisi usulan",
    "baris contoh dari templat",
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
_SECTION_NUMBER = re.compile(r"^(?:[ivx]{1,5}|[a-z])$")
_SAID = ("title", "problem")
_FIGURES = ("volume", "budget", "unit_price")


def explain_omission(cells: Sequence, columns: Mapping[int, str], headings: Sequence[str]) -> str:
    """Why the row is no proposal, in words for the person; empty when it is one. `columns` as guessed or corrected."""
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
    if not says and not any(key in by_key for key in _FIGURES):
        return NOTHING
    return ""


def tell(cells: Sequence) -> str:
    """What stood in a row that is left out, short enough for a list."""
    texts = (cell.get("date") if isinstance(cell, dict) else str(cell) for cell in cells if cell is not None)
    text = " | ".join(" ".join(text.split()) for text in texts)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _is_total(filled: Mapping[int, object], by_key: Mapping[str, object]) -> bool:
    words = [fold(cell) for cell in filled.values() if isinstance(cell, str)]
    named = any(
        word in _TOTALS or word.startswith(("jumlah total", "total ", "jumlah ")) for word in words[:2]
    )
    title = fold(by_key.get("title"))
    without_title = not title or title in _TOTALS or title.startswith(("total ", "jumlah "))
    return named and without_title and "problem" not in by_key and len(words) <= 3


def _repeats(filled: Mapping[int, object], headings: Sequence[str]) -> bool:
    same = sum(
        place < len(headings) and bool(fold(cell)) and fold(cell) == fold(headings[place])
        for place, cell in filled.items()
    )
    return same >= 2 and same * 2 >= len(filled)


def _is_numbering(cells: list) -> bool:
    numbers = [int(text) if (text := fold(cell)).isdigit() and len(text) < 4 else None for cell in cells]
    return len(numbers) >= 3 and numbers == list(range(numbers[0] or -1, (numbers[0] or -1) + len(numbers)))


def _is_section_number(cell: object) -> bool:
    return isinstance(cell, str) and _SECTION_NUMBER.match(fold(cell)) is not None
