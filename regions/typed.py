"""Whole amounts as people type them, read in one way wherever they are typed.

Pure: no Django. What lists of offices hold in their cells ("2 juta", "± 200 m2") is read by the import of sheets.
"""

import re

_WHOLE = r"\d{1,3}(?:\.\d{3})+|\d+"
_COUNT = re.compile(rf"([-−]?)({_WHOLE})", re.ASCII)
_RUPIAH = re.compile(rf"([-−]?)\s*(?:rp\.?)?\s*({_WHOLE})(?:,0{{1,2}}|,-)?", re.ASCII | re.IGNORECASE)
_DIGITS = 40  # beyond any field's limit: of a longer number the size is kept, not the value


def read_whole(text: str) -> int | None:
    """A whole number: "1.500.000", "1500000", "-5"; None for anything else, also "1.5", "1 500" and ""."""
    return _read(_COUNT, text)


def read_rupiah(text: str) -> int | None:
    """Whole rupiah: what `read_whole` reads, also with "Rp" or "Rp." before it and ",00" or ",-" behind it."""
    return _read(_RUPIAH, text)


def tell_unread(what: str) -> str:
    """The sentence for an amount that cannot be read: "Tulis pagu dalam rupiah bulat, misalnya 1.500.000."."""
    return f"Tulis {what} dalam rupiah bulat, misalnya 1.500.000."


def _read(spelling: re.Pattern, text: str) -> int | None:
    found = spelling.fullmatch(text.replace("\u00a0", " ").strip())
    if found is None:
        return None
    size = int(found[2].replace(".", "").lstrip("0")[:_DIGITS] or "0")
    return -size if found[1] else size
