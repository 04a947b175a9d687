"""Which proposals are likely about the same thing: alike in words, near on the ground, the same kind of work.

Pure: plain values in, frozen dataclasses out; no Django, no database. It only points out and never decides. Points
are whole numbers: the words of the title give at most 60, the distance 30, the catalogue item 20, street and RW 10
each; what speaks against it takes points away. Ties go to the later key, so that the same input gives the same list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from regions.distance import metres

MOST = 200  # candidates that are compared for one proposal
SHOWN = 5
LIKELY = 50  # points from which a pair is shown
NEAR, CLOSE, AROUND, FAR = 50, 150, 300, 500  # metres
_CELL = 0.005  # degrees, about 550 m: everything within FAR lies in the own cell or one beside it


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of an address and words that every title has; they tell nothing.
STOP_WORDS = _split(
    """
    di ke dari dan atau yang untuk pada dengan serta oleh dalam sekitar depan belakang samping sepanjang sampai s d
    kelurahan kel kecamatan kec kota tangerang lingkungan wilayah warga kegiatan usulan paket unit meter m m2 m3 buah
    jl jln jalan gg gang rt rw blok no nomor
    """
)
# What is done, as opposed to what it is done to: half as telling as other words.
DEEDS = _split(
    """
    perbaikan peningkatan rehabilitasi rehab pemeliharaan pembangunan pembuatan pengadaan pemasangan normalisasi
    penataan renovasi pengaspalan betonisasi pelatihan pembinaan penambahan penggantian bantuan lanjutan
    """
)
SAME_WORDS = {
    "got": "drainase", "selokan": "drainase", "saluran": "drainase", "drainese": "drainase", "lampu": "pju",
    "penerangan": "pju", "rehab": "rehabilitasi", "aspal": "pengaspalan", "beton": "betonisasi", "musola": "mushola",
    "musholla": "mushola", "mesjid": "masjid", "poskamling": "pos", "siskamling": "pos",
}  # fmt: skip

_UNITS = re.compile(
    r"\b(rt|rw)\s*[.:]?\s*((?:0*\d{1,3})(?:\s*(?:,|&|/|-|dan|s\.?d\.?)\s*0*\d{1,3}(?!\s*[/x×]))*)",
    re.IGNORECASE,
)
_STREET = re.compile(r"\b(?:jl|jln|jalan|gg|gang)\b\.?\s*((?:(?!rt\b|rw\b)[a-z.']+\s*){1,3})", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,}[0-9]?|[a-z]\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compared. `rw` as typed ("02, 03"), `item` the code of the catalogue, degrees as floats."""

    title: str
    street: str = ""
    rw: str = ""
    latitude: float | None = None
    longitude: float | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal that may be the same; `key` is whatever the caller finds it by, and can be compared with others."""

    key: Hashable
    subject: Subject


@dataclass(frozen=True, slots=True)
class Twin:
    """A likely double: `points` from LIKELY up, `away` in whole metres when both places are known, why in words."""

    key: Hashable
    points: int
    reason: str
    away: int | None = None


@dataclass(frozen=True)
class _Reading:
    """A subject read once: its words with their weights, its street, its RW as numbers."""

    subject: Subject
    words: dict[str, int]
    street: frozenset[str]
    rw: frozenset[int]

    @cached_property
    def weight(self) -> int:
        return sum(self.words.values())

    @property
    def cell(self) -> tuple[int, int] | None:
        place = self.subject
        if place.latitude is None or place.longitude is None:
            return None
        return int(place.latitude // _CELL), int(place.longitude // _CELL)


@dataclass
class Known:
    """The candidates, read once and asked often; one form asks it once, an import for each of its rows."""

    candidates: Iterable[Candidate]
    _readings: list[tuple[Hashable, _Reading]] = field(init=False)

    def __post_init__(self):
        self._readings = [(candidate.key, read(candidate.subject)) for candidate in self.candidates]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_item: dict[str, list[int]] = defaultdict(list)
        self._by_cell: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (_, reading) in enumerate(self._readings):
            for word in reading.words:
                self._by_word[word].append(number)
            if reading.subject.item:
                self._by_item[reading.subject.item].append(number)
            if reading.cell:
                self._by_cell[reading.cell].append(number)

    def find_twins(self, subject: Subject, *, but: Hashable = None, most: int = SHOWN) -> list[Twin]:
        """The likeliest doubles, at most `most`; `but` is the key of the subject itself."""
        own = read(subject)
        numbers = range(len(self._readings)) if len(self._readings) <= MOST else self._choose(own)
        twins = []
        for number in numbers:
            key, other = self._readings[number]
            if key != but and (twin := compare(own, other, key)):
                twins.append(twin)
        twins.sort(key=lambda twin: twin.key, reverse=True)
        twins.sort(key=lambda twin: twin.points, reverse=True)
        return twins[:most]

    def _choose(self, own: _Reading) -> list[int]:
        """The `MOST` that share most with it: words by their weight, the kind of work, the neighbourhood."""
        shared: Counter[int] = Counter()
        for word, weight in own.words.items():
            for number in self._by_word.get(word, ()):
                shared[number] += 2 * weight
        for number in self._by_item.get(own.subject.item, ()) if own.subject.item else ():
            shared[number] += 1
        for number in (n for cell in _cells_around(own.cell) for n in self._by_cell.get(cell, ())):
            shared[number] += 3
        return [number for number, _ in shared.most_common(MOST)]


def read(subject: Subject) -> _Reading:
    """Take a title apart: RT, RW, street, and the words that tell something."""
    title = subject.title.lower()
    rw = _numbers(subject.rw)
    for kind, numbers in _UNITS.findall(title):
        if kind == "rw":
            rw |= _numbers(numbers)
    plain = _UNITS.sub(" ", title)
    street = _words(subject.street.lower())
    for found in _STREET.findall(plain):
        street |= _words(found)
    words = {word: 1 if word in DEEDS else 2 for word in _words(plain)}
    return _Reading(subject, words, frozenset(street), frozenset(rw))


def choose_words(title: str, *, most: int = 6) -> list[str]:
    """The words of a title to look for elsewhere, as they were typed, the longest first."""
    plain = _UNITS.sub(" ", title.lower())
    words = {word for word in _WORD.findall(plain) if len(word) > 2} - STOP_WORDS - DEEDS
    return sorted(words, key=lambda word: (-len(word), word))[:most]


def compare_titles(own: str, other: str) -> float:
    """How alike two titles are, 0 to 1, whatever RT, RW and numbers they name."""
    return _alike(read(Subject(own)), read(Subject(other)))


def compare(own: _Reading, other: _Reading, key: Hashable) -> Twin | None:
    """Two readings against each other: the likely double under this key, or None below LIKELY points."""
    alike = _alike(own, other)
    points, reasons = round(60 * alike), []
    if alike >= 0.5:
        reasons.append("judul sama" if alike >= 0.95 else "judul mirip")
    away = _measure(own.subject, other.subject)
    if away is not None:
        points += 30 if away <= NEAR else 20 if away <= CLOSE else 10 if away <= AROUND else 0
        points -= 25 if away > FAR else 0
        if away <= FAR:
            reasons.append(f"{max(10, round(away, -1))} m dari sini" if away >= 5 else "titik yang sama")
    if own.subject.item and other.subject.item:
        same = own.subject.item == other.subject.item
        points += 20 if same else -10
        reasons += ["jenis pekerjaan sama"] if same else []
    if own.street and other.street:
        same = _share_words(own.street, other.street)
        points += 10 if same else -20
        reasons += ["jalan sama"] if same else []
    if own.rw and other.rw:
        same = bool(own.rw & other.rw)
        points += 10 if same else -20
        reasons += ["RW sama"] if same else []
    if points < LIKELY:
        return None
    return Twin(key, min(points, 100), ", ".join(reasons), away)


def _alike(own: _Reading, other: _Reading) -> float:
    """Weighted Dice over the words; a word that is only misspelt counts as far as its trigrams agree."""
    total = own.weight + other.weight
    if not own.words or not other.words:
        return 0.0
    common = 2.0 * sum(own.words[word] for word in own.words.keys() & other.words.keys())
    rest = [word for word in other.words if word not in own.words]
    for word, weight in own.words.items():
        if word in other.words or len(word) < 5:
            continue
        near = max(((_trigram_dice(word, twin), twin) for twin in rest if len(twin) >= 5), default=(0.0, ""))
        if near[0] >= 0.55:
            common += near[0] * (weight + other.words[near[1]])
            rest.remove(near[1])
    return min(1.0, common / total)


def _measure(own: Subject, other: Subject) -> int | None:
    here, there = (own.latitude, own.longitude), (other.latitude, other.longitude)
    if None in here or None in there:
        return None
    return round(metres(*here, *there))


def _share_words(own: frozenset[str], other: frozenset[str]) -> bool:
    return any(
        word == twin or (min(len(word), len(twin)) >= 5 and _trigram_dice(word, twin) >= 0.55)
        for word in own
        for twin in other
    )


def _words(text: str) -> set[str]:
    found = {SAME_WORDS.get(word, word) for word in _WORD.findall(text)}
    return found - STOP_WORDS


def _numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d{1,3}", text)}


@lru_cache(maxsize=20_000)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _trigram_dice(word: str, other: str) -> float:
    own, its = _trigrams(word), _trigrams(other)
    return 2 * len(own & its) / (len(own) + len(its))


def _cells_around(cell: tuple[int, int] | None) -> Sequence[tuple[int, int]]:
    if cell is None:
        return ()
    return [(cell[0] + north, cell[1] + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
