"""Runs one job: claims it, does its work under a heartbeat, and writes how it ended.

Every write is one conditional UPDATE on (id, state, attempts): of two workers exactly one claims, and a worker that
was given up for dead cannot overwrite the one that took over.
"""

import logging
import uuid
from datetime import timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import F, Q
from django.utils import timezone

from jobs import registry, timing
from jobs.models import Job
from jobs.pulse import Pulse
from jobs.services.queueing import announce_on_commit

logger = logging.getLogger(__name__)
PAUSE_SECONDS = {1: 5, 2: 25}  # after that attempt; a database that restarts needs a moment
GAVE_UP = (
    "Pekerjaan ini terhenti tiga kali, jadi tidak dicoba lagi dengan sendirinya. "
    "Pilih Coba lagi; bila tetap terhenti, sampaikan nomor pekerjaan ini kepada administrator."
)
TOOK_TOO_LONG = "Pekerjaan ini melewati batas waktu 10 menit. Persempit saringannya, lalu minta lagi."
UNKNOWN_KIND = "Jenis pekerjaan ini tidak dikenal oleh aplikasi. Sampaikan kepada administrator."


def run(job_id: uuid.UUID) -> Job | None:
    """Do the job if it waits for somebody. None when another has it, or when it is over."""
    job = claim(job_id)
    if job is None:
        return None
    handler = registry.WORK.get(job.kind)
    if handler is None:
        fail(job, UNKNOWN_KIND, fault=f"no handler for {job.kind}")
        return job
    with Pulse(job) as pulse:
        try:
            result = handler(job, pulse.report)
        except registry.Stopped:
            return job
        except registry.CannotBeDone as reason:
            ending = (fail, str(reason), "")
        except registry.TryLater as reason:
            logger.exception("Job %s (%s), attempt %s", job.pk, job.kind, job.attempts)
            ending = (give_back, str(reason), repr(reason.__cause__ or ""))
        except SoftTimeLimitExceeded:
            ending = (fail, TOOK_TOO_LONG, "soft time limit")
        except Exception as trouble:
            logger.exception("Job %s (%s), attempt %s", job.pk, job.kind, job.attempts)
            ending = (give_back, "", f"{type(trouble).__name__}: {trouble}")
        else:
            ending = None
            job.progress_done, job.progress_total = pulse.done, pulse.total
    if ending is None:
        finish(job, result)
    else:
        end, reason, fault = ending
        end(job, reason, fault=fault)
    return job


def claim(job_id: uuid.UUID) -> Job | None:
    """Take the job for this worker: it must be queued, or running without a sign of life, with attempts left."""
    now = timezone.now()
    taken = (
        Job.objects.filter(pk=job_id, attempts__lt=Job.MOST_ATTEMPTS)
        .filter(Q(state=Job.State.QUEUED) | is_stale())
        .update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            heartbeat_at=now,
            progress_done=0,
            progress_total=None,
        )
    )
    return Job.objects.select_related("created_by").get(pk=job_id) if taken else None


def is_stale() -> Q:
    """Running, but its worker has not been heard of for too long."""
    return Q(
        state=Job.State.RUNNING, heartbeat_at__lt=timezone.now() - timedelta(seconds=timing.STALE_SECONDS)
    )


def finish(job: Job, result: dict[str, Any] | None) -> bool:
    """Write the result; False when the job was cancelled or taken over meanwhile."""
    progress = {"progress_done": job.progress_done, "progress_total": job.progress_total}
    return _end(job, state=Job.State.DONE, result=result, error="", fault="", **progress)


def fail(job: Job, reason: str, *, fault: str = "") -> bool:
    """Write the sentence that says why, and what helps. `fault` is for the administrator only."""
    return _end(job, state=Job.State.FAILED, error=reason, fault=fault[:2000])


def give_back(job: Job, reason: str = "", *, fault: str = "") -> bool:
    """After an unforeseen fault: back into the queue, or failed once the attempts are used up."""
    if job.attempts >= Job.MOST_ATTEMPTS:
        return fail(job, reason or GAVE_UP, fault=fault)
    queued = bool(_mine(job).update(state=Job.State.QUEUED, fault=fault[:2000], message_sent_at=None))
    if queued:
        announce_on_commit(job.pk, countdown=PAUSE_SECONDS[job.attempts])
    return queued


def _end(job: Job, **values: Any) -> bool:
    values |= {"finished_at": timezone.now(), "heartbeat_at": timezone.now()}
    ended = bool(_mine(job).update(**values))
    if ended:
        for name, value in values.items():
            setattr(job, name, value)
    return ended


def _mine(job: Job):
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
