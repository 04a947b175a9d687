"""Folding words, so that "Anggaran (Rp.)", "ANGGARAN" and "anggaran rp" are the same heading."""

import re
import unicodedata

_NOT_WORDS = re.compile(r"[^a-z0-9²³]+")


def fold(text: object) -> str:
    """Lower case, no accents, every other sign a single blank; an empty text for nothing."""
    if text is None:
        return ""
    plain = unicodedata.normalize("NFKD", str(text).replace("²", "2").replace("³", "3")).casefold()
    return _NOT_WORDS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
