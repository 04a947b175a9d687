"""Everything `perform` reads, locked and read once for a whole batch."""

import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, prefetch_related_objects

from accounts.offices import Standing, standings
from proposals import clock
from proposals.models import Attachment, Event, Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal
from proposals.windows import Windows

MANY = 1000


@dataclass(slots=True)
class Batch:
    """The locked rows by UUID, with what the rules need to know about them."""

    by: Any
    now: datetime
    standings: tuple[Standing, ...]
    rows: dict[UUID, Proposal]
    lead: Proposal | None
    windows: dict[int, Windows]
    last_events: dict[int, Event]
    shared: dict[str, Any] = field(default_factory=dict)


def lock(targets: Mapping[UUID, int], *, by, lead=None, with_merged: bool = False) -> Batch:
    """Lock the visible targets (and the lead of a merge) in key order; the system sees all.

    `with_merged` locks along what was merged into them, whoever may see it: `shared["merged"]`, by the lead's key.
    `last_events` holds those of rows that are not at the version given with the target: they say who was faster.
    """
    wanted = set(targets)
    lead_uuid = _uuid(lead)
    scope = Proposal.objects.all() if by is None else visible_to(by)
    seen = scope.filter(uuid__in=wanted | ({lead_uuid} if lead_uuid else set()))
    if with_merged:  # one statement locks both, so that nobody waits the other way round
        leads = list(seen.values_list("pk", flat=True))
        seen = Proposal.objects.filter(Q(pk__in=leads) | Q(merged_into__in=leads, status="merged"))
    locked = seen.select_for_update(of=("self",)).order_by("pk")
    # Thousands (a publication) share the few objects around them; for less a join is cheaper than five questions.
    along = locked.prefetch_related if len(wanted) > MANY else locked.select_related
    found = list(along("cycle", "kelurahan", "kecamatan__agency", "current_agency", "current_sub_kegiatan"))
    merged = _gather_merged(found) if with_merged else {}
    prefetch_related_objects([row for row in found if row.status == "merged"], "merged_into")
    keys = [row.pk for row in found]
    moved = [row.pk for row in found if targets.get(row.uuid, row.version) != row.version]
    return Batch(
        by=by,
        now=clock.now(),
        standings=() if by is None else standings(by),
        rows={row.uuid: row for row in found if row.uuid in wanted},
        lead=next((row for row in found if row.uuid == lead_uuid), None),
        windows={cycle.pk: Windows(cycle) for cycle in {row.cycle for row in found}},
        last_events={event.proposal_id: event for event in _last_events(moved)} if moved else {},
        shared={
            "photos": _count_photos(keys),
            "changed": _find_changed(found),
            "merged": merged,
        },
    )


def _gather_merged(rows: list[Proposal]) -> dict[int, list[Proposal]]:
    """The merged rows by the key of their lead, which is among the rows itself."""
    known = {row.pk: row for row in rows}
    gathered: dict[int, list[Proposal]] = {}
    for row in rows:
        if row.status == "merged" and (lead := known.get(row.merged_into_id)):
            row.merged_into = lead
            gathered.setdefault(lead.pk, []).append(row)
    return gathered


def not_found(uuid: UUID | None) -> Refusal:
    """The same answer for what does not exist and for what the person may not see."""
    return Refusal(
        404, "not_found", "Usulan ini tidak ditemukan di kantor Anda. Periksa nomornya.", uuid=uuid
    )


def _uuid(value) -> UUID | None:
    try:
        return value if isinstance(value, UUID) or value is None else uuids.UUID(str(value))
    except ValueError:
        return None


def _last_events(keys: list[int]):
    return Event.objects.filter(proposal__in=keys, seq=F("proposal__version")).select_related("by")


def _count_photos(keys: list[int]) -> dict[int, int]:
    photos = Attachment.objects.filter(proposal__in=keys, kind=Attachment.Kind.PHOTO, removed_at=None)
    return dict(photos.values_list("proposal").annotate(Count("pk")))


def _find_changed(rows: list[Proposal]) -> dict[int, bool]:
    """Which proposals in `revision` were edited since they were returned."""
    keys = [row.pk for row in rows if row.status == "revision"]
    if not keys:
        return {}
    later_return = Event.objects.filter(
        proposal=OuterRef("proposal"), action="return", seq__gt=OuterRef("seq")
    )
    edited = Event.objects.filter(Q(proposal__in=keys), action__in=("edit", "attach"), status="revision")
    return dict.fromkeys(edited.exclude(Exists(later_return)).values_list("proposal", flat=True), True)
