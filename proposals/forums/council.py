"""One level at which a list is put in order and agreed on, and who may do so when.

Kelurahan and kecamatan each describe themselves with a `Council`; order, record and berita acara are read from that
description.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from accounts.offices import Standing, standings
from proposals.models import Forum, Proposal, SavedOrder
from proposals.permissions import window_sentence
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows


def _nobody(user, *, cycle, office) -> list:
    return []


@dataclass(frozen=True)
class Council:
    """What makes a level. `place` names its office in Forum, SavedOrder and Proposal; `chief` issues the record."""

    level: str
    place: str
    word: str  # of the office: "Kelurahan"
    title: str  # of the forum: "Musrenbang Kelurahan"
    hall: str  # an example of a place, with {} for the office
    chief: str
    chief_word: str
    roles: tuple[str, ...]
    stage: str
    column: str  # of the numbers; empty where the forum puts nothing in order and sets nothing aside
    then: tuple[str, ...]  # how those without a number follow
    url_names: dict[str, str]  # order, meeting, meeting_preview, meeting_issue, desk
    share_words: str  # the money that the list is held against: "pagu saran"
    over: str  # what a line above it is
    told: str  # who is told when the berita acara is out
    rows: Callable[..., QuerySet[Proposal]]  # (cycle, office): exactly the proposals of the list
    related: tuple[str, ...] = ("field", "current_agency", "kelurahan")
    fixed: tuple[str, ...] = ()  # statuses that the forum can no longer put aside
    refused: Callable[..., list] = _nobody  # what the level has refused itself, each with its reason

    @property
    def orders_elsewhere(self) -> str:
        return f"Urutan {self.place} diatur oleh {self.place} itu sendiri."

    @property
    def records_elsewhere(self) -> str:
        return f"{self.title} dicatat oleh kantornya sendiri."

    @property
    def only_chief(self) -> str:
        return f"Berita acara diterbitkan oleh {self.chief_word}."

    def of(self, office) -> dict[str, Any]:
        """The office as a filter of Forum, SavedOrder or Proposal."""
        return {self.place: office}

    def sorting(self) -> list:
        return [F(name).asc(nulls_last=True) for name in (self.column, *self.then) if name] + ["pk"]

    def stand(self, by, office, *, words: str, roles: tuple[str, ...] = ()) -> Standing:
        """The standing in which the person acts for this office. Raises Refused (403) with `words`."""
        mine = [s for s in standings(by) if s.role in (roles or self.roles) and s.office_id == office.pk]
        if not mine:
            raise Refused(Refusal(403, "role", words))
        return mine[0]

    def is_chief(self, user, office) -> bool:
        """Whether the person may issue for this office, also as a deputy."""
        return any(s.role == self.chief and s.office_id == office.pk for s in standings(user))

    def find_bar(self, *, cycle, office, now: datetime, forum: Forum | None) -> Refusal | None:
        """Why list and minutes are shut (409), or None while they are open."""
        if forum is not None and forum.issued_at:
            return Refusal(
                409,
                "issued",
                f"Berita acara {forum.number} sudah terbit, jadi urutan dan isinya tidak berubah lagi. "
                "Usulan yang datang kemudian ditambahkan di belakang sebagai susulan."
                if self.column
                else f"Berita acara {forum.number} sudah terbit, jadi isinya tidak berubah lagi.",
            )
        if cycle.closed_at:
            return Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup.")
        places = {self.place: office.pk}
        if self.place == "kelurahan":
            places["kecamatan"] = office.kecamatan_id
        opening = Windows(cycle).of_stage(self.stage, now, **places)
        if not opening.is_open:
            return Refusal(409, "window", window_sentence(self.stage, opening, now))
        return None

    def find_forum(self, cycle, office) -> Forum | None:
        """The office's forum of this cycle, draft or issued."""
        forums = Forum.objects.filter(cycle=cycle, level=self.level, **self.of(office))
        return forums.select_related(
            "updated_by", "issued_by", "cycle", "kelurahan__kecamatan", "kecamatan", "agency"
        ).first()

    def find_last(self, cycle, office) -> SavedOrder | None:
        """Who saved the order last."""
        if not self.column:
            return None
        saved = SavedOrder.objects.filter(cycle=cycle, **self.of(office)).select_related("by")
        return saved.order_by("-pk").first()
