"""Tells the receivers of a package that it is there, or Bappeda that it will not come."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from jobs.models import Job, Notification
from jobs.services import Notice, notify
from proposals.recipients import find_people
from regions.indonesian import short_moment
from reports.models import Package
from reports.services.telling import SHORT

RECENT = timedelta(hours=1)


def tell_ready(job: Job, package: Package, moment: datetime) -> None:
    """Tell each receiver once. Belongs into the transaction that records the file.

    Who asked for a package and waits on its page sees it there.
    """
    if job.created_by_id and timezone.now() - job.created_at < SHORT:
        return
    text = f"Paket siap diunduh: {package.title}, keadaan data {short_moment(moment)}."
    _tell(package, list_receivers(job, package), f"package:{package.pk}:ready", text, Notification.Level.INFO)


def tell_failed() -> int:
    """Tell Bappeda, or who asked, of packages that were given up lately, each once; how many were looked at."""
    failed = Package.objects.filter(
        job__state=Job.State.FAILED, job__finished_at__gt=timezone.now() - RECENT
    ).select_related("job__created_by", "cycle", "kecamatan")
    for package in failed:
        people = [package.job.created_by] if package.job.created_by else find_people("bappeda")
        text = f"Paket tidak jadi: {package.title}. {package.job.error}"
        _tell(package, people, f"package:{package.pk}:failed", text, Notification.Level.WARNING)
    return len(failed)


def list_receivers(job: Job, package: Package) -> Iterable[User]:
    """Who asked for it; else Bappeda, or the people of the kecamatan whose it is."""
    if job.created_by:
        return [job.created_by]
    return find_people("kecamatan", package.kecamatan_id) if package.kecamatan_id else find_people("bappeda")


def _tell(package: Package, people: Iterable[User], key: str, text: str, level: str) -> None:
    url = f"{reverse('reports:packages')}?tahun={package.cycle.slug}"
    notify(notices=[Notice(person.pk, key, text, url, level) for person in people])
