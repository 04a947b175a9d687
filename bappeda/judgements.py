"""Judgements in pairs (AHP): the scale, the matrix that a form means, and what its weights say back.

Pure: no Django, no clock, no database. The arithmetic is `scoring.ahp`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .scoring import CONSISTENT, RANDOM_INDICES, ahp, find_worst_judgement
from .weights import share_out

MOST = len(RANDOM_INDICES)  # criteria that the random indices know
EQUAL = Fraction(1)
# Saaty's scale in words; the steps between are compromises.
WORDS = {
    1: "Sama penting",
    2: "Antara sama dan sedikit lebih penting",
    3: "Sedikit lebih penting",
    4: "Antara sedikit dan jelas lebih penting",
    5: "Jelas lebih penting",
    6: "Antara jelas dan sangat lebih penting",
    7: "Sangat lebih penting",
    8: "Antara sangat dan mutlak lebih penting",
    9: "Mutlak lebih penting",
}
SCALE = tuple(sorted({Fraction(step) for step in WORDS} | {Fraction(1, step) for step in WORDS}))

Pair = tuple[int, int]
Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Worst:
    """The judgement that hurts consistency most: what was said of i against j, and what the weights say of it."""

    i: int
    j: int
    judged: Fraction
    implied: Fraction


@dataclass(frozen=True, slots=True)
class Advice:
    """`weights` as they would be kept (sum exactly 1), the consistency ratio, and what to look at again."""

    weights: tuple[Decimal, ...]
    ratio: Fraction
    worst: Worst | None

    @property
    def is_consistent(self) -> bool:
        return self.ratio <= CONSISTENT


def list_pairs(size: int) -> list[Pair]:
    return [(i, j) for i in range(size) for j in range(i + 1, size)]


def read_judgement(written: str) -> Fraction:
    """One step of the scale as text: "3", "1/3". Raises ValueError for anything else."""
    try:
        value = Fraction(written) if len(written) < 8 else None
    except (ValueError, ZeroDivisionError):
        value = None
    if value not in SCALE:
        raise ValueError("Pilih perbandingan dari daftar, antara 1/9 dan 9.")
    return value


def fill_matrix(judged: Mapping[Pair, Fraction], size: int) -> Matrix:
    """The whole matrix; a judgement on (i, j) answers (j, i), too, and may not contradict what was said there.

    Raises ValueError for a pair without a judgement; contradictions are `scoring.ahp`'s to refuse.
    """
    rows = [[EQUAL] * size for _ in range(size)]
    for i, j in list_pairs(size):
        if (i, j) not in judged and (j, i) not in judged:
            raise ValueError(f"Perbandingan kriteria {i + 1} dengan {j + 1} belum diisi.")
        rows[i][j] = judged.get((i, j)) or 1 / judged[j, i]
        rows[j][i] = judged.get((j, i)) or 1 / judged[i, j]
    return tuple(map(tuple, rows))


def advise(matrix: Matrix) -> Advice:
    """Raises ValueError for a matrix that contradicts itself or is of another size than 1 to 10 criteria."""
    weights, ratio = ahp(matrix)
    found = find_worst_judgement(matrix)
    worst = None if found is None else Worst(found[0], found[1], matrix[found[0]][found[1]], found[2])
    return Advice(share_out(weights), ratio, worst)


def write_matrix(keys: Sequence[str], matrix: Matrix) -> dict:
    """As it is kept with a set: `{"keys": [...], "judgements": [["1", "3"], ["1/3", "1"]]}`."""
    return {"keys": list(keys), "judgements": [[str(value) for value in row] for row in matrix]}


def read_kept(pairwise: Mapping, keys: Sequence[str]) -> dict[Pair, Fraction]:
    """The kept judgements on pairs of `keys`, by their places there; pairs with a new criterion are not in it."""
    kept = {key: place for place, key in enumerate(pairwise.get("keys", ()))}
    rows = pairwise.get("judgements", ())
    return {
        (i, j): read_judgement(rows[kept[keys[i]]][kept[keys[j]]])
        for i, j in list_pairs(len(keys))
        if keys[i] in kept and keys[j] in kept
    }
