"""The rows that tell what happened: new proposals, Reviews, Addressees, Attachments, Events and Outbox."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from jobs.services.delivering import post
from proposals.models import Addressee, Attachment, Event, Proposal, Review
from proposals.services.consequences import Change, stage_of
from proposals.services.editing import natural_key

UNTOLD = (
    "create",
    "edit",
    "attach",
    "recommend",
    "mark",
)  # nobody waits for what is only being written, and it happens all the time
CURRENT = (
    "current_volume",
    "current_price",
    "current_budget",
    "current_agency",
    "current_sub_kegiatan",
    "current_households",
    "current_readiness",
)


def write(changes: list[Change], *, by) -> dict[int, Event]:
    """Write what belongs to the changes; the events by proposal pk."""
    changes = [change for change in changes if change.is_new or change.standing or by is None]
    if not changes:
        return {}
    Proposal.objects.bulk_create([change.row for change in changes if change.is_new], batch_size=500)
    previous = _previous_hashes(changes)
    events = [_event(change, by, previous.get(change.row.pk, "")) for change in changes]
    Event.objects.bulk_create(events, batch_size=500)
    _write_reviews(changes, by)
    Addressee.objects.bulk_create(
        [Addressee(proposal=c.row, agency=c.addressee, since=c.at) for c in changes if c.addressee],
        ignore_conflicts=True,
        batch_size=500,
    )
    Attachment.objects.bulk_create([_attachment(c, stored, by) for c in changes for stored in c.attach])
    told = [{"event": event.pk} for event in events if event.action not in UNTOLD]
    if told:
        post(kind="proposals.transition", payloads=told)
    return {event.proposal_id: event for event in events}


def canonical(content: dict) -> str:
    """Sorted keys, UTC microseconds, decimals as strings, natural keys: the text that is hashed and stored."""
    return _ENCODER.encode(content)


def chain(previous: str, content: str) -> str:
    """sha256 over the previous hash and the content."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def current_values(row: Proposal) -> dict:
    return {name: natural_key(getattr(row, name)) for name in CURRENT}


def build_event(
    row: Proposal,
    *,
    action: str,
    at,
    by,
    role,
    capacity: str,
    office: str,
    data: dict,
    previous: str,
    letter: str = "",
) -> Event:
    """The event of what just happened to the row, which already stands at its new version; unsaved."""
    content = describe(
        row,
        action=action,
        at=at,
        by=by,
        role=role,
        capacity=capacity,
        office=office,
        data=data,
        letter=letter,
    )
    return Event(
        proposal=row,
        seq=row.version,
        action=action,
        status=row.status,
        by=by,
        at=at,
        content=content,
        previous=previous,
        sha256=chain(previous, content),
        training=row.cycle.is_training,
    )


def describe(
    row: Proposal, *, action: str, at, by, role, capacity: str, office: str, data: dict, letter: str = ""
) -> str:
    """The content of an event, as text. `letter` is the number of a deputy's letter, told only where there is one."""
    return canonical(
        ({"letter": letter} if letter else {})
        | {
            "action": action,
            "at": at,
            "by": by.username if by else None,
            "capacity": capacity,
            "current": current_values(row),
            "cycle": row.cycle.slug,
            "data": data,
            "office": office,
            "proposal": row.uuid,
            "reference": row.reference,
            "role": role,
            "seq": row.version,
            "status": row.status,
        }
    )


def _event(change: Change, by, previous: str) -> Event:
    standing = change.standing
    return build_event(
        change.row,
        action=change.action.key,
        at=change.at,
        by=by,
        role=standing.role if standing else None,
        capacity=standing.capacity if standing else "",
        office=change.office,
        data=change.data,
        previous=previous,
        letter=standing.letter_number if standing else "",
    )


def _previous_hashes(changes: list[Change]) -> dict[int, str]:
    keys = [change.row.pk for change in changes if not change.is_new]
    last = Event.objects.filter(proposal__in=keys, seq=F("proposal__version") - 1)
    return dict(last.values_list("proposal", "sha256"))


def _write_reviews(changes: list[Change], by) -> None:
    Review.objects.bulk_create(
        [
            Review(
                proposal=c.row,
                seq=c.row.version,
                stage=stage_of(c.standing),
                action=c.action.key,
                by=by,
                role=c.standing.role if c.standing else "",
                capacity=c.standing.capacity if c.standing else "",
                office=c.office,
                at=c.at,
                **c.review,
            )
            for c in changes
            if c.review
        ],
        batch_size=500,
    )


def _attachment(change: Change, stored, by) -> Attachment:
    return Attachment(
        proposal=change.row,
        kind=stored.kind,
        name=stored.name,
        file=stored.file,
        content_type=stored.content_type,
        size=stored.size,
        width=stored.width,
        height=stored.height,
        sha256=stored.sha256,
        by=by,
        at=change.at,
    )


def _write_plainly(value) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value if isinstance(value, UUID) else natural_key(value))


_ENCODER = json.JSONEncoder(
    sort_keys=True,
    ensure_ascii=False,
    allow_nan=False,
    check_circular=False,
    separators=(",", ":"),
    default=_write_plainly,
)
