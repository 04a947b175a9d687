"""What a proposal still lacks, each with the place of the form where it is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

from proposals.completeness import Missing
from proposals.entry import steps


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing, with the step where it is mended."""

    sentence: str
    url: str
    step: str


def list_lacks(row, missing: Sequence[Missing]) -> list[Lack]:
    """In the order of `missing`; every address leads to the field itself."""
    return [_find(row, item) for item in missing]


def _find(row, item: Missing) -> Lack:
    anchor = {"photo": "id_foto"}.get(item.field, f"id_{item.field}")
    step = "masalah" if item.field == "kelurahan" and row.source == "pokir" else item.step
    return Lack(item.sentence, f"{steps.address(row, step, is_new=False)}#{anchor}", step)
