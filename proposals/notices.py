"""Who is told what after an event: reads the outbox rows that `perform` left and writes notifications.

`NEWS` is the one table of whom an act tells. A key per event keeps it at once.
"""

import json
from collections.abc import Sequence

from django.urls import reverse

from accounts.services.recipients import people_of
from jobs.models import Outbox
from jobs.registry import delivers
from jobs.services.notifying import Notice, notify
from proposals import workflow
from proposals.merged import find_followers
from proposals.models import Addressee, Event, Forum
from proposals.storyline import tell_act

# Whom each act tells, besides nobody twice and never the person who did it:
#   sender    the office that made the proposal
#   receiver  the office whose turn it is now; Bappeda's turn is told by its own pages, not a thousand times
#   forwarder the kecamatan that had forwarded it, when an office above ends it or sends it back
#   former    every Perangkat Daerah that it was addressed to before
#   decider   Bappeda, which settles a dispute between agencies
#   returner  the office that waited for a repair which will not come
NEWS: dict[str, tuple[str, ...]] = {
    "submit": ("receiver",),
    "send_back": ("sender",),
    "endorse": ("sender", "receiver"),
    "register": ("sender", "receiver"),
    "withdraw": ("sender", "returner"),
    "forward": ("sender", "receiver"),
    "fund_local": ("sender",),
    "verify": ("sender",),
    "redirect": ("sender", "receiver", "former"),
    "object": ("sender", "decider", "former"),
    "refer": ("sender", "forwarder"),
    "merge": ("sender", "forwarder"),
    "return": ("sender", "forwarder"),
    "resubmit": ("sender", "receiver"),
    "take_back": ("sender", "receiver"),
    "reject": ("sender", "forwarder"),
    "reopen": ("sender", "receiver", "forwarder"),
    "publish": ("sender",),
    "supersede": ("sender",),
    "close": ("sender",),
}
# What happens to a lead and is told to the senders of what was merged into it.
TOLD_TO_FOLLOWERS = {"fund_local", "refer", "reject", "withdraw", "reopen", "publish", "supersede", "close"}
RETURNED_BY = {"kecamatan_review": "kecamatan", "opd_review": "agency", "scoring": "bappeda"}


@delivers("proposals.transition")
def deliver_transitions(rows: Sequence[Outbox]) -> None:
    """Write the notifications of a set of events; doing it twice adds nothing."""
    events = (
        Event.objects.filter(pk__in=[row.payload["event"] for row in rows])
        .select_related("by", "proposal__kelurahan", "proposal__kecamatan", "proposal__current_agency")
        .order_by("pk")
    )
    events = list(events)
    people = _People()
    followers = find_followers(e.proposal for e in events if e.action in TOLD_TO_FOLLOWERS)
    notices = []
    for event in events:
        told = {
            person.pk: person
            for audience in NEWS.get(event.action, ())
            for person in people.find(audience, event)
        }
        told.pop(event.by_id, None)
        notices += [_notice(event, person) for person in told.values()]
        if event.action in TOLD_TO_FOLLOWERS:
            notices += _tell_followers(
                event, followers.get(event.proposal_id, ()), people, {*told, event.by_id}
            )
    notify(notices=notices)


@delivers("proposals.minutes")
def deliver_minutes(rows: Sequence[Outbox]) -> None:
    """Tell who reads it next that a berita acara was issued: the kecamatan, of a kecamatan's Bappeda."""
    forums = Forum.objects.filter(pk__in=[row.payload["forum"] for row in rows])
    forums = forums.select_related("kelurahan", "kecamatan", "agency")
    people = _People()
    notices = []
    for forum in forums.order_by("pk"):
        if forum.kelurahan:
            place, told = (
                f"Kelurahan {forum.kelurahan.name}",
                people.of_kecamatan(forum.kelurahan.kecamatan_id),
            )
        else:
            place = f"Kecamatan {forum.kecamatan.name}" if forum.kecamatan else forum.agency.name
            told = people.of_bappeda()
        kind = "Forum Perangkat Daerah" if forum.agency else "Musrenbang"
        text = f"Berita acara {kind} {place} terbit: {forum.number}."
        url = reverse("proposals:minutes", args=[forum.number])
        for person in told:
            notices.append(Notice(recipient_id=person.pk, key=f"minutes:{forum.pk}", text=text, url=url))
    notify(notices=notices)


