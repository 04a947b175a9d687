"""Weights as they are kept: shares of 1 with five decimals that sum to exactly 1.

Pure: no Django, no clock, no database.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

PLACES = 5


def share_out(parts: Sequence[Fraction | Decimal], *, places: int = PLACES) -> tuple[Decimal, ...]:
    """Parts of any size as decimals that sum to exactly 1, by the largest remainder; of equal ones the first.

    Raises ValueError when a part is below zero or all are nothing.
    """
    exact = [Fraction(part) for part in parts]
    whole = sum(exact, Fraction())
    if any(part < 0 for part in exact) or not whole:
        raise ValueError("Isi sedikitnya satu bobot di atas nol; bobot tidak boleh di bawah nol.")
    scale = 10**places
    shares = [part * scale / whole for part in exact]
    units = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(exact)), key=lambda index: units[index] - shares[index])
    for index in by_remainder[: scale - sum(units)]:
        units[index] += 1
    return tuple(Decimal(unit).scaleb(-places) for unit in units)
