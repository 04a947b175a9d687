"""The record of a musrenbang: saved as a draft, issued once as a berita acara by the chief of its office."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from jobs.services.delivering import post
from proposals import clock, minutes, numbering
from proposals.forums import meetings
from proposals.forums.council import Council
from proposals.models import Forum
from proposals.refusals import Refusal, Refused
from proposals.services.ordering import leave_trace, lock_rows, number_rows
from regions.indonesian import short_moment

WRITTEN = (
    "held_on",
    "starts_at",
    "ends_at",
    "place",
    "chair",
    "speakers",
    "attendance",
    "sessions",
    "participants",
    "not_agreed",
)


@transaction.atomic
def save_draft(*, council: Council, cycle, office, values: dict[str, Any], version: int, by) -> Forum:
    """Write the record as it is so far. `version` is the one that the person saw, 0 before there is any.

    Raises Refused: 403 not of this office, 409 closed, issued, or saved by somebody else meanwhile.
    """
    council.stand(by, office, words=council.records_elsewhere)
    now = clock.now()
    forum = council.find_forum(cycle, office)
    if bar := council.find_bar(cycle=cycle, office=office, now=now, forum=forum):
        raise Refused(bar)
    values = {name: values[name] for name in WRITTEN} | {"updated_at": now, "updated_by": by}
    if forum is None and version == 0:
        try:
            with transaction.atomic():
                return Forum.objects.create(
                    cycle=cycle,
                    level=council.level,
                    **council.of(office),
                    training=cycle.is_training,
                    **values,
                )
        except IntegrityError:  # somebody else began it a moment earlier
            forum = council.find_forum(cycle, office)
    drafts = Forum.objects.filter(pk=forum and forum.pk, version=version, issued_at=None)
    if not drafts.update(version=F("version") + 1, **values):
        raise Refused(_moved(forum))
    return Forum.objects.get(pk=forum.pk)


@transaction.atomic
def issue(*, council: Council, cycle, office, seen: str, by) -> Forum:
    """Number, freeze and hash the record; its agreed list becomes the office's order. Once, and only by the chief.

    `seen` is the sha256 of what the chief read (`Meeting.digest`): what is issued is exactly that. Raises Refused:
    403 not the chief of this office; 409 closed, issued already, or changed since it was read; 422 incomplete.
    The office that reads it next is told.
    """
    standing = council.stand(by, office, roles=(council.chief,), words=council.only_chief)
    now = clock.now()
    rows = lock_rows(council, cycle=cycle, office=office)
    held = Forum.objects.filter(cycle=cycle, level=council.level, **council.of(office))
    held.select_for_update().order_by("pk").first()
    forum = council.find_forum(cycle, office)
    if bar := council.find_bar(cycle=cycle, office=office, now=now, forum=forum):
        raise Refused(bar)
    read = meetings.read(council, by, cycle=cycle, office=office, forum=forum, now=now)
    if read.missing:
        raise Refused(Refusal(422, "content", " ".join(read.missing)))
    if read.digest != seen:
        sentence = "Isi atau daftar usulan berubah sejak halaman ini dibuka. Baca lagi, lalu terbitkan."
        raise Refused(Refusal(409, "version", sentence))
    number = numbering.number_minutes(cycle=cycle, office=office)
    minutes.seal(forum, read.content, number=number, at=now, by=by, standing=standing)
    forum.version += 1
    forum.save()
    if council.column:
        agreed = [rows[row.uuid] for row in read.agreed]
        number_rows(council, agreed, cycle=cycle, office=office)
        leave_trace(council, agreed, cycle=cycle, office=office, by=by, at=now)
    post(kind="proposals.minutes", payloads=[{"forum": forum.pk}])
    return forum


def _moved(forum: Forum | None) -> Refusal:
    if forum is None or forum.updated_by is None:
        return Refusal(
            409, "version", "Catatan ini berubah sejak halaman dibuka. Isian Anda masih di halaman ini."
        )
    return Refusal(
        409,
        "version",
        f"{forum.updated_by.full_name} menyimpan catatan ini {short_moment(forum.updated_at)}, sesudah halaman Anda "
        "dibuka. Isian Anda belum disimpan dan masih di halaman ini; yang berbeda ditulis di bawah.",
    )
