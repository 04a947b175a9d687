"""Finding what a cell means in a list: agencies, fields, catalogue items by code, name, or a usual other name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kelurahan.reading_sheets.words import fold

SEPARATOR = " | "  # in the template's drop-downs: "DRN-01 | Perbaikan saluran drainase"
KINDS = {
    "physical": (
        "fisik",
        "sarpras",
        "sarana prasarana",
        "sarana dan prasarana",
        "infrastruktur",
        "prasarana",
    ),
    "nonphysical": (
        *("nonfisik", "non fisik", "non-fisik", "pemberdayaan", "pemberdayaan masyarakat", "pm", "lk"),
        *("lembaga kemasyarakatan", "pelatihan", "sosial", "sosbud", "ekonomi"),
    ),
}
PRICE_BASES = {
    "SSH": ("ssh", "standar satuan harga", "standar harga"),
    "HSPK": ("hspk", "harga satuan pokok kegiatan"),
    "ASB": ("asb", "analisis standar belanja"),
    "SBU": ("sbu", "standar biaya umum"),
    "estimate": ("perkiraan sendiri", "perkiraan", "estimasi", "taksiran", "survei harga"),
}
FUNDINGS = {
    "APBD": ("apbd", "apbd kota", "apbd kota tangerang", "dau"),
    "dana_kelurahan": ("dana kelurahan", "dau tambahan"),
    "other": ("lainnya", "lain lain", "csr", "swadaya", "apbn", "apbd provinsi"),
}
_OF_THE_CITY = re.compile(r"\b(?:kota tangerang|kota)\b")
_AGENCY_HEAD = re.compile(r"^(?:dinas|kantor|badan|kec|kecamatan) ")


@dataclass(slots=True)
class Choices:
    """Codes by every name that leads to exactly one of them."""

    codes: dict[str, str] = field(default_factory=dict)

    def add(self, code: object, *names: object) -> None:
        """Names that already mean another code mean nothing from then on."""
        for name in (code, *names):
            folded = fold(name)
            if not folded:
                continue
            known = self.codes.setdefault(folded, str(code))
            if known != str(code):
                self.codes[folded] = ""

    def find(self, text: str) -> str | None:
        """The code, or None."""
        for asked in (text, *text.split(SEPARATOR.strip())[:1]):
            if code := self.codes.get(fold(asked)):
                return code
        return None


def list_choices(pairs: Iterable[tuple]) -> Choices:
    """From (code, name, …) of each."""
    choices = Choices()
    for code, *names in pairs:
        choices.add(code, *names)
    return choices


def list_agencies(rows: Iterable[tuple[str, str, str]]) -> Choices:
    """From (code, name, short name): also "Dinas PUPR", "Kec. Batuceper", "… Kota Tangerang"."""
    choices = Choices()
    for code, name, short in rows:
        choices.add(code, name, short, f"{name} Kota Tangerang", f"{short} Kota Tangerang")
        bare = _AGENCY_HEAD.sub("", fold(short))
        if fold(name).startswith("kecamatan "):
            choices.add(code, f"kec {bare}", f"kecamatan {bare}")
        else:
            choices.add(
                code, f"dinas {bare}", *((f"dinas {bare[1:]}",) if re.match("d[^aiueo]", bare) else ())
            )
    return choices


def shorten_agency(text: str) -> str:
    """Without the name of the city, for a second try."""
    return " ".join(_OF_THE_CITY.sub(" ", fold(text)).split())
