"""Turn the matrix of levels into scores: weighted sum (the default), SAW, TOPSIS; and weights from AHP.

Pure: no Django, no clock, no database. Arithmetic is exact up to one half-even rounding to millionths of a point, and
the order uses the rounded value: with floats the noise behind equal scores decided who was funded (DESIGN §7). TOPSIS
and AHP need roots and quotients without end; they are computed to 50 digits, the same on every machine.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm

from .measuring import BENEFIT, COST, HIGHEST, LOWEST, TYPES, Level

MILLION = 1_000_000
POINTS = 100  # the best possible score
# Saaty's random indices for matrices of 1 to 10 criteria; the consistency ratio is CI / RI.
RANDOM_INDICES = ("0", "0", "0.58", "0.90", "1.12", "1.24", "1.32", "1.41", "1.45", "1.49")
CONSISTENT = Fraction(1, 10)  # a consistency ratio above it is a reason to look again
_DIGITS = Context(prec=50)

Number = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """In millionths of a point. `contributions` are rounded one by one, for reading; `total` is not their sum."""

    total: int
    contributions: tuple[int, ...]


def weighted_sum(
    matrix: Sequence[Sequence[Level]], *, weights: Sequence[Fraction], types: Sequence[str] | None = None
) -> tuple[Score, ...]:
    """Scores of 0–100: level m gives (m − 1) / 4 of the points of its criterion, of a cost (5 − m) / 4.

    Without `types` all are benefits. Raises ValueError for types that do not fit the weights.
    """
    types = (BENEFIT,) * len(weights) if types is None else types
    _require_types(types, weights)
    return _add_up(
        matrix, lambda column, level: weights[column] * share_of_best(level, types[column]), len(weights)
    )


def share_of_best(level: Level, kind: str) -> Fraction:
    """How much of its criterion a level gives under the weighted sum, 0–1."""
    return Fraction(level - LOWEST if kind == BENEFIT else HIGHEST - level, HIGHEST - LOWEST)


def score_saw(
    matrix: Sequence[Sequence[Level]],
    *,
    weights: Sequence[Fraction],
    types: Sequence[str],
    normalised_places: int | None = None,
) -> tuple[Score, ...]:
    """The preference values of `saw` as scores of 0–100."""
    normalise = _normaliser(matrix, types, normalised_places)
    return _add_up(matrix, lambda column, value: weights[column] * normalise(column, value), len(weights))


def score_topsis(
    matrix: Sequence[Sequence[Level]], *, weights: Sequence[Fraction], types: Sequence[str]
) -> tuple[Score, ...]:
    """The closeness of `topsis` as scores of 0–100. It is no sum, so there are no contributions."""
    shares = (
        Fraction(closeness) * POINTS * MILLION for closeness in topsis(matrix, weights=weights, types=types)
    )
    return tuple(Score(round_half_even(share.numerator, share.denominator), ()) for share in shares)


def saw(
    matrix: Sequence[Sequence[Number]],
    *,
    weights: Sequence[Number],
    types: Sequence[str],
    normalised_places: int | None = None,
) -> tuple[Fraction, ...]:
    """Simple additive weighting: the preference value (0–1 when the weights sum to 1) of each row, exact.

    A benefit is divided by the best of its column, the best of a cost by the cost; `normalised_places` rounds these
    normalised values half-even, as some published tables do. Source: Fishburn 1967; Hwang and Yoon 1981.
    Raises ValueError for a matrix, weights or types that do not fit, and for a cost of 0.
    """
    rows, shares = _read(matrix, weights, types)
    normalise = _normaliser(rows, types, normalised_places)
    return tuple(
        sum((share * normalise(column, row[column]) for column, share in enumerate(shares)), Fraction())
        for row in rows
    )


def topsis(
    matrix: Sequence[Sequence[Number]], *, weights: Sequence[Number], types: Sequence[str]
) -> tuple[Decimal, ...]:
    """The closeness (0–1) of each row to the ideal, by vector normalisation, to 50 digits.

    A criterion that is equal everywhere says nothing and moves nobody; when every row is the same, all are at 0.5.
    Raising one mark can lower a rank: the ideal moves with it. Source: Hwang and Yoon 1981.
    Rows that are alike are computed once, and the sums of squares are exact, so that the order of the rows says
    nothing. Raises ValueError for a matrix, weights or types that do not fit.
    """
    counts = Counter(map(tuple, matrix))
    rows, shares = _read([*counts], weights, types)
    if not rows:
        return ()
    columns, ideal, worst = [], [], []
    for values, share, kind in zip(zip(*rows, strict=True), shares, types, strict=True):
        squares = Counter[Fraction]()
        for value, count in zip(values, counts.values(), strict=True):
            squares[value] += count
        length = _DIGITS.sqrt(
            _decimal(sum((value * value * count for value, count in squares.items()), Fraction()))
        )
        factor = _DIGITS.divide(_decimal(share), length) if length else Decimal(0)
        weighted = {value: _DIGITS.multiply(_decimal(value), factor) for value in squares}
        ends = min(weighted.values()), max(weighted.values())
        columns.append([weighted[value] for value in values])
        worst.append(ends[kind == COST])
        ideal.append(ends[kind == BENEFIT])
    closeness = {
        alike: _closeness(_distance(row, ideal), _distance(row, worst))
        for alike, row in zip(counts, zip(*columns, strict=True), strict=True)
    }
    return tuple(closeness[tuple(row)] for row in matrix)


def ahp(pairwise: Sequence[Sequence[Number]]) -> tuple[tuple[Fraction, ...], Fraction]:
    """Weights (sum exactly 1) from a pairwise matrix, and its consistency ratio; exact.

    `pairwise[i][j]` says how many times criterion i matters as much as j (1/9 to 9). Weights are the means of the
    rows of the normalised columns; λmax is the mean of (A·w)i / wi, CI = (λmax − n) / (n − 1), CR = CI / RI.
    Source: Saaty 1980. Raises ValueError unless the matrix is square, positive and reciprocal, of 1 to 10 criteria.
    """
    rows = _read_pairwise(pairwise)
    size = len(rows)
    sums = [sum(column) for column in zip(*rows, strict=True)]
    weights = tuple(
        sum((value / total for value, total in zip(row, sums, strict=True)), Fraction()) / size
        for row in rows
    )
    index = Fraction(RANDOM_INDICES[size - 1])
    if not index:
        return weights, Fraction()
    products = (
        sum((value * weight for value, weight in zip(row, weights, strict=True)), Fraction()) / own
        for row, own in zip(rows, weights, strict=True)
    )
    largest = sum(products, Fraction()) / size
    return weights, (largest - size) / (size - 1) / index


def find_worst_judgement(pairwise: Sequence[Sequence[Number]]) -> tuple[int, int, Fraction] | None:
    """The judgement that hurts consistency most: (i, j, what the weights say of it), i < j; None when all agree."""
    rows, (weights, _) = _read_pairwise(pairwise), ahp(pairwise)
    worst, most = None, Fraction(1)
    for i, row in enumerate(rows):
        for j in range(i + 1, len(rows)):
            said = weights[i] / weights[j]
            apart = max(row[j] / said, said / row[j])
            if apart > most:
                worst, most = (i, j, said), apart
    return worst


def round_half_even(numerator: int, denominator: int) -> int:
    """The nearest integer to a fraction; of two that are equally near, the even one."""
    whole, rest = divmod(numerator, denominator)
    doubled = 2 * rest
    if doubled > denominator or (doubled == denominator and whole % 2):
        return whole + 1
    return whole


def _add_up(matrix, share: Callable[[int, Level], Fraction], width: int) -> tuple[Score, ...]:
    """The sum of the shares (0–1) of each row, in points.

    All are integers over one common denominator, found once per distinct value, so that a row costs one addition per
    criterion.
    """
    known: list[dict] = [{} for _ in range(width)]
    for row in matrix:
        for column, value in enumerate(row):
            pair = (value.numerator, value.denominator)
            if pair not in known[column]:
                known[column][pair] = share(column, value) * POINTS
    scale = lcm(*(points.denominator for values in known for points in values.values()))
    parts = [
        {
            pair: (
                points.numerator * (scale // points.denominator),
                round_half_even(points.numerator * MILLION, points.denominator),
            )
            for pair, points in values.items()
        }
        for values in known
    ]
    scores = []
    for row in matrix:
        total, contributions = 0, []
        for column, value in enumerate(row):
            exact, rounded = parts[column][(value.numerator, value.denominator)]
            total += exact
            contributions.append(rounded)
        scores.append(Score(round_half_even(total * MILLION, scale), tuple(contributions)))
    return tuple(scores)


def _normaliser(rows, types: Sequence[str], places: int | None) -> Callable[[int, Level], Fraction]:
    """r = x / max for a benefit, min / x for a cost; a column of zeros is 0."""
    columns = list(zip(*rows, strict=True)) or [() for _ in types]
    best = [
        max(values, default=0) if kind == BENEFIT else min(values, default=0)
        for values, kind in zip(columns, types, strict=True)
    ]

    def normalise(column: int, value) -> Fraction:
        top, bottom = (value, best[column]) if types[column] == BENEFIT else (best[column], value)
        if types[column] == COST and not bottom:
            raise ValueError("A cost of 0 cannot be normalised.")
        exact = Fraction(top) / Fraction(bottom) if bottom else Fraction()
        return exact if places is None else round(exact, places)

    return normalise


def _read(matrix, weights, types) -> tuple[list[tuple[Fraction, ...]], list[Fraction]]:
    _require_types(types, weights)
    if any(len(row) != len(weights) for row in matrix):
        raise ValueError("Matrix, weights and types must be of the same width.")
    rows, shares = [tuple(map(_exact, row)) for row in matrix], list(map(_exact, weights))
    if any(share < 0 for share in shares) or any(value < 0 for row in rows for value in row):
        raise ValueError("Weights and values cannot be below zero.")
    return rows, shares


def _require_types(types, weights) -> None:
    if len(weights) != len(types):
        raise ValueError("Matrix, weights and types must be of the same width.")
    if unknown := set(types) - set(TYPES):
        raise ValueError(f"Unknown type of criterion: {sorted(unknown)[0]!r}.")


def _read_pairwise(pairwise) -> list[list[Fraction]]:
    rows = [[_exact(value).limit_denominator(1000) for value in row] for row in pairwise]
    size = len(rows)
    if not 1 <= size <= len(RANDOM_INDICES) or any(len(row) != size for row in rows):
        raise ValueError("Matriks perbandingan harus persegi, dengan 1 sampai 10 kriteria.")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value <= 0:
                raise ValueError(f"Perbandingan kriteria {i + 1} dengan {j + 1} harus lebih besar dari nol.")
            if value * rows[j][i] != 1:
                raise ValueError(
                    f"Perbandingan kriteria {i + 1} dengan {j + 1} bukan kebalikan dari {j + 1} dengan {i + 1}."
                )
    return rows


def _exact(number: Number) -> Fraction:
    """A float counts as the decimal that it is written as."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def _decimal(number: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def _sum(values) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = _DIGITS.add(total, value)
    return total


def _distance(row: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal:
    apart = (_DIGITS.subtract(value, twin) for value, twin in zip(row, other, strict=True))
    return _DIGITS.sqrt(_sum(_DIGITS.multiply(part, part) for part in apart))


def _closeness(to_ideal: Decimal, to_worst: Decimal) -> Decimal:
    both = _DIGITS.add(to_ideal, to_worst)
    return _DIGITS.divide(to_worst, both) if both else Decimal("0.5")
