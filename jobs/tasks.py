"""The Celery tasks: each only looks at the rows and does what they say."""

import uuid

from celery import shared_task
from celery.signals import worker_ready

from jobs import hints, services, timing


@shared_task(name="jobs.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    """Do one job, within the time limits of the settings."""
    services.run(uuid.UUID(job_id))


@shared_task(name="jobs.deliver", soft_time_limit=120, time_limit=150, ignore_result=True)
def deliver() -> None:
    """Deliver what waits in the outbox."""
    services.deliver_outbox()


@shared_task(name="jobs.sweep", soft_time_limit=120, time_limit=150, expires=55, ignore_result=True)
def sweep() -> None:
    """Mend what was lost; beat sends this every minute."""
    services.sweep()


@worker_ready.connect(dispatch_uid="jobs.sweep_at_start")
def sweep_at_start(**kwargs) -> None:
    """A new worker looks for what the one before lost: now, and again when its last heartbeat has gone stale.

    The filesystem transport forgets a message that a killed worker had in hand, and Redis gives it back late.
    """
    hints.send("jobs.sweep")
    hints.send("jobs.sweep", countdown=timing.STALE_SECONDS + 1)
