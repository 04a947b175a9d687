"""Checks the whole history: chains, replay, attachments and triggers."""

import hashlib
import json
from collections.abc import Iterator

from django.conf import settings

from proposals import triggers, workflow
from proposals.models import Attachment, Event, Proposal
from proposals.services.history import canonical, chain, current_values


def find_faults(cycle=None) -> Iterator[str]:
    """One sentence per fault; nothing when the history is whole.

    For each proposal: seq runs 1…version without a gap, each hash covers the one before, the last event tells the
    row's status and `current_*`, every step is one that the table allows. Then stored files against their hashes,
    and the triggers of the database.
    """
    for trigger in triggers.missing():
        yield f"Pemicu {trigger} tidak ada di basis data: riwayat bisa diubah."
    proposals = Proposal.objects.select_related("current_agency", "current_sub_kegiatan").order_by("pk")
    events = Event.objects.order_by("proposal_id", "seq").values_list(
        "proposal_id", "seq", "content", "previous", "sha256", "status", "action"
    )
    attachments = Attachment.objects.order_by("pk")
    if cycle is not None:
        proposals = proposals.filter(cycle=cycle)
        events = events.filter(proposal__cycle=cycle)
        attachments = attachments.filter(proposal__cycle=cycle)
    chains = _by_proposal(events.iterator(chunk_size=2000))
    pending = next(chains, None)
    for row in proposals.iterator(chunk_size=1000):
        own = []
        if pending is not None and pending[0] == row.pk:
            own, pending = pending[1], next(chains, None)
        yield from _check_chain(row, own)
    for attachment in attachments.iterator(chunk_size=500):
        yield from _check_file(attachment)


def _by_proposal(rows) -> Iterator[tuple[int, list]]:
    key, members = None, []
    for row in rows:
        if row[0] != key:
            if members:
                yield key, members
            key, members = row[0], []
        members.append(row)
    if members:
        yield key, members


def _check_chain(row: Proposal, events: list) -> Iterator[str]:
    name = row.reference or str(row.uuid)
    previous, status = "", None
    for place, (_, seq, content, stored_previous, sha256, event_status, action) in enumerate(events, start=1):
        if seq != place:
            yield f"{name}: kejadian ke-{place} tidak ada."
            return
        if stored_previous != previous or chain(previous, content) != sha256:
            yield f"{name}: sidik kejadian {seq} tidak cocok."
            return
        told = json.loads(content)
        if (told["seq"], told["status"], told["action"]) != (seq, event_status, action):
            yield f"{name}: kejadian {seq} tidak sama dengan isinya."
        if not _is_possible(action, status, event_status, row.source):
            yield f"{name}: kejadian {seq} ({action}: {status} → {event_status}) tidak ada di tabel alur."
        previous, status = sha256, event_status
    if len(events) != row.version:
        yield f"{name}: versi {row.version}, tetapi riwayat berisi {len(events)} kejadian."
        return
    if status != row.status:
        yield f"{name}: status {row.status}, tetapi riwayat berakhir dengan {status}."
    if events:
        replayed = json.loads(events[-1][2])["current"]
        present = json.loads(canonical(current_values(row)))
        for field in present:
            if replayed.get(field) != present[field]:
                yield f"{name}: {field} {present[field]}, tetapi riwayat berakhir dengan {replayed.get(field)}."


def _is_possible(action: str, source: str | None, target: str, origin: str) -> bool:
    rules = workflow.find_rules(action=action, source=source, origin=origin)
    if any(
        r.target == target or r.target.startswith("@") or (r.target == workflow.SAME and source == target)
        for r in rules
    ):
        return True
    return action == "merge" and source == target  # the lead of a merge


def _check_file(attachment: Attachment) -> Iterator[str]:
    path = settings.MEDIA_ROOT / attachment.file
    if not path.is_file():
        yield f"Lampiran {attachment.uuid}: berkas tidak ada."
        return
    with path.open("rb") as stored:
        if hashlib.file_digest(stored, "sha256").hexdigest() != attachment.sha256:
            yield f"Lampiran {attachment.uuid}: isi berkas tidak cocok dengan sidiknya."
