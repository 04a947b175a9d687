"""Tells who asked for a file and went on to other work: that it is there, or that it will not come."""

from datetime import timedelta

from django.utils import timezone

from jobs.models import Job, Notification
from jobs.services import Notice, notify
from reports.models import ReportRun

SHORT = timedelta(seconds=10)  # so long people wait on the page itself
RECENT = timedelta(hours=1)


def tell_ready(job: Job) -> None:
    """Tell the owner of a file that took its time. Belongs into the transaction that records the file."""
    if job.created_by_id is None or timezone.now() - job.created_at < SHORT:
        return
    text = f"Berkas siap diunduh: {job.title}."
    url = job.report_run.get_absolute_url()
    level = Notification.Level.INFO
    notify(notices=[Notice(job.created_by_id, f"report:{job.pk}:ready", text, url, level)])


def tell_failed() -> int:
    """Tell of files that were given up lately, each once; how many were looked at."""
    failed = ReportRun.objects.filter(
        job__state=Job.State.FAILED,
        job__finished_at__gt=timezone.now() - RECENT,
        job__created_by__isnull=False,
    ).select_related("job")
    notices = [
        Notice(
            run.job.created_by_id,
            f"report:{run.pk}:failed:{run.job.finished_at:%s}",
            f"Berkas tidak jadi: {run.job.title}. {run.job.error}",
            run.job.get_absolute_url(),
            Notification.Level.WARNING,
        )
        for run in failed
    ]
    notify(notices=notices)
    return len(notices)
