"""Budget = volume × price, rounded half up to whole rupiah, within 64 bits."""

from decimal import Decimal

LARGEST = 2**63 - 1  # rupiah


def compute(volume: Decimal | None, price: int | None) -> int | None:
    """Whole rupiah for a volume of at most three decimals; None when either is missing.

    Raises OverflowError above 64 bits. Integers only, so that no context precision can round twice.
    """
    if volume is None or price is None:
        return None
    thousandths = int(Decimal(volume).scaleb(3))
    amount = (thousandths * price + 500) // 1000
    if amount > LARGEST:
        raise OverflowError(f"{amount} rupiah do not fit 64 bits")
    return amount
