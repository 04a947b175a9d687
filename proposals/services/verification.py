"""Checks the whole history: chains, replay, attachments and triggers."""

import hashlib
import json
from collections.abc import Iterator

from django.conf import settings

from proposals import minutes, triggers, workflow
from proposals.models import Attachment, Event, Proposal
from proposals.services.history import canonical, chain, current_values


def find_faults(cycle=None) -> Iterator[str]:
    """One sentence per fault; nothing when the history is whole.

    For each proposal: seq runs 1…version without a gap, each hash covers the one before, the columns of an event say
    what its content says, the last event tells the row's number, status and `current_*`, every step is one that the
    table allows, the attachments are those that the events name. Then stored files against their hashes, issued berita
    acara, and the triggers of the database.
    """
    for trigger in triggers.missing():
        yield f"Pemicu {trigger} tidak ada di basis data: riwayat bisa diubah."
    proposals = Proposal.objects.select_related("current_agency", "current_sub_kegiatan").order_by("pk")
    events = Event.objects.order_by("proposal_id", "seq").values_list(
        "proposal_id", "seq", "content", "previous", "sha256", "status", "action", "at", "by_id"
    )
    attachments = Attachment.objects.order_by("pk")
    if cycle is not None:
        proposals = proposals.filter(cycle=cycle)
        events = events.filter(proposal__cycle=cycle)
        attachments = attachments.filter(proposal__cycle=cycle)
    hashes = attachments.filter(removed_at=None).order_by("proposal_id").values_list("proposal_id", "sha256")
    chains = _Beside(events.iterator(chunk_size=2000))
    files = _Beside(hashes.iterator(chunk_size=2000))
    for row in proposals.iterator(chunk_size=1000):
        yield from _check_chain(row, chains.of(row.pk), sorted(sha256 for _, sha256 in files.of(row.pk)))
    for attachment in attachments.iterator(chunk_size=500):
        yield from _check_file(attachment)
    yield from minutes.find_faults(cycle)


class _Beside:
    """Rows that begin with a proposal's key, in its order, read beside the proposals."""

    def __init__(self, rows: Iterator[tuple]):
        self._rows = rows
        self._pending = next(rows, None)

    def of(self, key: int) -> list[tuple]:
        found = []
        while self._pending is not None and self._pending[0] == key:
            found.append(self._pending)
            self._pending = next(self._rows, None)
        return found


def _check_chain(row: Proposal, events: list[tuple], attached: list[str]) -> Iterator[str]:
    name = row.reference or str(row.uuid)
    previous, status, told = "", None, {}
    replayed: list[str] = []  # the hashes of the attachments
    for place, (_, seq, content, stored_previous, sha256, event_status, action, at, by) in enumerate(
        events, 1
    ):
        if seq != place:
            yield f"{name}: kejadian ke-{place} tidak ada."
            return
        if stored_previous != previous or chain(previous, content) != sha256:
            yield f"{name}: sidik kejadian {seq} tidak cocok."
            return
        told = json.loads(content)
        columns = {"seq": seq, "status": event_status, "action": action, "at": at, "by": by is not None}
        if json.loads(canonical(columns)) != {key: told[key] for key in columns} | {
            "by": told["by"] is not None
        }:
            yield f"{name}: kejadian {seq} tidak sama dengan isinya."
        if not _is_possible(action, status, event_status, row.source):
            yield f"{name}: kejadian {seq} ({action}: {status} → {event_status}) tidak ada di tabel alur."
        previous, status = sha256, event_status
        if action == "attach":
            replayed += told["data"].get("added", [])
            for file in told["data"].get("removed", []):  # one of them: the same file may be attached twice
                if file in replayed:
                    replayed.remove(file)
    if len(events) != row.version:
        yield f"{name}: versi {row.version}, tetapi riwayat berisi {len(events)} kejadian."
        return
    if status != row.status:
        yield f"{name}: status {row.status}, tetapi riwayat berakhir dengan {status}."
    if not events:
        return
    if told["reference"] != row.reference:
        yield f"{name}: nomor {row.reference}, tetapi riwayat berakhir dengan {told['reference']}."
    present = json.loads(canonical(current_values(row)))
    for field, value in present.items():
        if told["current"].get(field) != value:
            yield f"{name}: {field} {value}, tetapi riwayat berakhir dengan {told['current'].get(field)}."
    if sorted(replayed) != attached:
        yield f"{name}: lampiran tidak sama dengan yang disebut riwayat."


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
