"""Builds a report's file: under one snapshot, into a temporary file, put in place only when it is whole."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jobs.models import Job
from jobs.registry import CannotBeDone, Stopped
from proposals import clock
from proposals.refusals import Refused
from regions.indonesian import group, long_date
from reports.declaration import Report, Subject
from reports.models import ReportRun
from reports.registry import open_report
from reports.services.placing import place
from reports.services.telling import tell_ready
from reports.snapshot import snapshot
from reports.writers import WRITERS, Document, complain_of_length

FOLDER = "reports"  # inside MEDIA_ROOT
KEPT = timedelta(days=30)
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
DISK_FULL = (
    "Tempat penyimpanan server penuh, jadi berkas tidak dibuat. Sampaikan kepada administrator, "
    "lalu pilih Coba lagi."
)


@dataclass(frozen=True, slots=True)
class Built:
    """A whole file: its sha256 in hex, size in bytes, rows of its list, and the moment it shows."""

    sha256: str
    size: int
    row_count: int
    snapshot_at: datetime


def build(job: Job, report_progress: Callable[[int, int | None], None]) -> dict:
    """The work of a job of kind "reports.build"; what its owner may see is asked again, now."""
    run = ReportRun.objects.get(job=job)
    try:
        report, subject = open_report(run.slug, job.created_by, run.params)
    except Refused as refusal:
        raise CannotBeDone(str(refusal)) from refusal
    listing = report.list_rows(subject)
    if sentence := complain_of_length(run.format, listing):
        raise CannotBeDone(sentence)
    total = listing.count()
    report_progress(0, total)
    file = f"{FOLDER}/{job.pk}-{job.attempts}.{run.format}"  # each attempt its own: a late one spoils nothing
    target = Path(settings.MEDIA_ROOT) / file
    try:
        built = write_file(
            target,
            report,
            subject,
            run.format,
            on_progress=lambda done: report_progress(min(done, total), total),
        )
    except OSError as trouble:
        if trouble.errno in NO_SPACE:
            raise CannotBeDone(DISK_FULL) from trouble
        raise
    kept_until = clock.now() + KEPT
    if not _record(job, file, subject, f"{subject.filename}.{run.format}", built, kept_until):
        target.unlink(missing_ok=True)
        raise Stopped
    return {
        "url": run.get_absolute_url(),
        "label": f"Unduh {ReportRun.Format(run.format).label}",
        "note": f"{group(built.row_count)} baris. Disimpan sampai {long_date(kept_until)}.",
    }


@transaction.atomic
def _record(job: Job, file: str, subject: Subject, filename: str, built: Built, kept_until: datetime) -> bool:
    """Name the whole file in its row and tell its owner of it; False when this attempt was taken away meanwhile."""
    recorded = ReportRun.objects.filter(
        job=job.pk, job__state=Job.State.RUNNING, job__attempts=job.attempts
    ).update(
        file=file,
        scope=list(subject.scope),
        filename=filename,
        sha256=built.sha256,
        size=built.size,
        row_count=built.row_count,
        snapshot_at=built.snapshot_at,
        expires_at=kept_until,
    )
    if recorded:
        tell_ready(job)
    return bool(recorded)


def write_file(
    target: Path,
    report: Report,
    subject: Subject,
    format: str,
    *,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Built:
    """Write the file under a snapshot of its own, whole or not at all."""
    with snapshot() as moment:
        document = Document(report, subject, moment, on_progress)
        sha256, size = place(target, lambda file: WRITERS[format](file, document))
    return Built(sha256, size, document.row_count, moment)
