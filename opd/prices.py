"""How a price stands against the catalogue: the difference in percent."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ALIKE = Decimal(1)  # percent that need no word


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """Whole rupiah; `percent` with one decimal, above zero when dearer than the catalogue."""

    price: int
    catalogue: int
    percent: Decimal

    @property
    def alike(self) -> bool:
        return abs(self.percent) < ALIKE

    @property
    def below(self) -> Decimal:
        return -self.percent


def compare(price: int | None, catalogue: int | None) -> PriceCheck | None:
    """None when there is nothing to compare."""
    if not price or not catalogue:
        return None
    share = Decimal(price - catalogue) * 100 / Decimal(catalogue)
    return PriceCheck(price, catalogue, share.quantize(Decimal("0.1"), ROUND_HALF_UP))
