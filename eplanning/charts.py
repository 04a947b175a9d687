"""Geometry of the straight bars: values in, numbers for SVG attributes out (as text with a decimal point)."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from regions.indonesian import fixed

ALMOST = Decimal(95)


def percent(part, whole) -> str:
    """A length on a scale of 0 to 100, never outside it: "94.2"."""
    if not whole or whole <= 0:
        return "0"
    return _point(min(Decimal(100), max(Decimal(0), Decimal(str(part)) * 100 / Decimal(str(whole)))))


def measure(spent: int, ceiling: int) -> dict:
    """What a gauge says of money in whole rupiah against a ceiling; a ceiling of 0 allows nothing.

    The shown percentage is cut below 100 and rounded up above it, so that it never hides an excess.
    """
    over = spent > ceiling
    share = Decimal(spent) * 100 / ceiling if ceiling else Decimal(100 if spent else 0)
    shown = share.quantize(Decimal("0.1"), ROUND_CEILING if over else ROUND_FLOOR)
    state = "over" if over else "almost" if ceiling and share >= ALMOST else "fits"
    return {
        "state": state,
        "percent": f"{fixed(shown, places=1)}%" if ceiling or not spent else "",
        "length": _point(min(share, Decimal(100))),
        "fill": {"over": "bad", "almost": "amber", "fits": "primary"}[state],
        "left": ceiling - spent,
        "excess": spent - ceiling,
    }


def stack(parts, whole) -> list[dict]:
    """Parts one after the other on a scale of 0 to 100, each with `x`, `length` and its fill."""
    placed, x = [], Decimal(0)
    for part in parts:
        length = Decimal(percent(part["value"], whole))
        if length:
            placed.append(
                {**part, "x": _point(x), "length": _point(length), "middle": _point(x + length / 2)}
            )
        x += length
    return placed


def place(value, whole, *, tone: str, centred: bool = False) -> list[dict]:
    """One part on a scale of 0 to 100, at the left or in the middle; what is there at all stays visible."""
    length = max(Decimal(percent(value, whole)), Decimal("0.6")) if value and value > 0 else Decimal(0)
    x = (100 - length) / 2 if centred else Decimal(0)
    return [{"tone": tone, "x": _point(x), "length": _point(length)}] if length else []


def scale(rows) -> list[dict]:
    """Rows with the length of their bar; the largest value fills the box."""
    rows = list(rows)
    largest = max((row["value"] for row in rows), default=0)
    return [{**row, "length": percent(row["value"], largest)} for row in rows]


def frame(rows) -> list[dict]:
    """Rows with the length of their frame (their maximum) and of what was reached, on one common scale."""
    rows = list(rows)
    largest = max((row["maximum"] for row in rows), default=0)
    return [
        {**row, "frame": percent(row["maximum"], largest), "length": percent(row["points"], largest)}
        for row in rows
    ]


def _point(number: Decimal) -> str:
    """Two places at most, with a point: SVG does not read commas."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text or "0"
