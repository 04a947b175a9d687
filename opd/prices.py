"""How a price stands against the price list of the catalogue: the difference in percent, and whether it is far."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django import forms

from proposals import budget
from proposals.form_fields import RupiahField, VolumeField
from proposals.models import CatalogueItem
from regions.indonesian import decimal

ALIKE = Decimal(1)  # percent that need no word
FAR = Decimal(10)  # percent from which the agency says why


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
    def far(self) -> bool:
        return abs(self.percent) > FAR

    @property
    def words(self) -> str:
        """As in "18% di atas harga kamus"."""
        if self.price == self.catalogue:
            return "sama dengan harga kamus"
        if not self.percent:
            return "hampir sama dengan harga kamus"
        side = "di atas" if self.percent > 0 else "di bawah"
        return f"{decimal(abs(self.percent), places=1)}% {side} harga kamus"


def compare(price: int | None, catalogue: int | None) -> PriceCheck | None:
    """None when there is nothing to compare."""
    if not price or not catalogue:
        return None
    share = Decimal(price - catalogue) * 100 / Decimal(catalogue)
    return PriceCheck(price, catalogue, share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def describe(row, typed=None) -> dict:
    """Context of opd/price_check.html: what was typed, else what counts now, against the catalogue of the proposal."""
    item = row.catalogue_item
    price = row.current_price if typed is None else _read(typed)
    return {
        "row": row,
        "item": item,
        "basis": _name_basis(item.price_basis if item else row.price_basis),
        "price": price,
        "price_check": compare(price, item.unit_price) if item else None,
        "far_percent": FAR,
    }


def multiply(volume: str | None, price: str | None, row) -> int | None:
    """The budget that was typed, whole rupiah; what was not typed is what counts now. None when it cannot be read."""
    number = row.current_volume if volume is None else _read(volume, VolumeField())
    rupiahs = row.current_price if price is None else _read(price)
    try:
        return budget.compute(number, rupiahs)
    except OverflowError:
        return None


def _read(typed: str, field: forms.Field | None = None):
    try:
        return (field or RupiahField()).clean(typed)
    except forms.ValidationError:
        return None


def _name_basis(code: str) -> str:
    """As in "HSPK"; the words in full for an estimate."""
    if code == CatalogueItem.PriceBasis.ESTIMATE:
        return CatalogueItem.PriceBasis.ESTIMATE.label.lower()
    return code
