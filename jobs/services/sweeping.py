"""Mends every minute what a queue or a worker lost, and lets higher floors do their overdue work."""

import logging
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from jobs import registry, timing
from jobs.models import Job, Outbox
from jobs.services.delivering import deliver_outbox
from jobs.services.queueing import announce
from jobs.services.running import GAVE_UP, is_stale

logger = logging.getLogger(__name__)
MOST_ANNOUNCED = 500  # in one sweep


@dataclass
class Swept:
    """What one sweep found: jobs given up, jobs requeued, hints sent, rows delivered, and what others did."""

    given_up: int = 0
    requeued: int = 0
    announced: int = 0
    delivered: int = 0
    others: dict[str, object] = field(default_factory=dict)


def sweep() -> Swept:
    """Safe to run at any time and by several at once; one part's trouble never keeps the others from running."""
    swept = Swept(given_up=give_up_exhausted(), requeued=requeue_silent())
    swept.announced = announce_waiting()
    if Outbox.objects.undelivered().exists():
        swept.delivered = deliver_outbox()
    for name, function in registry.SWEEPS.items():
        try:
            swept.others[name] = function()
        except Exception:
            logger.exception("Sweep %s", name)
            swept.others[name] = "failed"
    return swept


def give_up_exhausted() -> int:
    """Fail what fell silent in its last attempt."""
    silent = Job.objects.filter(is_stale(), attempts__gte=Job.MOST_ATTEMPTS)
    return silent.update(
        state=Job.State.FAILED,
        finished_at=timezone.now(),
        error=GAVE_UP,
        fault="worker lost in the last attempt",
    )


def requeue_silent() -> int:
    """Put back what fell silent while attempts are left."""
    silent = Job.objects.filter(is_stale(), attempts__lt=Job.MOST_ATTEMPTS)
    return silent.update(state=Job.State.QUEUED, message_sent_at=None, fault="worker lost")


def announce_waiting() -> int:
    """Hint at queued jobs whose message was never taken, or has been waiting for too long."""
    unheard = Q(message_sent_at__isnull=True) | Q(
        message_sent_at__lt=timezone.now() - timing.MESSAGE_LOST_AFTER
    )
    waiting = Job.objects.filter(unheard, state=Job.State.QUEUED).order_by("created_at")
    sent = 0
    for job_id in waiting.values_list("pk", flat=True)[:MOST_ANNOUNCED]:
        if not announce(job_id):
            break
        sent += 1
    return sent
