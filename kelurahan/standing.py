"""Whether the kelurahan's list and minutes may still change: who, which stage, and nothing issued yet."""

from datetime import datetime

from accounts.offices import Standing, standings
from accounts.roles import KELURAHAN
from proposals.models import Forum
from proposals.permissions import window_sentence
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows


def stand(by, office, *, roles=KELURAHAN, words: str) -> Standing:
    """The standing in which the person acts for this kelurahan. Raises Refused (403) with `words`."""
    mine = [s for s in standings(by) if s.role in roles and s.office_id == office.pk]
    if not mine:
        raise Refused(Refusal(403, "role", words))
    return mine[0]


def find_bar(*, cycle, office, now: datetime, forum: Forum | None) -> Refusal | None:
    """Why list and minutes are shut (409), or None while they are open."""
    if forum is not None and forum.issued_at:
        return Refusal(
            409,
            "issued",
            f"Berita acara {forum.number} sudah terbit, jadi urutan dan isinya tidak berubah lagi. "
            "Usulan yang datang kemudian ditambahkan di belakang sebagai susulan.",
        )
    if cycle.closed_at:
        return Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup.")
    opening = Windows(cycle).of_stage("kelurahan", now, kelurahan=office.pk, kecamatan=office.kecamatan_id)
    if not opening.is_open:
        return Refusal(409, "window", window_sentence("kelurahan", opening, now))
    return None


def find_forum(cycle, office) -> Forum | None:
    """The kelurahan's forum of this cycle, draft or issued."""
    return (
        Forum.objects.filter(cycle=cycle, kelurahan=office, level=Forum.Level.KELURAHAN)
        .select_related("updated_by", "issued_by", "cycle", "kelurahan__kecamatan")
        .first()
    )
