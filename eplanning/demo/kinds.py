"""Reads the kinds of work that kelurahan ask for (kinds.toml), with the fields and priorities they belong to."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FIELDS = {
    "infrastruktur": "Infrastruktur",
    "perumahan": "Perumahan dan permukiman",
    "lingkungan": "Lingkungan hidup",
    "perhubungan": "Perhubungan",
    "ketertiban": "Ketenteraman dan ketertiban",
    "ekonomi": "Ekonomi",
    "sosial": "Sosial dan budaya",
}

PRIORITIES = (
    (
        "Pembangunan infrastruktur wilayah",
        "Berkurangnya genangan dan meningkatnya jalan lingkungan dalam keadaan baik",
    ),
    ("Permukiman yang layak huni", "Berkurangnya rumah tidak layak huni dan kawasan kumuh"),
    ("Lingkungan hidup yang bersih dan sehat", "Meningkatnya sampah yang tertangani dan akses sanitasi"),
    ("Daya saing ekonomi masyarakat", "Meningkatnya usaha mikro dan kesempatan kerja"),
    ("Kualitas sumber daya manusia", "Meningkatnya derajat kesehatan, pendidikan, dan peran perempuan"),
    ("Ketenteraman dan pelayanan publik", "Meningkatnya rasa aman dan mutu pelayanan kelurahan"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One catalogue item and how its proposals read. `share` is its weight among all; volumes as (low, high, step)."""

    code: str
    name: str
    keywords: str
    kind: str
    field: str
    unit: str
    price: int  # rupiah a unit
    basis: str
    agency: str  # empty: the kecamatan's own agency
    sub_kegiatan: str
    expenditure: str
    spm: int
    hak_dasar: int
    priority: int
    share: int
    volumes: tuple[float, float, float]
    titles: tuple[str, ...]
    problems: tuple[str, ...]
    output: str


def _read() -> tuple[Kind, ...]:
    with (Path(__file__).parent / "kinds.toml").open("rb") as file:
        rows = tomllib.load(file)["kind"]
    return tuple(
        Kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
        for row in rows
    )


KINDS = _read()
