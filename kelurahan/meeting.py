"""The musrenbang of a kelurahan as it stands: what was agreed, what was put aside, what is still missing."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from kelurahan import priorities
from proposals import minutes
from proposals.models import Forum, Proposal


@dataclass
class Meeting:
    """A draft with the office's list. `forum` is None before anything was written."""

    forum: Forum | None
    lines: list[priorities.Line]
    now: datetime

    @property
    def agreed(self) -> list[Proposal]:
        return [line.row for line in self.lines if line.aside is None]

    @property
    def put_aside(self) -> list[tuple[Proposal, str]]:
        return [(line.row, line.aside) for line in self.lines if line.aside is not None]

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the berita acara would say."""
        return minutes.draw_up(self.forum, agreed=self.agreed, not_agreed=self.put_aside)

    @cached_property
    def digest(self) -> str:
        """Changes with every word that would be printed."""
        return minutes.digest(self.content)

    @property
    def paper(self) -> minutes.Paper:
        return minutes.Paper(self.content)

    @cached_property
    def missing(self) -> list[str]:
        """What must be there before it can be issued, as sentences that say what to do."""
        forum = self.forum
        if forum is None:
            return ["Isi dan simpan catatan musrenbang lebih dulu."]
        said = []
        if forum.held_on is None:
            said.append("Isi tanggal musrenbang.")
        elif forum.held_on > timezone.localdate(self.now):
            said.append("Tanggal musrenbang masih akan datang; berita acara terbit sesudahnya.")
        if forum.starts_at is None:
            said.append("Isi jam mulai.")
        if forum.starts_at and forum.ends_at and forum.ends_at <= forum.starts_at:
            said.append("Jam selesai harus sesudah jam mulai.")
        if not forum.place:
            said.append("Isi tempat musrenbang.")
        if not forum.chair:
            said.append("Isi pimpinan musyawarah.")
        if not any(sum(pair) for pair in forum.attendance.values()):
            said.append("Isi jumlah yang hadir menurut kelompok.")
        if not forum.participants:
            said.append("Isi daftar peserta.")
        if not self.agreed:
            said.append("Daftar yang disepakati masih kosong.")
        unexplained = [row.reference for row, reason in self.put_aside if not reason]
        if unexplained:
            said.append(f"Tulis alasan usulan yang belum disepakati: {', '.join(unexplained)}.")
        return said


def read(user, *, cycle, office, forum: Forum | None, now: datetime) -> Meeting:
    rows = priorities.read(user, cycle=cycle, office=office, forum=forum)
    return Meeting(forum, rows.lines, now)
