"""The kecamatan's own list: who stands where. It may change until the stage closes; no version moves."""

from dataclasses import replace

from django.db import transaction

from accounts.offices import standings
from kecamatan.council import COUNCIL
from kecamatan.desk import DESK
from proposals import clock
from proposals.models import Forum, Proposal
from proposals.permissions import window_sentence
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import ordering as shared
from proposals.services.batches import not_found
from proposals.windows import Windows

FIELD = "urutan"


@transaction.atomic
def place(*, uuid, position, by) -> int:
    """Put the proposal at `position` (from 1) of its kecamatan's list; the others move. The position it got.

    Leaves the same trace as a saved order. Raises Refused: 404 out of scope, 403 not of this kecamatan, 409 the stage
    is closed or the berita acara is issued, 422 no position.
    """
    wanted = read_position(position)
    row = visible_to(by).select_related("cycle", "kecamatan").filter(uuid=uuid).first()
    if row is None:
        raise Refused(not_found(uuid))
    about = {"uuid": row.uuid, "reference": row.reference or ""}
    mine = [s for s in standings(by) if s.role in DESK.roles and s.office_id == row.kecamatan_id]
    if not mine:
        raise Refused(Refusal(403, "office", COUNCIL.orders_elsewhere, **about))
    now = clock.now()
    forum = COUNCIL.find_forum(row.cycle, row.kecamatan)
    if forum is not None and forum.issued_at:
        bar = COUNCIL.find_bar(cycle=row.cycle, office=row.kecamatan, now=now, forum=forum)
        raise Refused(replace(bar, **about))
    opening = Windows(row.cycle).of_proposal(DESK.stage, row, now)
    if not opening.is_open:
        raise Refused(Refusal(409, "window", window_sentence(DESK.stage, opening, now), **about))
    listed = Proposal.objects.filter(
        cycle=row.cycle_id, kecamatan=row.kecamatan_id, kecamatan_order__isnull=False
    )
    locked = listed.only("pk", "kecamatan_order", "reference").select_for_update()
    order = [other for other in locked.order_by("kecamatan_order", "pk") if other.pk != row.pk]
    order.insert(min(wanted, len(order) + 1) - 1, row)
    if shared.renumber(order, "kecamatan_order"):
        shared.leave_trace(COUNCIL, order, cycle=row.cycle, office=row.kecamatan, by=by, at=now)
    return row.kecamatan_order


def line_up(*, uuids, by) -> None:
    """Let these proposals, which all have a place, stand in this order among each other; the others stay put.

    Only those of the person's own kecamatan are touched, and none once its berita acara is issued.
    """
    offices = {standing.office_id for standing in standings(by) if standing.role in DESK.roles}
    issued = Forum.objects.filter(level=COUNCIL.level, kecamatan__in=offices, issued_at__isnull=False)
    cycles = Proposal.objects.filter(uuid__in=uuids).values("cycle")
    offices -= set(issued.filter(cycle__in=cycles).values_list("kecamatan", flat=True))
    scope = visible_to(by).filter(kecamatan__in=offices)
    shared.line_up(scope, uuids=uuids, column="kecamatan_order")


def read_position(typed) -> int:
    """A place in a list from 1 to 9999. Raises Refused (422)."""
    text = str(typed).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0):
        raise Refused(content_refusal({FIELD: "Tulis nomor urut dengan angka saja, mulai dari 1."}))
    return int(text)
