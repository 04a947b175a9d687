"""The receipt of what an office sent on at once: its number, its hash, and how far the office was at that moment."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from proposals.models import Event, Proposal
from proposals.services.history import chain
from regions.indonesian import MONTHS

ACTIONS = ("endorse", "forward")
NUMBER = re.compile(r"^(L-)?(\d{4})-([0-9.]{8,13})-K(\d{12})\Z")
STAMP = "%y%m%d%H%M%S"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the kelurahan was at the moment of the batch; counts of proposals, withdrawn ones left out."""

    drawn_up: int
    sent: int
    received: int
    at: datetime

    @property
    def sentence(self) -> str:
        """As in "42 disusun, 40 dikirim, 40 diterima kecamatan, terakhir 30 Januari 2020 21.14"."""
        at = timezone.localtime(self.at)
        last = f"{at.day} {MONTHS[at.month - 1]} {at.year} {at:%H.%M}"
        return f"{self.drawn_up} disusun, {self.sent} dikirim, {self.received} diterima kecamatan, terakhir {last}"


def list_batch(event: Event) -> list[Event]:
    """All that the office sent on in this moment by this person, in the order in which it was sent."""
    row = event.proposal
    office = {"kelurahan": row.kelurahan_id} if event.action == "endorse" else {"kecamatan": row.kecamatan_id}
    together = Event.objects.filter(
        action=event.action,
        at=event.at,
        by=event.by_id,
        proposal__cycle=row.cycle_id,
        **{f"proposal__{name}": key for name, key in office.items()},
    )
    return list(together.select_related("proposal__kelurahan").order_by("pk"))


def number_of(event: Event) -> str:
    """The office and the second in which it was sent: `2021-36.71.03.1002-K200130211407`."""
    row = event.proposal
    office = row.kelurahan if event.action == "endorse" else row.kecamatan
    training = "L-" if row.cycle.is_training else ""
    return f"{training}{row.cycle.planning_year}-{office.code}-K{timezone.localtime(event.at):{STAMP}}"


def digest(events: list[Event]) -> str:
    """The sha256 over the hashes of all events of the batch, in their order."""
    return hashlib.sha256("\n".join(event.sha256 for event in events).encode()).hexdigest()


def tell_standing(event: Event) -> Standing | None:
    """What the kelurahan had drawn up, sent and seen received when this batch went; None for a kecamatan's batch."""
    if event.action != "endorse":
        return None
    row = event.proposal
    own = Proposal.objects.filter(cycle=row.cycle_id, kelurahan=row.kelurahan_id, source="musrenbang")
    withdrawn = Q(status="withdrawn", decided_at__lte=event.at)
    counted = own.exclude(withdrawn).aggregate(
        drawn_up=Count("pk", filter=Q(created_at__lte=event.at)),
        sent=Count("pk", filter=Q(submitted_at__lte=event.at)),
        received=Count("pk", filter=Q(endorsed_at__lte=event.at)),
    )
    return Standing(**counted, at=event.at)


def is_genuine(*, number: str, sha256: str) -> bool:
    """Whether an office sent a batch in that second whose events, unchanged, give this hash."""
    training, year, code, stamp = NUMBER.match(number).groups()
    try:
        at = timezone.make_aware(datetime.strptime(stamp, STAMP))  # noqa: DTZ007 (made aware here)
    except ValueError:
        return False
    found = Event.objects.filter(
        Q(action="endorse", proposal__kelurahan__code=code)
        | Q(action="forward", proposal__kecamatan__code=code),
        proposal__cycle__planning_year=year,
        proposal__cycle__kind="training" if training else "live",
        at__gte=at,
        at__lt=at + timedelta(seconds=1),
    )
    batches: dict[tuple, list[Event]] = defaultdict(list)
    for event in found.order_by("pk"):
        batches[event.action, event.at, event.by_id].append(event)
    return any(
        digest(events) == sha256 and all(chain(e.previous, e.content) == e.sha256 for e in events)
        for events in batches.values()
    )
