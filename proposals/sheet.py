"""Everything that a sheet shows of one proposal, read in a handful of queries: for the detail page and the desks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.offices import standings
from proposals import clock, levels, merged, place_sketch, questions, storyline, workflow
from proposals.models import Attachment
from proposals.offers import Offer, Readiness, find_offer, list_offers
from proposals.repairs import Repair, read_repair
from proposals.turns import describe_turn, name_turn
from proposals.windows import Windows


@dataclass
class Sheet:
    """`levels` feeds components/level_comparison.html, `steps` components/path.html."""

    proposal: Any
    user: Any
    windows: Windows
    now: Any
    turn: str
    offers: list[Offer]
    reviews: list
    events: list
    photos: list[Attachment]
    documents: list[Attachment]
    repair: Repair | None = None  # the last return, and what changed since

    @cached_property
    def parts(self) -> list[merged.Part]:
        """What was merged into this one."""
        return (
            merged.list_parts(self.proposal, self.user) if getattr(self.proposal, "has_merged", True) else []
        )

    @cached_property
    def fate(self) -> merged.Fate | None:
        return merged.read_fate(self.proposal, self.user)

    @cached_property
    def levels(self) -> dict:
        return levels.compare(self.proposal, self.reviews)

    @cached_property
    def steps(self) -> list[dict]:
        waiting = name_turn(self.proposal)
        return storyline.tell(
            self.events,
            self.reviews,
            unit=self.proposal.unit,
            waiting=f"Menunggu {waiting}" if waiting else "",
            spoken=self.talk.spoken,
        )

    @cached_property
    def talk(self) -> questions.Talk:
        return questions.read_talk(self.proposal, self.user)

    @cached_property
    def sketch(self) -> place_sketch.Sketch | None:
        return place_sketch.draw(self.proposal)

    @property
    def status(self) -> workflow.Status:
        return workflow.STATUSES[self.proposal.status]

    @property
    def decisions(self) -> list[Offer]:
        """The acts with a page of their own, harmful ones last."""
        direct = [offer for offer in self.offers if offer.action.direct]
        return sorted(direct, key=lambda offer: offer.action.danger)

    def offer(self, key: str) -> Offer | None:
        return find_offer(self.offers, key)


def build_sheet(proposal, user) -> Sheet:
    """The sheet for this person: at most 12 queries with its lazy parts. `proposal` comes from `lookup.find`."""
    now = clock.now()
    windows = Windows(proposal.cycle)
    stored = list(proposal.attachments.all())
    attachments = [attachment for attachment in stored if attachment.removed_at is None]
    reviews = list(proposal.reviews.select_related("by", "agency", "sub_kegiatan").order_by("seq"))
    events = list(proposal.events.select_related("by").order_by("seq"))
    photos = [a for a in attachments if a.kind == Attachment.Kind.PHOTO]
    readiness = Readiness(photos=len(photos), changed=_changed_since_return(proposal, events))
    return Sheet(
        proposal=proposal,
        user=user,
        windows=windows,
        now=now,
        turn=describe_turn(proposal, windows=windows, now=now),
        offers=list_offers(
            proposal, standings=standings(user), now=now, windows=windows, readiness=readiness
        ),
        reviews=reviews,
        events=events,
        photos=photos,
        documents=[a for a in attachments if a.kind != Attachment.Kind.PHOTO],
        repair=read_repair(proposal, events=events, attachments=stored),
    )


def _changed_since_return(proposal, events: list) -> bool:
    if proposal.status != "revision":
        return False
    for event in reversed(events):
        if event.action == "return":
            return False
        if event.action in ("edit", "attach"):
            return True
    return False
