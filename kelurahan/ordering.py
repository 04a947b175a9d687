"""The lurah's list as it was posted: which proposals, in which order, and which positions were made sure of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

UP, DOWN = "naik", "turun"


@dataclass(slots=True)
class Line:
    """One proposal of the list. `place` is the number in front, as shown; `sentence`: why it was refused."""

    entry: object
    place: int
    chosen: bool = False
    confirmed: bool = False
    sentence: str = ""


@dataclass(slots=True)
class Batch:
    """What `perform` needs: targets in order with the versions seen, and the positions confirmed."""

    targets: dict[UUID, int] = field(default_factory=dict)
    each: dict[UUID, dict] = field(default_factory=dict)


def arrange(entries: Sequence, post: Mapping[str, str] | None = None) -> list[Line]:
    """The lines in the order of their numbers, then as they were; one may be moved up or down a place."""
    if post is None:
        return [Line(entry, number) for number, entry in enumerate(entries, start=1)]
    lines = [
        Line(
            entry,
            _read_place(post.get(f"urutan-{entry.row.uuid}"), number),
            chosen=f"pilih-{entry.row.uuid}" in post,
            confirmed=f"pasti-{entry.row.uuid}" in post,
        )
        for number, entry in enumerate(entries, start=1)
    ]
    lines.sort(key=lambda line: line.place)
    _move(lines, post)
    for number, line in enumerate(lines, start=1):
        line.place = number
    return lines


def gather(lines: Sequence[Line], post: Mapping[str, str]) -> Batch:
    """The chosen ones; the version is the one that the page showed."""
    batch = Batch()
    for line in lines:
        if line.chosen:
            uuid = line.entry.row.uuid
            seen = post.get(f"versi-{uuid}", "")
            batch.targets[uuid] = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
            batch.each[uuid] = {"position_confirmed": line.confirmed}
    return batch


def _read_place(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _move(lines: list[Line], post: Mapping[str, str]) -> None:
    for name, step in ((UP, -1), (DOWN, 1)):
        at = next((i for i, line in enumerate(lines) if str(line.entry.row.uuid) == post.get(name)), None)
        if at is not None and 0 <= at + step < len(lines):
            lines[at], lines[at + step] = lines[at + step], lines[at]