def _notice(event: Event, person) -> Notice:
    row = event.proposal
    text = f"{tell_act(event)}: {row.title} ({row.reference or 'Draf'}). {_tell_status(event)}"
    return _write(event, person, text, row)


def _tell_followers(event: Event, rows, people: "_People", known: set) -> list[Notice]:
    """One notice for each further person, about the first of his or her merged proposals."""
    lead, notices = event.proposal, []
    reason = json.loads(event.content)["data"].get("text", "")
    for row in rows:
        text = (
            f"{tell_act(event)}: {lead.title} ({lead.reference}), usulan utama dari usulan Anda {row.title} "
            f"({row.reference}). {_tell_status(event)}{f' Alasan: {reason}' if reason else ''}"
        )
        for person in people.senders(row):
            if person.pk not in known:
                known.add(person.pk)
                notices.append(_write(event, person, text, row))
    return notices


def _tell_status(event: Event) -> str:
    return f"Status sekarang {workflow.STATUSES[event.status].label}."


def _write(event: Event, person, text: str, row) -> Notice:
    level = "warning" if workflow.STATUSES[event.status].tone in ("warning", "bad") else "info"
    return Notice(person.pk, f"event:{event.pk}", text, url=row.get_absolute_url(), level=level)


class _People:
    """The people of each office, asked once per delivery."""

    def __init__(self):
        self._known = {}

    def senders(self, row) -> list:
        if row.source == "pokir":
            return self._ask(role="bappeda_admin")
        if row.source == "kecamatan":
            return self._ask(role="kecamatan_officer", kecamatan=row.kecamatan)
        return self._ask(kelurahan=row.kelurahan)

    def of_kecamatan(self, kecamatan: int) -> list:
        return self._ask(kecamatan=kecamatan)

    def of_bappeda(self) -> list:
        return self._ask(role="bappeda_admin")

    def find(self, audience: str, event: Event) -> list:
        return getattr(self, f"_find_{audience}")(event)

    def _find_sender(self, event: Event) -> list:
        return self.senders(event.proposal)

    def _find_receiver(self, event: Event) -> list:
        row, turn = event.proposal, workflow.STATUSES[event.status].turn
        if turn == "lurah":
            return self._ask(role="lurah", kelurahan=row.kelurahan)
        if turn == "kelurahan":
            return self.senders(row)
        return self._at(row, turn) if turn in ("kecamatan", "agency") else []

    def _find_forwarder(self, event: Event) -> list:
        row = event.proposal
        is_above = row.forwarded_at is not None and event.at > row.forwarded_at
        return self._at(row, "kecamatan") if is_above else []

    def _find_former(self, event: Event) -> list:
        row = event.proposal
        before = Addressee.objects.filter(proposal=row).exclude(agency=row.current_agency_id)
        return [person for one in before.order_by("pk") for person in self._ask(agency=one.agency_id)]

    def _find_returner(self, event: Event) -> list:
        return self._at(event.proposal, RETURNED_BY.get(event.proposal.returned_from, ""))

    def _at(self, row, place: str) -> list:
        if place == "kecamatan":
            return self._ask(kecamatan=row.kecamatan)
        if place == "agency":
            return self._ask(agency=row.current_agency)
        return self._ask(role="bappeda_admin") if place == "bappeda" else []

    def _find_decider(self, event: Event) -> list:
        return self._ask(role="bappeda_admin")

    def _ask(self, **office) -> list:
        key = tuple(sorted((name, getattr(value, "pk", value)) for name, value in office.items()))
        if key not in self._known:
            self._known[key] = list(people_of(**office))
        return self._known[key]
