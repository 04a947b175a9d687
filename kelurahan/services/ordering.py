"""The kelurahan's own list, saved as one order: all or nothing. No version moves; a SavedOrder keeps the trace."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from kelurahan import priorities
from kelurahan.standing import find_bar, find_forum, stand
from proposals import clock
from proposals.models import Proposal, SavedOrder
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services.ordering import line_up, renumber
from regions.indonesian import short_moment

COLUMN = "kelurahan_order"
OTHERS = "Urutan kelurahan diatur oleh kelurahan itu sendiri."
CHANGED = "Daftar berubah sejak halaman dibuka, jadi urutan belum disimpan. Periksa yang ditandai, lalu simpan lagi."
UNKNOWN = "usulan yang tidak ditemukan di kantor Anda"
CAME = "Masuk ke daftar sesudah halaman dibuka; sementara ditaruh di belakang."


@transaction.atomic
def save_order(*, cycle, office, uuids: Sequence[UUID], seen: int, by) -> SavedOrder | None:
    """Number the office's proposals in this order, 1 for the most important.

    `uuids` must be exactly the list; `seen` is the key of the last saving that the person saw (0: none). Returns the
    trace, or None when nothing moved. Raises Refused: 403 not of this kelurahan; 409 the stage is closed, the berita
    acara is issued, somebody saved meanwhile, or the list changed (then one refusal a proposal says how); 422 one
    proposal stands there twice.
    """
    stand(by, office, words=OTHERS)
    now = clock.now()
    rows = lock_rows(cycle=cycle, office=office)
    if bar := find_bar(cycle=cycle, office=office, now=now, forum=find_forum(cycle, office)):
        raise Refused(bar)
    if len(set(uuids)) != len(uuids):
        raise Refused(Refusal(422, "content", "Satu usulan tercantum dua kali. Muat ulang halaman."))
    _refuse_what_changed(rows, uuids, seen, priorities.find_last(cycle, office), by)
    if not number_rows([rows[uuid] for uuid in uuids], cycle=cycle, office=office):
        return None
    return leave_trace([rows[uuid] for uuid in uuids], cycle=cycle, office=office, by=by, at=now)


def lock_rows(*, cycle, office) -> dict[UUID, Proposal]:
    """The list by UUID, locked in key order until the transaction ends."""
    rows = priorities.list_rows(cycle=cycle, office=office).select_for_update().order_by("pk")
    return {row.uuid: row for row in rows}


def number_rows(rows: Sequence[Proposal], *, cycle, office) -> bool:
    """1, 2, 3 … for these; everything else of the office loses its place. Whether anything moved."""
    others = Proposal.objects.filter(cycle=cycle, kelurahan=office, kelurahan_order__isnull=False)
    freed = others.exclude(pk__in=[row.pk for row in rows]).update(kelurahan_order=None)
    return renumber(rows, COLUMN) or bool(freed)


def leave_trace(rows: Sequence[Proposal], *, cycle, office, by, at) -> SavedOrder:
    return SavedOrder.objects.create(
        cycle=cycle,
        kelurahan=office,
        order=[row.reference for row in rows],
        by=by,
        at=at,
        training=cycle.is_training,
    )


def keep_batch_order(*, cycle, office, uuids: Sequence[UUID], by) -> None:
    """Let what the lurah sent on stand in the order of the batch, unless the order is fixed by a berita acara."""
    forum = find_forum(cycle, office)
    if forum is None or not forum.issued_at:
        line_up(priorities.list_rows(cycle=cycle, office=office), uuids=uuids, column=COLUMN)


def _refuse_what_changed(rows: dict, uuids: Sequence[UUID], seen: int, last: SavedOrder | None, by) -> None:
    differences = [
        Refusal(409, "came", CAME, uuid, row.reference or "")
        for uuid, row in rows.items()
        if uuid not in set(uuids)
    ]
    gone = [uuid for uuid in uuids if uuid not in rows]
    titles = dict(visible_to(by).filter(uuid__in=gone).values_list("uuid", "title"))
    differences += [
        Refusal(
            409,
            "gone",
            f"Sudah keluar dari daftar: {titles.get(uuid, UNKNOWN)}.",
            uuid,
        )
        for uuid in gone
    ]
    if last is not None and last.pk != seen:
        sentence = (
            f"{last.by.full_name} menyimpan urutan lain pada {short_moment(last.at)} sesudah halaman Anda dibuka. "
            "Urutan Anda belum disimpan dan masih ada di bawah; nomor yang tersimpan tertulis di tiap baris."
        )
        differences.insert(0, Refusal(409, "saved", sentence))
    if differences:
        raise Refused(Refusal(409, "order", CHANGED), *differences)
