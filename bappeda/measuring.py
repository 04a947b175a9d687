"""Turn what is known about proposals into exact levels: one level (1–5) per proposal and criterion.

Pure: no Django, no clock, no database. Levels come from marks, catalogue, fields and order (DESIGN §7); what becomes
of the matrix of levels is the business of `scoring`, whatever its method.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

LOWEST, HIGHEST = 1, 5
LEVELS = frozenset(range(LOWEST, HIGHEST + 1))
SOURCES = ("mark", "catalogue", "field", "order")
BENEFIT, COST = "benefit", "cost"
TYPES = (BENEFIT, COST)
# Lower ends of the half-open shares of the kecamatan's list, in percent: [0, 10) = 5 … [75, 100) = 1.
ORDER_SHARES = (10, 25, 50, 75)

Level = int | Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """How a field's value becomes a level.

    `edges`: four rising numbers per kind of work ("physical", "nonphysical"; "" for any kind). A value
    below the first edge is level 1; a value equal to an edge belongs to the band that begins there.
    `levels`: a level per value of a field that holds words; a value that is not named is level 1.
    """

    edges: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a set: a weight (the weights of a set sum to exactly 1) and where the level is from.

    `type`: of a benefit level 5 is the best, of a cost level 1.
    """

    key: str
    weight: Fraction
    source: str
    field: str = ""
    bands: Bands = Bands()
    type: str = BENEFIT


@dataclass(frozen=True, slots=True)
class Candidate:
    """What scoring knows about one proposal.

    `sheets`: one mapping per submitted sheet, criterion key to mark; None is an abstention.
    `catalogue`: levels of the kind of work; a criterion without one is marked by the reviewers.
    `order`: place in the kecamatan's list of `list_length`, or None.
    """

    key: str
    kind: str = ""
    sheets: tuple[Mapping[str, int | None], ...] = ()
    catalogue: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)
    order: int | None = None
    list_length: int = 0


@dataclass(frozen=True, slots=True)
class Lack:
    """A proposal that cannot be scored yet, and the criteria that have fewer marks than the minimum."""

    key: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """`matrix`: one row of levels per candidate, one column per criterion; a row with a lack holds None there."""

    matrix: tuple[tuple[Level | None, ...], ...]
    lacks: tuple[Lack, ...]


def read_bands(source: Mapping) -> Bands:
    """Bands as they are written in a criteria set.

    `{"edges": [10, 20, 30, 40]}`, `{"edges": {"physical": [...], "nonphysical": [...]}}` or
    `{"levels": {"ready": 5, "process": 3}}`. Raises ValueError for anything else.
    """
    if not isinstance(source, Mapping):
        raise ValueError("Kelompok nilai ditulis sebagai batas (edges) atau tingkat tiap nilai (levels).")
    edges, levels = source.get("edges", {}), source.get("levels", {})
    if isinstance(edges, list | tuple):
        edges = {"": edges}
    if not isinstance(edges, Mapping) or not isinstance(levels, Mapping) or bool(edges) == bool(levels):
        raise ValueError("Isi salah satu: batas kelompok (edges) atau tingkat tiap nilai (levels).")
    for kind, limits in edges.items():
        if not _are_rising(limits):
            name = kind or "umum"
            raise ValueError(f"Batas kelompok {name} harus empat bilangan bulat yang makin besar.")
    if not all(type(level) is int and level in LEVELS for level in levels.values()):
        raise ValueError("Tingkat tiap nilai harus antara 1 dan 5.")
    return Bands(edges={kind: tuple(limits) for kind, limits in edges.items()}, levels=dict(levels))


def _are_rising(limits) -> bool:
    if not isinstance(limits, list | tuple) or len(limits) != HIGHEST - LOWEST:
        return False
    if not all(type(limit) is int for limit in limits):
        return False
    return all(low < high for low, high in pairwise(limits))


def find_problems(criteria: Sequence[Criterion]) -> list[str]:
    """Why these criteria cannot be used for scoring, as sentences for the person who wrote them."""
    problems = []
    if len({criterion.key for criterion in criteria}) != len(criteria):
        problems.append("Ada kunci kriteria yang dipakai dua kali.")
    total = sum(criterion.weight for criterion in criteria)
    if total != 1:
        written = f"{float(total):.5f}".replace(".", ",")
        problems.append(f"Jumlah bobot harus tepat 1; sekarang {written}.")
    for criterion in criteria:
        if criterion.source not in SOURCES:
            problems.append(f"Sumber kriteria {criterion.key} tidak dikenal.")
        if criterion.type not in TYPES:
            problems.append(f"Sifat kriteria {criterion.key} harus manfaat (benefit) atau biaya (cost).")
        if criterion.weight < 0:
            problems.append(f"Bobot kriteria {criterion.key} tidak boleh di bawah nol.")
        if criterion.source == "field" and not (
            criterion.field and (criterion.bands.edges or criterion.bands.levels)
        ):
            problems.append(f"Kriteria {criterion.key} perlu nama isian dan kelompok nilainya.")
    return problems


