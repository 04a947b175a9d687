"""What text may enter: no NUL, no lone surrogates, no control characters, at most 10,000 characters.

Line ends are normalised to LF. Emoji and every other script stay as they are. U+FFFD is refused too: it is what a
form's decoder leaves of a lone surrogate.
"""

import re
import unicodedata

LONGEST = 10_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")


class UnfitText(ValueError):
    """The sentence says what is wrong and what to do."""


def clean(value: str, *, longest: int = LONGEST, lines: bool = True) -> str:
    """The text as it will be stored; raises UnfitText."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        value = value.replace("\n", " ")
    if _FORBIDDEN.search(value):
        raise UnfitText(
            "Teks memuat karakter yang tidak bisa disimpan. Ketik ulang bagian itu, jangan ditempel."
        )
    value = unicodedata.normalize("NFC", value).strip()
    if len(value) > longest:
        raise UnfitText(f"Teks ini {len(value)} karakter; paling banyak {longest}. Ringkas isinya.")
    return value
