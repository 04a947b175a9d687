"""Numbers as officials write them: "35 Orang", "± 200 m2", "Rp 21.120.000,-", "21,12 juta", 1,250,000.50.

An Indonesian comma is the decimal mark, as in the form itself. Only what can be read in one way is read.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kelurahan.reading_sheets.words import fold

_ABOUT = re.compile(
    r"^(?:±|\+/-|\+-|kurang\s+lebih|kira-kira|sekitar|lk\.?(?=\s*\d)|p\s*=)\s*", re.IGNORECASE
)
_FIGURE = re.compile(r"^(-?\d[\d.,  ]*)(.*)$", re.DOTALL)
_MONEY_HEAD = re.compile(r"^(?:rp\.?|idr)\s*", re.IGNORECASE)
_MONEY_TAIL = re.compile(r"(?:,-|\.-|,--|,00|\.00|-)+$")
_SCALES = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9}
_HEADING_SCALES = {"ribu": 10**3, "ribuan": 10**3, "000": 10**3, "juta": 10**6, "jutaan": 10**6}

UNITS = {
    "m²": ("m2", "m 2", "meter persegi", "meter2", "mtr2", "meter kuadrat", "sqm"),
    "m³": ("m3", "m 3", "meter kubik", "meter3", "mtr3", "kubik"),
    "meter": ("m", "m1", "mtr", "meter lari", "mt", "meter panjang"),
    "km": ("kilometer",),
    "orang": ("org", "orng", "peserta"),
    "unit": ("unt", "units"),
    "buah": ("bh", "bua"),
    "paket": ("pkt", "pket", "paket pekerjaan"),
    "titik": ("ttk", "titk"),
    "kegiatan": ("keg",),
    "kelompok": ("klp", "kel"),
    "set": ("sets",),
    "lokasi": ("lok",),
}
_UNIT_OF = {other: unit for unit, others in UNITS.items() for other in (fold(unit), *others)}


@dataclass(frozen=True, slots=True)
class Volume:
    """A figure with the unit that stood beside it (empty when none did)."""

    number: Decimal
    unit: str


def read_number(text: str) -> Decimal | None:
    """A plain number with Indonesian or English marks; None when it is none or could be two.

    One kind of mark that groups by three is a thousands mark when it is a point ("1.250" is 1250, as the form reads it)
    or occurs more than once ("1,250,000"); a single comma is the decimal mark ("12,5", "1,250").
    """
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if re.fullmatch(r"-?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", text):
        text = text.replace(" ", "")
    if not re.fullmatch(r"-?\d[\d.,]*", text) or len(text) > 40:
        return None
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        decimal_mark = "." if text.rfind(".") > text.rfind(",") else ","
        other = "," if decimal_mark == "." else "."
        if text.count(decimal_mark) > 1 or not _groups_by_three(text.split(decimal_mark)[0], other):
            return None
        plain = text.replace(other, "").replace(decimal_mark, ".")
    elif commas > 1 or dots > 1:
        mark = "," if commas else "."
        if not _groups_by_three(text, mark):
            return None
        plain = text.replace(mark, "")
    elif dots and _groups_by_three(text, "."):
        plain = text.replace(".", "")
    else:
        plain = text.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:  # a mark at the end: "12,"
        return None


def read_rupiah(value: object, *, scale: int = 1) -> int | None:
    """Whole rupiah, rounded half up; None when it cannot be read. `scale` is what the heading says ("juta": 10**6)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return _to_rupiah(Decimal(str(value)), scale)
    text = _MONEY_HEAD.sub("", str(value).replace("\u00a0", " ").strip())
    if match := re.fullmatch(r"([\d.,  ]+?)\s*([a-z]+)\.?", text, re.IGNORECASE):
        if match[2].lower() not in _SCALES:
            return None
        number = read_number(match[1].strip())
        return None if number is None else _to_rupiah(number, _SCALES[match[2].lower()])
    text = _MONEY_TAIL.sub("", text).strip()
    if re.fullmatch(r"\d{1,3},\d{3}", text):  # rupiah has no thousandths
        text = text.replace(",", "")
    number = read_number(text)
    return None if number is None else _to_rupiah(number, scale)


def read_volume(value: object) -> Volume | None:
    """The figure and its unit: "35 Orang", "150 m2", "± 12,5 m", 250; None when it is not one figure."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        return Volume(Decimal(str(value)), "")
    text = _ABOUT.sub("", str(value).replace("\u00a0", " ").strip())
    match = _FIGURE.match(text)
    if match is None:
        return None
    number, rest = read_number(match[1].strip()), match[2].strip()
    if number is None or re.search(
        r"\d", re.sub(r"^(?:m|meter|mtr)\s?[123](?!\d)", "", rest, flags=re.IGNORECASE)
    ):
        return None  # "100 x 2 m", "3 unit @ 5"
    return Volume(number, clean_unit(rest))


def clean_unit(text: str, *, like: str = "") -> str:
    """The usual spelling of a unit: "M2" is m², "bh" is buah; unknown ones stay. `like` wins when it means the same."""
    shown = " ".join(text.replace("\u00a0", " ").split()).strip(" .,;:()'’`")
    known = _UNIT_OF.get(fold(shown), shown)
    if like and _UNIT_OF.get(fold(like), fold(like)) == _UNIT_OF.get(fold(shown), fold(shown)):
        return like
    return (
        known.lower() if known.isupper() and len(known) > 3 else known if known in UNITS else _soften(known)
    )


def read_scale(heading: str) -> int:
    """By what a money column is to be multiplied: "Anggaran (juta rupiah)" is 1,000,000."""
    return next((_HEADING_SCALES[word] for word in fold(heading).split() if word in _HEADING_SCALES), 1)


def write_plain(number: Decimal) -> str:
    """As the form's fields read it back: no exponent, no useless zeros, a decimal comma."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _soften(unit: str) -> str:
    """ "Paket" in mid-sentence is "paket"; "kWh" stays."""
    return unit.lower() if unit[1:].islower() else unit


def _groups_by_three(text: str, mark: str) -> bool:
    return re.fullmatch(rf"-?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+|-?\d+", text) is not None


def _to_rupiah(number: Decimal, scale: int) -> int:
    return int((number * scale * 2 + 1) // 2)