def mean(marks: Sequence[int]) -> Fraction:
    """The exact mean of at least one mark; a mean of three has no finite decimal."""
    return Fraction(sum(marks), len(marks))


def median(marks: Sequence[int]) -> Fraction:
    """The middle of at least one mark; of an even number the mean of the two in the middle."""
    ordered = sorted(marks)
    half, is_odd = divmod(len(ordered), 2)
    return Fraction(ordered[half]) if is_odd else Fraction(ordered[half - 1] + ordered[half], 2)


AGGREGATES = {"mean": mean, "median": median}


def band_value(bands: Bands, value, *, kind: str = "") -> int:
    """The level of a field's value; a value that is missing is level 1."""
    if bands.levels:
        return bands.levels.get(value, LOWEST)
    if value is None:
        return LOWEST
    limits = bands.edges.get(kind) or bands.edges.get("")
    if limits is None:
        raise ValueError(f"No bands for works of the kind {kind!r}.")
    return LOWEST + bisect_right(limits, value)


def band_order(order: int | None, list_length: int) -> int:
    """The level of a place in the kecamatan's list (1 is the first).

    The share before a place decides, half-open as all bands: the first of any list is level 5, of a
    list of 20 the places 1–2 are 5, 3–5 are 4, 6–10 are 3, 11–15 are 2, the rest 1. No order is level 1.
    """
    if order is None:
        return LOWEST
    if not 1 <= order <= list_length:
        raise ValueError(f"Place {order} is not in a list of {list_length}.")
    return HIGHEST - sum(100 * (order - 1) >= share * list_length for share in ORDER_SHARES)


def list_marked(candidate: Candidate, criteria: Sequence[Criterion]) -> list[str]:
    """The criteria that reviewers mark on this proposal: its `mark` ones and those the catalogue leaves open."""
    return [
        criterion.key
        for criterion in criteria
        if criterion.source == "mark"
        or (criterion.source == "catalogue" and criterion.key not in candidate.catalogue)
    ]


def measure(
    candidates: Sequence[Candidate],
    *,
    criteria: Sequence[Criterion],
    min_marks: int = 1,
    reviewers: str = "mean",
) -> Measurement:
    """One exact level per candidate and criterion.

    A criterion that is marked needs at least `min_marks` marks (abstentions do not count); a candidate
    that has fewer is in `lacks`. `reviewers` names how the marks of several become one level (see AGGREGATES).
    Raises ValueError for a mark outside 1–5, an unknown aggregate or criteria that cannot be used.
    """
    if problems := find_problems(criteria):
        raise ValueError(" ".join(problems))
    if min_marks < 1:
        raise ValueError("At least one reviewer must mark.")
    if reviewers not in AGGREGATES:
        raise ValueError(f"Unknown way to join marks: {reviewers!r}.")
    joined: dict[tuple[int, ...], Fraction] = {}

    def read_marks(key: str, candidate: Candidate) -> Fraction | None:
        marks = tuple([mark for sheet in candidate.sheets if (mark := sheet.get(key)) is not None])
        if len(marks) < min_marks:
            return None
        if marks not in joined:
            if not LEVELS.issuperset(marks):
                raise ValueError(f"{candidate.key}: a mark for {key} is outside 1–5.")
            joined[marks] = AGGREGATES[reviewers](marks)
        return joined[marks]

    rows, lacks = [], []
    for candidate in candidates:
        row: list[Level | None] = []
        for criterion in criteria:
            level = None
            if criterion.source == "field":
                level = band_value(
                    criterion.bands, candidate.fields.get(criterion.field), kind=candidate.kind
                )
            elif criterion.source == "order":
                level = band_order(candidate.order, candidate.list_length)
            elif criterion.source == "catalogue":
                level = candidate.catalogue.get(criterion.key)
            row.append(read_marks(criterion.key, candidate) if level is None else level)
        rows.append(tuple(row))
        if None in row:
            missing = (c.key for c, level in zip(criteria, row, strict=True) if level is None)
            lacks.append(Lack(candidate.key, tuple(missing)))
    return Measurement(tuple(rows), tuple(lacks))
