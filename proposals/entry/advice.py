"""What the form points out without refusing it: a price far from the catalogue's, a budget above the advisory share."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms

from proposals import budget
from proposals.form_fields import RupiahField, VolumeField
from proposals.models import Ceiling
from regions.indonesian import decimal, rupiah

FAR = 5  # times the catalogue's price, or a fifth of it


@dataclass(frozen=True, slots=True)
class Sum:
    """Volume × price as far as both can be read."""

    volume: Decimal | None
    price: int | None
    amount: int | None


def compute(volume, price) -> Sum:
    """From typed texts or stored values; what cannot be read counts as not given."""
    number, rupiahs = _clean(VolumeField(), volume), _clean(RupiahField(), price)
    try:
        return Sum(number, rupiahs, budget.compute(number, rupiahs))
    except OverflowError:
        return Sum(number, rupiahs, None)


def question_price(price: int | None, item) -> str:
    """The sentence when the price looks like a slip of zeros; empty when it is near the catalogue's."""
    if not price or item is None:
        return ""
    times = Decimal(price) / item.unit_price
    if times >= FAR:
        said = f"{decimal(times, places=1)} kali harga kamus"
        return f"Harga ini {said} ({rupiah(item.unit_price)}). Periksa jumlah nolnya."
    if times * FAR <= 1:
        said = f"hanya {decimal(times * 100, places=1)} persen dari harga kamus"
        return f"Harga ini {said} ({rupiah(item.unit_price)}). Periksa jumlah nolnya."
    return ""


def warn_of_ceiling(amount: int | None, row) -> str:
    """The sentence when one proposal asks for more than the kelurahan's advisory share; it never blocks."""
    if amount is None or not row.kelurahan_id:
        return ""
    share = (
        Ceiling.objects.in_force()
        .filter(cycle=row.cycle, kind=Ceiling.Kind.KELURAHAN, kelurahan=row.kelurahan_id)
        .values_list("amount", flat=True)
        .first()
    )
    if share is None or amount <= share:
        return ""
    return f"Lebih besar dari pagu Kelurahan {row.kelurahan.name}, {rupiah(share)}."


def _clean(field: forms.Field, typed):
    try:
        return field.clean(typed)
    except forms.ValidationError:
        return None
