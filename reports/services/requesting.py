"""Somebody asks for a file of a report."""

from collections.abc import Mapping

from django.db import transaction

from jobs.models import Job
from jobs.services import enqueue
from proposals.refusals import Refused, content
from reports.models import ReportRun
from reports.registry import open_report
from reports.services.limiting import FILE, refuse_too_many
from reports.writers import complain_of_length


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
    key = f"{FILE}:{by.pk}:{key}" if key else None
    if key is None or not Job.objects.filter(key=key).exists():
        refuse_too_many(by)
    job = enqueue(
        kind=FILE,
        params={},
        by=by,
        title=f"{subject.title} ({ReportRun.Format(format).label})",
        key=key,
    )
    run, _ = ReportRun.objects.get_or_create(
        job=job, defaults={"slug": report.slug, "params": subject.params, "format": format}
    )
    return run
