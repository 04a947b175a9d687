"""Reminding the offices before their stage closes and before a repair is due, by notification and by e-mail.

The sweep asks every minute which reminders are due and puts one job in the queue for each: its key names the office,
the end and the distance, so that each is told once, also when two sweeps run at the same time. An extension is another
end and is told again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.services.recipients import people_of
from jobs.models import Job, Notification
from jobs.registry import CannotBeDone
from jobs.services import Notice, enqueue, mail, notify
from kelurahan import deadlines
from kelurahan.deadlines import Waiting, Words
from kelurahan.reading import count_photos
from proposals import clock
from proposals.completeness import find_missing
from proposals.models import Holiday, PlanningCycle, Proposal
from proposals.waiting import list_at_kelurahan
from proposals.windows import Windows
from proposals.working_days import subtract_working_days
from regions.models import Kelurahan

KIND = "kelurahan.remind"
STAGE, REPAIR = "stage", "repair"
EARLIEST = timedelta(days=max(deadlines.DISTANCES))
LONGEST_BREAK = timedelta(days=15)  # holidays between a working day and the next


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that is due; `distance` is in days, or 0 for a repair."""

    what: str
    cycle: PlanningCycle
    kelurahan_id: int
    until: datetime
    distance: int = 0

    @property
    def key(self) -> str:
        return f"remind:{self.what}:{self.cycle.slug}:{self.kelurahan_id}:{self.until.isoformat()}:{self.distance}"


def post_reminders() -> int:
    """Queue what is due and was not yet told; how many. Nothing is queued for an office where nothing waits."""
    now = clock.now()
    due = []
    for cycle in PlanningCycle.objects.filter(published_at=None, closed_at=None):
        due += _find_closing(cycle, now)
    due += _find_repairs(now)
    told = set(Job.objects.filter(key__in=[item.key for item in due]).values_list("key", flat=True))
    new = [item for item in due if item.key not in told]
    for item in new:
        params = {
            "what": item.what,
            "cycle": item.cycle.pk,
            "kelurahan": item.kelurahan_id,
            "until": item.until.isoformat(),
        }
        enqueue(kind=KIND, params=params, by=None, title="Pengingat batas waktu", key=item.key)
    return len(new)


@transaction.atomic
def remind(job: Job, report) -> dict[str, Any]:
    """Tell the people of one office, in the words of this moment; doing it twice tells nobody twice."""
    params, now = job.params, clock.now()
    cycle = PlanningCycle.objects.filter(pk=params["cycle"]).first()
    office = Kelurahan.objects.filter(pk=params["kelurahan"]).first()
    if cycle is None or office is None:
        raise CannotBeDone("Tahun perencanaan atau kelurahan ini tidak ada lagi.")
    until = datetime.fromisoformat(params["until"])
    words = (_word_closing if params["what"] == STAGE else _word_repair)(cycle, office, until, now)
    if words is None:
        return {"note": "Tidak ada lagi yang menunggu, atau batas waktunya sudah lain."}
    people, url = list(people_of(kelurahan=office)), reverse("kelurahan:desk")
    notify(
        notices=[
            Notice(person.pk, job.key, words.sentence, url, Notification.Level.ACTION, at=now)
            for person in people
        ]
    )
    mailed = mail(people=people, key=job.key, subject=words.subject, text=words.text, url=url)
    return {"note": f"{len(people)} orang diberi tahu, {mailed} lewat e-mail."}


def _find_closing(cycle: PlanningCycle, now: datetime) -> list[Due]:
    """The offices whose stage closes soon and that have something to send before."""
    windows = Windows(cycle)
    if not any(now < end <= now + EARLIEST for end in windows.ends_of("kelurahan")):
        return []
    offices = list_at_kelurahan(cycle, now).values_list("kelurahan", "kecamatan").distinct()
    due = []
    for kelurahan_id, kecamatan_id in offices:
        opening = windows.of_stage("kelurahan", now, kelurahan=kelurahan_id, kecamatan=kecamatan_id)
        distance = deadlines.find_distance(opening.closes_at - now) if opening.is_open else None
        if distance:
            due.append(Due(STAGE, cycle, kelurahan_id, opening.closes_at, distance))
    return due


def _find_repairs(now: datetime) -> list[Due]:
    """The offices with a repair that ends on the next working day, once for each end."""
    ending = _in_repair().filter(act_until__gt=now, act_until__lte=now + LONGEST_BREAK)
    found = {
        (row.cycle_id, row.kelurahan_id, row.act_until): row.cycle for row in ending.select_related("cycle")
    }
    if not found:
        return []
    holidays = frozenset(Holiday.objects.values_list("day", flat=True))
    return [
        Due(REPAIR, cycle, kelurahan_id, until)
        for (_, kelurahan_id, until), cycle in found.items()
        if now >= subtract_working_days(until, 1, holidays)
    ]


def _in_repair():
    return Proposal.objects.filter(
        status="revision", source="musrenbang", cycle__published_at=None, cycle__closed_at=None
    )


def _word_closing(cycle: PlanningCycle, office: Kelurahan, until: datetime, now: datetime) -> Words | None:
    opening = Windows(cycle).of_stage("kelurahan", now, kelurahan=office.pk, kecamatan=office.kecamatan_id)
    waiting = _count_waiting(cycle, office, now)
    if opening.closes_at != until or now > until or waiting.is_nothing:
        return None
    return deadlines.say_closing(waiting, office=office.name, cycle=_mark(cycle), closes_at=until, now=now)


def _word_repair(cycle: PlanningCycle, office: Kelurahan, until: datetime, now: datetime) -> Words | None:
    count = _in_repair().filter(cycle=cycle, kelurahan=office, act_until=until).count()
    if not count or now > until:
        return None
    return deadlines.say_repair(count, office=office.name, cycle=_mark(cycle), until=until)


def _count_waiting(cycle: PlanningCycle, office: Kelurahan, now: datetime) -> Waiting:
    """Drafts are told apart by whether they could be submitted; what is to be repaired has a reminder of its own."""
    rows = list(list_at_kelurahan(cycle, now).filter(kelurahan=office))
    drafts = [row for row in rows if row.status == "draft"]
    photos = count_photos([row.pk for row in drafts])
    lacking = sum(bool(find_missing(row, photos=photos.get(row.pk, 0))) for row in drafts)
    return Waiting(
        incomplete=lacking,
        complete=len(drafts) - lacking,
        awaiting=len(rows) - len(drafts),
    )


def _mark(cycle: PlanningCycle) -> str:
    return str(cycle) if cycle.is_training else ""
