"""The camat's batch: what is ready, in which order, and what it costs by agency against the kecamatan's ceiling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kecamatan.money import Money
from kecamatan.services import ordering
from proposals import arranging
from proposals.services.transitions import Outcome, perform

MOST = 400  # lines of one page; the rest follows when these have gone


@dataclass(slots=True)
class Line:
    """One proposal of the list. `place` is the number in front; `sentence`: why it was refused."""

    row: object
    place: int
    chosen: bool = False
    version: int = -1
    sentence: str = ""
    aside: str | None = None  # put aside by the musrenbang, with its reason


@dataclass(frozen=True, slots=True)
class Bill:
    """What the chosen lines cost, in whole rupiah: by agency as (name, count, sum), and against the ceiling."""

    count: int
    total: int
    agencies: list[tuple[str, int, int]] = field(default_factory=list)
    money: Money | None = None

    @property
    def after(self) -> int:
        """What the kecamatan will have sent when this batch has gone."""
        return self.total + (self.money.spent if self.money else 0)


def read_ready(seat, cycle) -> list:
    """The recommended proposals of the office, by its own list, then by those of the kelurahan. One query."""
    ready = seat.pile(cycle).scope.filter(status=seat.desk.status, is_recommended=True)
    order = [F(name).asc(nulls_last=True) for name in ("kecamatan_order", "kelurahan_order")]
    return list(
        ready.select_related("kelurahan", "kecamatan", "current_agency").order_by(*order, "pk")[: MOST + 1]
    )


def arrange(rows: Sequence, post: Mapping[str, str] | None = None) -> list[Line]:
    """The lines by their numbers, then as they were; `semua` chooses every one."""
    lines = [Line(row, number, version=row.version) for number, row in enumerate(rows, start=1)]
    if post is not None:
        for line in lines:
            line.chosen = "semua" in post or f"pilih-{line.row.uuid}" in post
            line.version = arranging.read_number(post.get(f"versi-{line.row.uuid}"), -1)
        arranging.arrange(lines, post)
    return lines


def mark_aside(lines: Sequence[Line], forum) -> None:
    """Say at each line that the musrenbang has put aside why, before the camat sends it on all the same."""
    reasons = {item["uuid"]: item["reason"] for item in forum.not_agreed} if forum else {}
    for line in lines:
        line.aside = reasons.get(str(line.row.uuid))


def add_up(lines: Sequence[Line], money: Money) -> Bill:
    """The bill of the chosen lines."""
    sums: dict[str, list[int]] = {}
    chosen = [line.row for line in lines if line.chosen]
    for row in chosen:
        entry = sums.setdefault(row.current_agency.name if row.current_agency else "Belum ada tujuan", [0, 0])
        entry[0] += 1
        entry[1] += row.current_budget or 0
    agencies = sorted(
        ((name, count, total) for name, (count, total) in sums.items()), key=lambda one: -one[2]
    )
    return Bill(len(chosen), sum(row.current_budget or 0 for row in chosen), agencies, money)


def forward(lines: Sequence[Line], *, by) -> Outcome:
    """Send the chosen lines in one set, in their order; what cannot go is refused and the rest goes."""
    targets: dict[UUID, int] = {line.row.uuid: line.version for line in lines if line.chosen}
    with transaction.atomic():
        outcome = perform(targets=targets, action="forward", by=by, ordered=True)
        ordering.line_up(uuids=[done.uuid for done in outcome.done], by=by)
    return outcome
