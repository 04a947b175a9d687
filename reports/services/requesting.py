"""Somebody asks for a file of a report."""

from collections.abc import Mapping

from django.db import transaction

from jobs.services import enqueue
from proposals.refusals import Refused, content
from reports.models import ReportRun
from reports.registry import open_report

KIND = "reports.build"


@transaction.atomic
def request_file(
    *, slug: str, params: Mapping[str, str], format: str, by, key: str | None = None
) -> ReportRun:
    """Queue the building of one file in the person's name. The same `key` of the same form is the same file.

    Raises Refused as `open_report` does, and 422 for an unknown format.
    """
    report, subject = open_report(slug, by, params)
    if format not in report.formats:
        offered = ", ".join(ReportRun.Format(known).label for known in report.formats)
        raise Refused(content({"format": f"Pilih bentuk berkas yang tersedia: {offered}."}))
    job = enqueue(
        kind=KIND,
        params={},
        by=by,
        title=f"{subject.title} ({ReportRun.Format(format).label})",
        key=f"{KIND}:{by.pk}:{key}" if key else None,
    )
    run, _ = ReportRun.objects.get_or_create(
        job=job, defaults={"slug": report.slug, "params": subject.params, "format": format}
    )
    return run
