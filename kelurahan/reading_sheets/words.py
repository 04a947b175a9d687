"""Folding words, so that "Anggaran (Rp.)", "ANGGARAN" and "anggaran rp" are the same heading."""

import re
import unicodedata
from functools import lru_cache

_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def fold(text: object) -> str:
    """Lower case, no accents, every other sign a single blank; an empty text for nothing."""
    return "" if text is None else _fold(str(text))


@lru_cache(maxsize=4096)  # a sheet says the same agency and the same unit a thousand times
def _fold(text: str) -> str:
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.replace("²", "2").replace("³", "3"))
        text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", text.casefold()).strip()
