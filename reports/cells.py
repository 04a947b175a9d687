"""How several facts of a proposal are said in one cell of a report."""

from proposals.models.proposal import say_address
from regions.indonesian import decimal


def say_code(code: str | None, name: str | None) -> str | None:
    return f"{code} {name}" if code else None


def say_volume(volume, unit: str) -> str | None:
    """As in "120,5 meter", where a layout has one column for both."""
    return f"{decimal(volume)} {unit}".strip() if volume is not None else None


def say_place(row) -> str:
    """Street, RT, RW, kelurahan and kecamatan in one line."""
    parts = (
        say_address(row.street, row.rt, row.rw),
        f"Kelurahan {row.kelurahan__name}" if row.kelurahan__name else "",
        f"Kecamatan {row.kecamatan__name}",
    )
    return ", ".join(part for part in parts if part)
