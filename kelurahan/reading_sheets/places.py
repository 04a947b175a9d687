"""RT and RW taken out of an address: "Jl. Melati RT 02, 03, 09 / RW 05, Kota Tangerang" is a street, RTs and an RW."""

import re
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?!\d)"
_ROMAN_NUMBER = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})(?![A-Z])"
_LINK = r"\s*(?:,|&|\+|;|dan|s/d|s\.d\.?|sd|sampai|-|–)\s*"
_LIST = rf"{_NUMBER}(?:{_LINK}{_NUMBER})*"
_BOTH = re.compile(
    rf"\bRT\s*\.?\s*(?:/|dan|-)\s*RW\s*\.?\s*[:.]?\s*(?P<rt>{_LIST})\s*(?:/|-|dan)\s*(?P<rw>{_NUMBER})",
    re.IGNORECASE,
)
_PAIR = re.compile(rf"\bRT\s*[.:]?\s*(?P<rt>{_NUMBER})\s*/\s*(?P<rw>{_NUMBER})", re.IGNORECASE)
_RT = re.compile(rf"\bRT\s*[.:]?\s*(?P<rt>{_LIST})", re.IGNORECASE)
_RW = re.compile(rf"\bRW\s*[.:]?\s*(?P<rw>{_LIST}|{_ROMAN_NUMBER})", re.IGNORECASE)
_BARE_PAIR = re.compile(rf"^\s*(?P<rt>{_LIST})\s*/\s*(?P<rw>{_NUMBER})\s*$")
_SPLIT = re.compile(r"\s*[,;]\s*")
_OUTER_PLACE = re.compile(
    r"^(?:kota|kabupaten|kab\.?|kecamatan|kec\.?|kelurahan|kel\.?|provinsi|prov\.?)(?:\s|$)", re.IGNORECASE
)
_EDGES = " \t\n,;:/–-"
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Address:
    """Street without RT, RW, kelurahan, kecamatan and city; RT and RW as lists in the way they were written."""

    street: str
    rt: str = ""
    rw: str = ""


def split_address(text: str) -> Address:
    """Every RT and RW, wherever they stand; several are joined in their order."""
    text = " ".join(text.replace("\u00a0", " ").split())
    found: dict[str, list[str]] = {"rt": [], "rw": []}

    def take(match: re.Match) -> str:
        for name, value in match.groupdict().items():
            if value and value not in found[name]:
                found[name].append(value)
        return " "

    rest = _BOTH.sub(take, text)
    if not re.search(r"\bRW\b", rest, re.IGNORECASE):
        rest = _PAIR.sub(take, rest)
    rest = _RW.sub(take, _RT.sub(take, rest))
    rw = ", ".join(str(read_roman(value) or value) for value in found["rw"])
    return Address(_tidy(rest), ", ".join(found["rt"]), rw)


def split_pair(text: str) -> Address:
    """A cell of a column RT/RW: "03/05", "02, 03 / 05", or as in an address."""
    if match := _BARE_PAIR.match(text.replace("\u00a0", " ")):
        return Address("", match["rt"], match["rw"])
    return split_address(text)


def read_roman(text: str) -> int | None:
    """ "IV" is 4; None for what is no Roman number up to 39."""
    if not re.fullmatch(_ROMAN_NUMBER, text, re.IGNORECASE):
        return None
    digits = [_ROMAN[letter] for letter in text.upper()]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def _tidy(rest: str) -> str:
    parts = (re.sub(r"\s{2,}", " ", part).strip(_EDGES) for part in _SPLIT.split(rest))
    kept = (part for part in parts if part and not _OUTER_PLACE.match(part))
    return ", ".join(part for part in kept if part.lower() not in ("dan", "rt", "rw"))
