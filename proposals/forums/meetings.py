"""A musrenbang as it stands: what was agreed, what was not and why, and what the record still lacks."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from proposals import minutes
from proposals.forums import lists
from proposals.forums.council import Council
from proposals.models import Forum, Proposal


@dataclass
class Meeting:
    """A draft with the office's list. `forum` is None before anything was written; `blank` then names the office.

    `refused` is what the office has rejected by itself: it stands among what was not agreed, with the reason given.
    """

    forum: Forum | None
    lines: list[lists.Line]
    now: datetime
    refused: list[tuple[Proposal, str]]
    blank: Forum
    fixed: tuple[str, ...] = ()  # statuses that the forum can no longer put aside

    @property
    def agreed(self) -> list[Proposal]:
        return [line.row for line in self.lines if line.aside is None]

    @property
    def put_aside(self) -> list[tuple[Proposal, str]]:
        return [(line.row, line.aside) for line in self.lines if line.aside is not None]

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the berita acara would say."""
        not_agreed = [*self.put_aside, *self.refused]
        return minutes.draw_up(self.forum or self.blank, agreed=self.agreed, not_agreed=not_agreed)

    @cached_property
    def digest(self) -> str:
        """Changes with every word that would be printed."""
        return minutes.digest(self.content)

    @property
    def paper(self) -> minutes.Paper:
        """As it was issued, or as it stands now."""
        if self.forum is not None and self.forum.issued_at:
            return minutes.read(self.forum)
        return minutes.Paper(self.content)

    @cached_property
    def missing(self) -> list[str]:
        """What must be there before it can be issued, as sentences that say what to do."""
        forum = self.forum
        if forum is None:
            return ["Isi dan simpan catatannya lebih dulu."]
        said = []
        if forum.held_on is None:
            said.append("Isi tanggal.")
        elif forum.held_on > timezone.localdate(self.now):
            said.append("Tanggalnya masih akan datang; berita acara terbit sesudahnya.")
        if forum.starts_at is None:
            said.append("Isi jam mulai.")
        if forum.starts_at and forum.ends_at and forum.ends_at <= forum.starts_at:
            said.append("Jam selesai harus sesudah jam mulai.")
        if not forum.place:
            said.append("Isi tempat.")
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
        gone = [row.reference for row, _ in self.put_aside if row.status in self.fixed]
        if gone:
            said.append(
                f"Sudah diteruskan, jadi tidak bisa ditandai belum disepakati: {', '.join(gone)}. Hapus tandanya."
            )
        return said


def read(council: Council, user, *, cycle, office, forum: Forum | None, now: datetime) -> Meeting:
    known = lists.read(council, user, cycle=cycle, office=office, forum=forum, share=None)
    refused = council.refused(user, cycle=cycle, office=office)
    blank = Forum(cycle=cycle, level=council.level, **council.of(office))
    return Meeting(forum, known.lines, now, refused, blank, council.fixed)
