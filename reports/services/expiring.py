"""Removes files whose time is over, and what killed workers left unfinished."""

import time
from pathlib import Path

from django.conf import settings

from proposals import clock
from reports.models import Package, ReportRun
from reports.services.building import FOLDER
from reports.services.placing import UNFINISHED

LEFT_BEHIND_SECONDS = 24 * 60 * 60
AT_ONCE = 200


def remove_expired() -> int:
    """Remove expired files, and leftovers that no row names; how many files went."""
    removed = 0
    for kept in (ReportRun.objects, Package.objects):
        for run in kept.filter(expires_at__lt=clock.now()).exclude(file="")[:AT_ONCE]:
            run.path.unlink(missing_ok=True)
            removed += kept.filter(pk=run.pk, file=run.file).update(file="")
    return removed + _remove_left_behind(Path(settings.MEDIA_ROOT) / FOLDER)


def _remove_left_behind(folder: Path) -> int:
    removed = 0
    for leftover in folder.glob(f"*{UNFINISHED}") if folder.is_dir() else ():
        if time.time() - leftover.stat().st_mtime > LEFT_BEHIND_SECONDS:
            leftover.unlink(missing_ok=True)
            removed += 1
    return removed
