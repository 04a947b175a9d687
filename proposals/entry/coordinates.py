"""Coordinates as people paste and type them: "-6,15342", "−6.15342", "-6.1534213, 106.6593881" in one box."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

_NUMBER = r"[-−–]?\d{1,3}(?:[.,]\d{1,20})?"
_PAIR = re.compile(
    rf"\s*\(?({_NUMBER})\s*(?:[;\s]|,\s)\s*({_NUMBER})\)?\s*"
    rf"|\s*\(?([-−–]?\d{{1,3}}\.\d+),([-−–]?\d{{1,3}}\.\d+)\)?\s*"
)
_ONE = re.compile(rf"\s*{_NUMBER}\s*")
_PLACES = Decimal("0.000001")  # about eleven centimetres


def read_pair(latitude: str, longitude: str) -> tuple[str, str]:
    """Latitude and longitude with a decimal point and at most six places; what is no number stays as typed.

    A pair in either box says both, whatever is left in the other.
    """
    if both := _PAIR.fullmatch(latitude) or _PAIR.fullmatch(longitude):
        latitude, longitude = (part for part in both.groups() if part is not None)
    return _read(latitude), _read(longitude)


def _read(text: str) -> str:
    if not _ONE.fullmatch(text):
        return text
    plain = re.sub("[−–]", "-", text.strip()).replace(",", ".")
    if len(plain.partition(".")[2]) <= 6:
        return plain
    return str(Decimal(plain).quantize(_PLACES, rounding=ROUND_HALF_EVEN))
