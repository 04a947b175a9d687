"""Which packages a person finds: those that are there, those in the making, and when the next ones come."""

from datetime import datetime, time, timedelta
from operator import itemgetter

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.roles import BIDANG, KECAMATAN
from jobs.models import Job
from proposals import workflow
from proposals.models import PlanningCycle
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows
from regions.indonesian import long_moment
from reports.models import Package
from reports.packages.asking import NEVER, find_night, has_begun
from reports.viewer import roles_of

FAILED_SHOWN = timedelta(days=7)
NOT_FOR_ROLE = (
    "Paket laporan disediakan untuk Bappeda dan kecamatan. Laporan satu per satu ada di halaman Laporan."
)


def is_bappeda(user) -> bool:
    """Whose packages are those of the whole city."""
    return bool(roles_of(user) & frozenset(BIDANG))


def may_read_packages(user) -> bool:
    return bool(roles_of(user) & frozenset((*BIDANG, *KECAMATAN)))


def list_ready(user, cycle: PlanningCycle | None) -> list[Package]:
    """What can be downloaded, newest data first; one query. Raises Refused (403)."""
    return list(_of(user, cycle).exclude(file="").order_by("-snapshot_at", "kecamatan__code"))


def list_making(user, cycle: PlanningCycle | None, since: datetime) -> list[Package]:
    """What waits, is being made, or has ended since then, and what failed lately; one query. Raises Refused (403)."""
    failed = Q(job__state=Job.State.FAILED, job__finished_at__gt=timezone.now() - FAILED_SHOWN)
    at_work = Q(job__state__in=Job.UNFINISHED)
    ended = Q(job__finished_at__gte=since)
    return list(
        _of(user, cycle).filter(at_work | ended | failed).order_by("job__created_at", "kecamatan__code")
    )


def say_next(user, cycle: PlanningCycle, now: datetime) -> list[str]:
    """When the next packages for this person are made, in sentences."""
    windows, said = Windows(cycle), []
    if cycle.closed_at:
        return ["Tahun perencanaan ini sudah ditutup, jadi paket baru tidak dibuat lagi dengan sendirinya."]
    if is_bappeda(user):
        said.append(_say_night(cycle, windows, now))
    ends = [
        (max(windows.ends_of(stage), default=None), label.label) for stage, label in workflow.STAGES.items()
    ]
    coming = sorted(((end, label) for end, label in ends if end is not None and end > now), key=itemgetter(0))
    if coming:
        end, label = coming[0]
        said.append(
            f"Paket seluruh laporan dibuat saat sebuah tahap berakhir: berikutnya tahap {label}, {long_moment(end)}."
        )
    return said


def _say_night(cycle: PlanningCycle, windows: Windows, now: datetime) -> str:
    if cycle.is_training:
        return "Rekap malam hanya dibuat untuk tahun sebenarnya; untuk latihan, buatlah sekarang."
    if settings.PACKAGES_HOUR >= NEVER:
        return "Rekap malam dimatikan oleh administrator; buatlah sekarang bila perlu."
    if not has_begun(windows, now):
        return "Rekap malam mulai dibuat setelah tahap pertama dibuka."
    return f"Rekap semua kecamatan dibuat setiap malam pukul {settings.PACKAGES_HOUR:02}.00 WIB."


def say_first_night(cycle: PlanningCycle, now: datetime) -> str:
    """As in "Paket pertama dibuat malam ini pukul 01.00 WIB."; empty where none is made of itself."""
    if cycle.is_training or cycle.closed_at or settings.PACKAGES_HOUR >= NEVER:
        return ""
    if find_night(now) is not None:
        return "Paket pertama segera dibuat."
    start = timezone.make_aware(datetime.combine(timezone.localdate(now), time(settings.PACKAGES_HOUR)))
    start += timedelta(days=start <= now)
    return f"Paket pertama dibuat malam ini pukul {timezone.localtime(start):%H.%M} WIB."


def _of(user, cycle: PlanningCycle | None) -> QuerySet[Package]:
    if not may_read_packages(user):
        raise Refused(Refusal(403, "role", NOT_FOR_ROLE))
    return Package.objects.visible_to(user).filter(cycle=cycle).select_related("job", "cycle", "kecamatan")
