"""How a place in the ranking reads in Indonesian: what decided it, what it lacked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from regions.indonesian import decimal, rupiah

RULE_LABELS = {
    "score": "Skor",
    "kecamatan_order": "Urutan kecamatan",
    "kelurahan_order": "Urutan kelurahan",
    "households": "Penerima manfaat",
    "budget": "Anggaran",
    "reference": "Nomor usulan",
}
ORDERS = ("kecamatan_order", "kelurahan_order")
NO_ORDER = "tanpa urutan"
OUTCOMES = {"prioritised": "Prioritas", "reserve": "Cadangan"}
FORCED = {"in": "dimasukkan", "out": "dikeluarkan"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a rule: `label` in a menu, `meaning` as the clause that follows it."""

    label: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.label}: {self.meaning}"


METHODS = {
    "weighted_sum": Choice(
        "Jumlah berbobot",
        "tingkat 1 sampai 5 menjadi 0 sampai 100% dari bobot kriterianya, lalu dijumlahkan",
    ),
    "saw": Choice(
        "SAW", "tiap tingkat dibagi tingkat terbaik di antara semua usulan, lalu dijumlahkan menurut bobot"
    ),
    "topsis": Choice(
        "TOPSIS", "skor adalah kedekatan dengan usulan terbaik yang mungkin; bukan jumlah, jadi tanpa rincian"
    ),
}
REVIEWERS = {
    "mean": Choice("Rata-rata", "semua penilai berpengaruh sama"),
    "median": Choice("Nilai tengah", "satu nilai yang menyimpang jauh tidak menggeser hasil"),
}
ALLOCATIONS = {
    "skip": Choice("Lewati yang tidak muat", "usulan di bawahnya yang masih muat tetap Prioritas"),
    "stop": Choice(
        "Berhenti di yang tidak muat", "pagu yang tidak cukup ditutup untuk semua usulan di bawahnya"
    ),
}
PUBLIC_NOTE = "Bukan penetapan anggaran; mengikuti rancangan akhir RKPD, KUA-PPAS dan APBD."


def say_points(points: Decimal | str) -> str:
    """Points or a weight with two decimals at least and six at most: 77.5 is "77,50", 66.666667 is "66,666667"."""
    text = decimal(Decimal(points), places=6)
    whole, _, part = text.partition(",")
    return f"{whole},{part:0<2}"


def say_value(rule: str, value: str) -> str:
    """One of the two values that a rule compared."""
    if rule in ORDERS:
        return value or NO_ORDER
    if rule == "score":
        return say_points(value)
    if rule == "households":
        return f"{value} KK"
    return rupiah(int(value)) if rule == "budget" else value


def say_decider(rule: str, own: str, other: str) -> str:
    """What decided the order: "Urutan kecamatan 7 < 8"; only "Skor" when the scores differ."""
    label = RULE_LABELS[rule]
    if rule == "score":
        return label
    return f"{label} {say_value(rule, own)} {_compare(rule, own, other)} {say_value(rule, other)}"


def _compare(rule: str, own: str, other: str) -> str:
    """The sign between the two as a reader sees them; a missing order comes after every number."""
    if rule in ORDERS and not (own and other):
        return "sebelum" if own else "sesudah"
    is_less = own < other if rule == "reference" else int(own) < int(other)
    return "<" if is_less else ">"


def say_outcome(row, ceilings: Mapping[str, str]) -> str:
    """What decided whether a place is funded, in words for everybody; nothing where it simply fitted.

    An override first; else what a reserve item lacked, the worst ceiling first. `ceilings`: label by key.
    """
    if row.forced:
        return say_forced(row)
    return " ".join(_say_shortfall(ceilings.get(key, key), *rest) for key, *rest in row.shortfalls)


def say_forced(row) -> str:
    """An override beside what was computed, as in "Keputusan khusus: dimasukkan. Menurut perhitungan: Cadangan."."""
    return f"Keputusan khusus: {FORCED[row.forced]}. Menurut perhitungan: {OUTCOMES[row.computed]}."


def say_method(rules: Mapping) -> str:
    """As in "SAW, nilai tengah penilai, nilai ternormalisasi 4 desimal"."""
    method, reviewers = METHODS.get(rules["method"]), REVIEWERS.get(rules["reviewers"])
    said = f"{method.label if method else rules['method']}, "
    said += f"{reviewers.label.lower()} penilai" if reviewers else rules["reviewers"]
    places = rules.get("normalised_places")
    return said if places is None else f"{said}, nilai ternormalisasi {places} desimal"


def say_allocation(rules: Mapping) -> str:
    """As in "Lewati yang tidak muat: usulan di bawahnya yang masih muat tetap Prioritas"."""
    return str(ALLOCATIONS.get(rules["allocation"], rules["allocation"]))


def _say_shortfall(label: str, needed: int, left: int, closed: bool = False) -> str:
    """`closed`: by one before (rule `stop`), whatever was left; runs made before there were overrides lack it."""
    if closed:
        return f"Pagu {label} sudah ditutup oleh usulan di atasnya; sisanya {rupiah(left)}."
    return f"Perlu {rupiah(needed)}, sisa pagu {label} {rupiah(left)}. Kurang {rupiah(needed - left)}."


def label_ceilings(run) -> dict[str, str]:
    """The labels of a run's ceilings by key."""
    return {use["key"]: use["label"] for use in run.ceilings}
