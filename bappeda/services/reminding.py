"""Reminding reviewers of their open sheets: by the sweep before the stage closes, and by an admin for those behind.

Both tell a person at most once a day, whichever comes first: the key of the news names the day.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.services.recipients import people_of
from bappeda.services.authority import require_role
from bappeda.sheets import Progress, list_progress
from bappeda.workload import list_loads, read_pace
from jobs.models import Job, Notification
from jobs.registry import CannotBeDone
from jobs.services import Notice, enqueue, mail, notify
from proposals import clock
from proposals.models import Holiday, PlanningCycle
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows
from proposals.working_days import subtract_working_days
from regions.indonesian import long_moment

KIND = "bappeda.remind"
DISTANCES = (1, 3)  # working days before the stage closes, the nearest first
SHUT = "Tahap penilaian sedang tidak dibuka, jadi tidak ada yang diingatkan."
NOBODY_BEHIND = "Tidak ada penilai yang tertinggal, jadi tidak ada yang diingatkan."


def post_reminders() -> int:
    """Queue what is due and was not yet told: one job for a cycle, its end and the distance; how many."""
    now, due = clock.now(), {}
    for cycle in PlanningCycle.objects.filter(published_at=None, closed_at=None):
        opening = Windows(cycle).of_stage("bappeda", now)
        if opening.is_open and (distance := find_distance(now, opening.closes_at)):
            end = opening.closes_at.isoformat()
            due[f"remind:sheets:{cycle.slug}:{end}:{distance}"] = {"cycle": cycle.pk, "until": end}
    told = set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    new = [key for key in due if key not in told]
    for key in new:
        enqueue(kind=KIND, params=due[key], by=None, title="Pengingat penilaian", key=key)
    return len(new)


def find_distance(now: datetime, closes_at: datetime) -> int | None:
    """Which of the reminders is due: the nearest; None while it is too early or over. One query."""
    if now > closes_at:
        return None
    holidays = frozenset(Holiday.objects.values_list("day", flat=True))
    return next((d for d in DISTANCES if now >= subtract_working_days(closes_at, d, holidays)), None)


@transaction.atomic
def remind(job: Job, report) -> dict[str, Any]:
    """Tell every reviewer with open sheets, in the figures of this moment."""
    cycle = PlanningCycle.objects.filter(pk=job.params["cycle"]).first()
    if cycle is None:
        raise CannotBeDone("Tahun perencanaan ini tidak ada lagi.")
    opening = Windows(cycle).of_stage("bappeda", clock.now())
    if not opening.is_open or opening.closes_at.isoformat() != job.params["until"]:
        return {"note": "Batas waktunya sudah lain."}
    told, _ = _tell(cycle, [own for own in list_progress(cycle) if own.left], opening.closes_at)
    return {"note": f"{told} penilai diingatkan."}


@transaction.atomic
def remind_behind(*, cycle: PlanningCycle, by) -> tuple[int, int]:
    """Remind those who have done less than the days gone by ask for: (told now, told before today).

    Raises Refused: 403 for anybody but a bappeda_admin, 409 when the stage is shut or nobody is behind.
    """
    require_role(by, "bappeda_admin")
    opening = Windows(cycle).of_stage("bappeda", clock.now())
    if not opening.is_open:
        raise Refused(Refusal(409, "window", SHUT))
    behind = [load.progress for load in list_loads(cycle, read_pace(cycle)) if load.behind and load.serves]
    if not behind:
        raise Refused(Refusal(409, "nobody", NOBODY_BEHIND))
    return _tell(cycle, behind, opening.closes_at)


def _tell(cycle, owed: list[Progress], until: datetime) -> tuple[int, int]:
    now = clock.now()
    key, url = f"sheets:{cycle.slug}:{timezone.localdate(now)}", reverse("bappeda:marking")
    people = {person.pk: person for person in people_of(role="bappeda_reviewer")}
    reached = [own for own in owed if own.reviewer.pk in people]
    pks = [own.reviewer.pk for own in reached]
    told = set(Notification.objects.filter(key=key, recipient__in=pks).values_list("recipient", flat=True))
    new = [own for own in reached if own.reviewer.pk not in told]
    mark = f"[{cycle}] " if cycle.is_training else ""
    for own in new:
        subject = f"{mark}{own.left} lembar penilaian belum selesai"
        sentence = f"{subject}. Selesaikan sebelum {long_moment(until)}."
        notify(notices=[Notice(own.reviewer.pk, key, sentence, url, Notification.Level.ACTION, at=now)])
        text = f"Yth. penilai,\n\n{sentence}"
        mail(people=[people[own.reviewer.pk]], key=key, subject=subject, text=text, url=url)
    return len(new), len(reached) - len(new)
