"""Somebody asks for a file of a report."""

from collections.abc import Mapping
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.services import enqueue
from proposals import clock
from proposals.refusals import Refusal, Refused, content
from reports.models import ReportRun
from reports.registry import open_report
from reports.writers import complain_of_length

KIND = "reports.build"
TOO_MANY_UNFINISHED = (
    "{count} berkas laporan Anda belum selesai, dan lebih dari itu tidak dibuat sekaligus. "
    "Tunggu sampai salah satunya selesai atau batalkan, lalu minta lagi."
)
TOO_MANY_TODAY = (
    "Anda sudah meminta {count} berkas laporan hari ini, batas untuk satu hari. "
    "Yang sudah jadi tetap dapat diunduh di halaman Laporan; minta yang lain besok."
)


@transaction.atomic
def request_file(
    *, slug: str, params: Mapping[str, str], format: str, by, key: str | None = None
) -> ReportRun:
    """Queue the building of one file in the person's name. The same `key` of the same form is the same file.

    Raises Refused as `open_report` does, 422 for a format that the report does not have or that cannot hold its
    rows, and 409 for who asks for too many at once or in a day.
    """
    report, subject = open_report(slug, by, params)
    if format not in report.formats:
        offered = ", ".join(ReportRun.Format(known).label for known in report.formats)
        raise Refused(content({"format": f"Pilih bentuk berkas yang tersedia: {offered}."}))
    if sentence := complain_of_length(format, report.list_rows(subject)):
        raise Refused(content({"format": sentence}))
    key = f"{KIND}:{by.pk}:{key}" if key else None
    if key is None or not Job.objects.filter(key=key).exists():
        _refuse_too_many(by)
    job = enqueue(
        kind=KIND,
        params={},
        by=by,
        title=f"{subject.title} ({ReportRun.Format(format).label})",
        key=key,
    )
    run, _ = ReportRun.objects.get_or_create(
        job=job, defaults={"slug": report.slug, "params": subject.params, "format": format}
    )
    return run


def _refuse_too_many(by) -> None:
    """Raises Refused (409). Requests of one person wait for each other here, so that none slips past the count."""
    list(User.objects.select_for_update().filter(pk=by.pk).values_list("pk"))
    own = Job.objects.filter(kind=KIND, created_by=by)
    unfinished = own.unfinished().count()
    if unfinished >= settings.REPORTS_UNFINISHED:
        raise Refused(Refusal(409, "too_many", TOO_MANY_UNFINISHED.format(count=unfinished)))
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(clock.now()), time.min))
    today = own.filter(created_at__gte=midnight).count()
    if today >= settings.REPORTS_A_DAY:
        raise Refused(Refusal(409, "too_many", TOO_MANY_TODAY.format(count=today)))
