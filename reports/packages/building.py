"""Makes a package under one snapshot, beside its place, and names it in its row only when it is whole."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs.models import Job
from jobs.registry import CannotBeDone, Stopped, TryLater
from proposals import clock
from regions.indonesian import group, long_date
from reports.models import Package
from reports.packages.filling import Filling
from reports.packages.telling import tell_ready
from reports.services.building import FOLDER, NO_SPACE
from reports.services.placing import place
from reports.snapshot import snapshot

NIGHT_KEPT, CLOSING_KEPT = timedelta(days=30), timedelta(days=365)
NOT_YOURS = "Paket hanya dibuat untuk Bappeda dan kecamatan."
DISK_FULL = (
    "Tempat penyimpanan server penuh, jadi paket tidak dibuat. "
    "Minta administrator mengosongkan tempat penyimpanan."
)


def build(job: Job, report_progress: Callable[[int, int | None], None]) -> dict:
    """The work of a job of kind "reports.package". Tried again when a disk is full or a report fails."""
    package = Package.objects.select_related("cycle", "kecamatan").get(job=job)
    if job.created_by and not Package.objects.visible_to(job.created_by).filter(pk=package.pk).exists():
        raise CannotBeDone(NOT_YOURS)
    file = f"{FOLDER}/{job.pk}-{job.attempts}.zip"  # each attempt its own: a late one spoils nothing
    target = Path(settings.MEDIA_ROOT) / file
    try:
        with snapshot() as moment:
            filling = Filling(package, moment, target.parent)
            sha256, size = place(target, lambda zipped: filling.write(zipped, report_progress))
    except OSError as trouble:
        if trouble.errno in NO_SPACE:
            raise TryLater(DISK_FULL) from trouble
        raise
    kept_until = clock.now() + (CLOSING_KEPT if package.stage else NIGHT_KEPT)
    made = {
        "file": file,
        "filename": f"{name_zip(package, moment)}.zip",
        "sha256": sha256,
        "size": size,
        "file_count": len(filling.lines),
        "left_out": filling.left_out,
        "snapshot_at": moment,
        "expires_at": kept_until,
    }
    if not _record(job, package, made):
        target.unlink(missing_ok=True)
        raise Stopped
    return {
        "url": package.get_absolute_url(),
        "label": "Unduh paket",
        "note": f"{group(made['file_count'])} berkas. Disimpan sampai {long_date(kept_until)}.",
    }


def name_zip(package: Package, moment: datetime) -> str:
    """As in "paket-rekap-2021-2026-11-25" or "paket-lengkap-2021-tahap-kelurahan-36.71.03"."""
    words = ["paket", package.contents, package.cycle.slug]
    words += ["tahap", package.stage] if package.stage else [f"{timezone.localtime(moment):%Y-%m-%d}"]
    return "-".join([*words, package.kecamatan.code] if package.kecamatan else words)


@transaction.atomic
def _record(job: Job, package: Package, made: dict) -> bool:
    """Name the whole file in its row and tell its receivers; False when this attempt was taken away meanwhile."""
    mine = Package.objects.filter(job=job.pk, job__state=Job.State.RUNNING, job__attempts=job.attempts)
    recorded = mine.update(**made)
    if recorded:
        tell_ready(job, package, made["snapshot_at"])
    return bool(recorded)
