"""Numbers in the list of an office, `kelurahan_order` or `kecamatan_order`. No version moves with them."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from proposals.models import Proposal


def renumber(rows: Sequence[Proposal], column: str, numbers: Iterable[int | None] | None = None) -> bool:
    """Give the rows these numbers (else 1, 2, 3 …), writing only those that move; whether any did."""
    moved = []
    for row, number in zip(rows, range(1, len(rows) + 1) if numbers is None else numbers, strict=True):
        if getattr(row, column) != number:
            setattr(row, column, number)
            moved.append(row)
    Proposal.objects.bulk_update(moved, [column], batch_size=500)
    return bool(moved)


@transaction.atomic
def line_up(scope: QuerySet, *, uuids: Sequence, column: str) -> None:
    """Let these proposals of the scope stand in this order among each other, in the places that they have.

    Those without a place and those outside the scope are passed over; all others stay put.
    """
    rows = scope.filter(uuid__in=uuids, **{f"{column}__isnull": False})
    by_uuid = {row.uuid: row for row in rows.only("pk", "uuid", column).select_for_update().order_by("pk")}
    places = sorted(getattr(row, column) for row in by_uuid.values())
    renumber([by_uuid[uuid] for uuid in uuids if uuid in by_uuid], column, places)
