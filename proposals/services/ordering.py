"""The list of an office, `kelurahan_order` or `kecamatan_order`, saved as one: all or nothing.

No version moves with it; a SavedOrder keeps the trace.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from proposals import clock
from proposals.forums.council import Council
from proposals.models import Proposal, SavedOrder
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from regions.indonesian import short_moment

CHANGED = "Daftar berubah sejak halaman dibuka, jadi urutan belum disimpan. Periksa yang ditandai, lalu simpan lagi."
UNKNOWN = "usulan yang tidak ditemukan di kantor Anda"
CAME = "Masuk ke daftar sesudah halaman dibuka; sementara ditaruh di belakang."


@transaction.atomic
def save_order(*, council: Council, cycle, office, uuids: Sequence[UUID], seen: int, by) -> SavedOrder | None:
    """Number the office's proposals in this order, 1 for the most important.

    `uuids` must be exactly the list; `seen` is the key of the last saving that the person saw (0: none). Returns the
    trace, or None when nothing moved. Raises Refused: 403 not of this office; 409 the stage is closed, the berita
    acara is issued, somebody saved meanwhile, or the list changed (then one refusal a proposal says how); 422 one
    proposal stands there twice.
    """
    council.stand(by, office, words=council.orders_elsewhere)
    now = clock.now()
    rows = lock_rows(council, cycle=cycle, office=office)
    forum = council.find_forum(cycle, office)
    if bar := council.find_bar(cycle=cycle, office=office, now=now, forum=forum):
        raise Refused(bar)
    if len(set(uuids)) != len(uuids):
        raise Refused(Refusal(422, "content", "Satu usulan tercantum dua kali. Muat ulang halaman."))
    _refuse_what_changed(rows, uuids, seen, council.find_last(cycle, office), by)
    ordered = [rows[uuid] for uuid in uuids]
    if not number_rows(council, ordered, cycle=cycle, office=office):
        return None
    return leave_trace(council, ordered, cycle=cycle, office=office, by=by, at=now)


def lock_rows(council: Council, *, cycle, office) -> dict[UUID, Proposal]:
    """The list by UUID, locked in key order until the transaction ends."""
    rows = council.rows(cycle=cycle, office=office).select_for_update().order_by("pk")
    return {row.uuid: row for row in rows}


def number_rows(council: Council, rows: Sequence[Proposal], *, cycle, office) -> bool:
    """1, 2, 3 … for these; everything else of the office loses its place. Whether anything moved."""
    others = Proposal.objects.filter(
        cycle=cycle, **council.of(office), **{f"{council.column}__isnull": False}
    )
    freed = others.exclude(pk__in=[row.pk for row in rows]).update(**{council.column: None})
    return renumber(rows, council.column) or bool(freed)


def leave_trace(council: Council, rows: Sequence[Proposal], *, cycle, office, by, at) -> SavedOrder:
    return SavedOrder.objects.create(
        cycle=cycle,
        **council.of(office),
        order=[row.reference for row in rows],
        by=by,
        at=at,
        training=cycle.is_training,
    )


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


def _refuse_what_changed(rows: dict, uuids: Sequence[UUID], seen: int, last: SavedOrder | None, by) -> None:
    differences = [
        Refusal(409, "came", CAME, uuid, row.reference or "")
        for uuid, row in rows.items()
        if uuid not in set(uuids)
    ]
    gone = [uuid for uuid in uuids if uuid not in rows]
    titles = dict(visible_to(by).filter(uuid__in=gone).values_list("uuid", "title"))
    differences += [
        Refusal(409, "gone", f"Sudah keluar dari daftar: {titles.get(uuid, UNKNOWN)}.", uuid) for uuid in gone
    ]
    if last is not None and last.pk != seen:
        sentence = (
            f"{last.by.full_name} menyimpan urutan lain pada {short_moment(last.at)} sesudah halaman Anda dibuka. "
            "Urutan Anda belum disimpan dan masih ada di bawah; nomor yang tersimpan tertulis di tiap baris."
        )
        differences.insert(0, Refusal(409, "saved", sentence))
    if differences:
        raise Refused(Refusal(409, "order", CHANGED), *differences)
