"""What has done its work goes: messages that arrived, jobs that are over, news that was read.

Nothing that still waits for somebody is touched. A job that another row refers to (the file of a report) stays until
its owner lets it go.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jobs.models import Job, Notification, Outbox
from jobs.registry import sweeps

MESSAGES_KEPT = timedelta(days=30)  # delivered; long enough to look into what went wrong
JOBS_KEPT = timedelta(days=90)
NEWS_KEPT = timedelta(days=180)  # after it was read
BATCH = 2000  # of each in one sweep, so that none holds up the others


@sweeps("jobs.prune")
def prune_twice_an_hour() -> int:
    """The sweep comes every minute; looking through these tables that often would be waste."""
    return 0 if timezone.now().minute % 30 else prune()


def prune() -> int:
    """Delete what is old enough, at most a batch of each; how many rows went."""
    now = timezone.now()
    messages = Outbox.objects.filter(delivered_at__lt=now - MESSAGES_KEPT)
    jobs = Job.objects.exclude(state__in=Job.UNFINISHED).filter(finished_at__lt=now - JOBS_KEPT)
    for relation in Job._meta.related_objects:
        jobs = jobs.exclude(
            Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
        )
    news = Notification.objects.filter(read_at__lt=now - NEWS_KEPT)
    return sum(_delete(rows) for rows in (messages, jobs, news))


def _delete(rows: QuerySet) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return rows.model.objects.filter(pk__in=keys).delete()[0] if keys else 0
