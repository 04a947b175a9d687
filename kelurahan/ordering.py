"""The lurah's batch as it was posted: which proposals, in which order, and which positions were made sure of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from proposals import arranging


@dataclass(slots=True)
class Line:
    """One proposal of the list. `place` is the number in front, as shown; `sentence`: why it was refused."""

    entry: object
    place: int
    chosen: bool = False
    confirmed: bool = False
    sentence: str = ""

    @property
    def row(self):
        return self.entry.row


@dataclass(slots=True)
class Batch:
    """What `perform` needs: targets in order with the versions seen, and the positions confirmed."""

    targets: dict[UUID, int] = field(default_factory=dict)
    each: dict[UUID, dict] = field(default_factory=dict)


def arrange(entries: Sequence, post: Mapping[str, str] | None = None) -> list[Line]:
    """The lines in the order of their numbers, then as they were; one may be moved up or down a place."""
    lines = [Line(entry, number) for number, entry in enumerate(entries, start=1)]
    if post is not None:
        for line in lines:
            line.chosen = f"pilih-{line.row.uuid}" in post
            line.confirmed = f"pasti-{line.row.uuid}" in post
        arranging.arrange(lines, post)
    return lines


def gather(lines: Sequence[Line], post: Mapping[str, str]) -> Batch:
    """The chosen ones; the version is the one that the page showed."""
    batch = Batch()
    for line in lines:
        if line.chosen:
            uuid = line.row.uuid
            batch.targets[uuid] = arranging.read_number(post.get(f"versi-{uuid}"), -1)
            batch.each[uuid] = {"position_confirmed": line.confirmed}
    return batch
