"""When packages are made: every night, when a stage of the year has ended, and when Bappeda asks for one.

The sweep of every minute asks; the key of a job keeps each package at one, however often and by however many it is
asked for.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.roles import BIDANG
from jobs.models import Job
from jobs.services import enqueue, retry_failed
from proposals import clock, workflow
from proposals.models import PlanningCycle
from proposals.refusals import Refusal, Refused, content
from proposals.windows import GRACE, Windows
from regions.models import Kecamatan
from reports.models import Package
from reports.services.limiting import PACKAGE, refuse_too_many
from reports.viewer import roles_of

NEVER = 24  # as the hour of the night
NIGHT = 6  # hours; a server that slept longer makes the next night's
STILL_NEWS = timedelta(days=3)  # nothing is made of a stage that ended longer ago
PAUSE = timedelta(hours=1)  # between rounds of three attempts
NIGHT_TRIED, CLOSING_TRIED = timedelta(hours=20), timedelta(days=7)
ONLY_BAPPEDA = "Paket dibuat sekarang hanya oleh Bappeda. Paket kecamatan dibuat saat sebuah tahap berakhir."
UNKNOWN_CONTENTS = "Pilih isi paket: rekap kecamatan atau seluruh laporan."
CLOSED = "Tahun perencanaan {cycle} sudah ditutup."


def make_nightly() -> int:
    """Put the recap of this night into the queue for each running year; how many packages are new."""
    night = find_night(clock.now())
    if night is None:
        return 0
    asked = 0
    for cycle in PlanningCycle.objects.filter(kind=PlanningCycle.Kind.LIVE, closed_at=None):
        key = f"{PACKAGE}:night:{cycle.slug}:{night.isoformat()}"
        if not Job.objects.filter(key=key).exists() and has_begun(Windows(cycle), clock.now()):
            _ask(key, Package(cycle=cycle, contents="rekap", occasion="night"))
            asked += 1
    return asked


def make_closings() -> int:
    """Put the whole set of each stage that has ended into the queue; how many packages are new.

    A stage ends with its last closing time, extensions of single offices included, and the grace after it. Kecamatan
    come first: the berita acara that they have made are found by Bappeda's package.
    """
    now, asked = clock.now(), 0
    for cycle in PlanningCycle.objects.filter(closed_at=None):
        windows = Windows(cycle)
        for stage in workflow.STAGES:
            end = max(windows.ends_of(stage), default=None)
            if end is not None and now - STILL_NEWS < end < now - GRACE:
                asked += _close(cycle, stage, end)
    return asked


def try_again() -> int:
    """Put packages that failed back into the queue after a pause, as long as they are still news; how many."""
    now, own = timezone.now(), Job.objects.filter(kind=PACKAGE, created_by=None)
    nights = own.filter(report_package__occasion="night", created_at__gt=now - NIGHT_TRIED)
    closings = own.filter(report_package__occasion="closing", created_at__gt=now - CLOSING_TRIED)
    return sum(retry_failed(jobs, pause=PAUSE) for jobs in (nights, closings))


@transaction.atomic
def request_package(*, cycle: PlanningCycle, contents: str, by, key: str | None = None) -> Package:
    """Queue one for Bappeda in the person's name. The same `key` of the same form is the same package.

    Raises Refused: 403 for others than Bappeda, 422 for unknown contents, 409 for who asks for too many.
    """
    if not roles_of(by) & frozenset(BIDANG):
        raise Refused(Refusal(403, "role", ONLY_BAPPEDA))
    if contents not in Package.Contents.values:
        raise Refused(content({"isi": UNKNOWN_CONTENTS}))
    key = f"{PACKAGE}:{by.pk}:{key}" if key else None
    if key is None or not Job.objects.filter(key=key).exists():
        refuse_too_many(by)
    return _ask(key, Package(cycle=cycle, contents=contents, occasion="request"), by=by)


def find_night(now: datetime) -> date | None:
    """The day of the night that `now` belongs to, from the hour of the settings on; None outside nights."""
    if settings.PACKAGES_HOUR >= NEVER:
        return None
    shifted = timezone.localtime(now) - timedelta(hours=settings.PACKAGES_HOUR)
    return shifted.date() if shifted.hour < NIGHT else None


def has_begun(windows: Windows, now: datetime) -> bool:
    """Whether a stage of the year has ever been open."""
    openings = [opening.opens_at for _, opening in windows.stages(now)]
    return any(opens_at is not None and opens_at <= now for opens_at in openings)


def _close(cycle: PlanningCycle, stage: str, end: datetime) -> int:
    prefix = f"{PACKAGE}:closing:{cycle.slug}:{stage}:{end.isoformat()}:"
    if Job.objects.filter(key=f"{prefix}city").exists():  # asked for last, so all are there
        return 0
    fixed = {"cycle": cycle, "contents": "lengkap", "occasion": "closing", "stage": stage}
    with transaction.atomic():
        offices = list(Kecamatan.objects.order_by("code"))
        for kecamatan in offices:
            _ask(f"{prefix}{kecamatan.code}", Package(kecamatan=kecamatan, **fixed))
        _ask(f"{prefix}city", Package(**fixed))
    return len(offices) + 1


@transaction.atomic
def _ask(key: str | None, package: Package, *, by=None) -> Package:
    """Row first, message second."""
    job = enqueue(kind=PACKAGE, params={}, by=by, title=f"Paket {package.title}"[:200], key=key)
    values = ("cycle", "contents", "occasion", "stage", "kecamatan")
    return Package.objects.get_or_create(job=job, defaults={name: getattr(package, name) for name in values})[
        0
    ]


def forget_packages(cycle: PlanningCycle) -> None:
    """Remove every package of a cycle with its file and its job: a training year begins anew."""
    packages = Package.objects.filter(cycle=cycle)
    for package in packages.exclude(file=""):
        package.path.unlink(missing_ok=True)
    Job.objects.filter(report_package__in=packages).delete()
