"""Puts work into the queue, and takes it out or back in at its owner's word."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobs import hints, registry
from jobs.models import Job

NOTHING_LEFT = {"finished_at": None, "error": "", "fault": "", "progress_done": 0, "progress_total": None}


class CannotChange(Exception):
    """The job is no longer in the state that the person saw; the text is the sentence to show."""


def enqueue(*, kind: str, params: dict[str, Any], by, title: str = "", key: str | None = None) -> Job:
    """Write the job and hint at it once the transaction is committed. Never fails because of the broker.

    `key` makes it idempotent: a second call with the same key answers the first job, in whatever state it is.
    `by` is None for work that nobody asked for. Raises UnknownKind, and ValueError for another person's key.
    """
    if kind not in registry.WORK:
        raise registry.UnknownKind(kind)
    fields = {"kind": kind, "title": title or kind, "params": params, "created_by": by}
    with transaction.atomic():
        if key is None:
            job = Job.objects.create(**fields)
        else:
            try:
                job, is_new = Job.objects.get_or_create(key=key, defaults=fields)
            except IntegrityError as clash:
                raise ValueError(f"The key {key} cannot be used") from clash
            if (job.kind, job.created_by_id) != (kind, by.pk if by else None):
                raise ValueError(f"The key {key} belongs to another job")
            if not is_new:
                return job
        announce_on_commit(job.pk)
    return job


def cancel(*, job: Job, by) -> None:
    """End the owner's job. Work in progress notices within seconds and writes nothing more."""
    changed = (
        Job.objects.visible_to(by)
        .unfinished()
        .filter(pk=job.pk)
        .update(state=Job.State.CANCELLED, finished_at=timezone.now(), error="Dibatalkan oleh Anda.")
    )
    if not changed:
        raise CannotChange("Pekerjaan ini sudah berakhir, jadi tidak ada yang perlu dibatalkan.")


@transaction.atomic
def retry(*, job: Job, by) -> None:
    """Queue the owner's failed or cancelled job again, with all its attempts."""
    changed = (
        Job.objects.visible_to(by)
        .filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
        .update(state=Job.State.QUEUED, attempts=0, message_sent_at=None, **NOTHING_LEFT)
    )
    if not changed:
        raise CannotChange("Pekerjaan ini sedang berjalan atau sudah selesai.")
    announce_on_commit(job.pk)


def retry_failed(jobs: QuerySet[Job], *, pause: timedelta) -> int:
    """Put those of the jobs that failed back into the queue with all attempts, after a pause; how many."""
    failed = jobs.filter(state=Job.State.FAILED, finished_at__lt=timezone.now() - pause)
    return failed.update(state=Job.State.QUEUED, attempts=0, message_sent_at=None, finished_at=None)


def announce_on_commit(job_id: uuid.UUID, *, countdown: float | None = None) -> None:
    """Hint at the job once it is committed, to be taken up after `countdown` seconds."""
    transaction.on_commit(lambda: announce(job_id, countdown=countdown), robust=True)


def announce(job_id: uuid.UUID, *, countdown: float | None = None) -> bool:
    """Hint at one queued job and remember that the broker took the hint."""
    taken = hints.send("jobs.run_job", str(job_id), countdown=countdown)
    if taken:
        Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(message_sent_at=timezone.now())
    return taken
