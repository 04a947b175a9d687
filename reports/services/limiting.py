"""How many files one person may wait for at the same time, and ask for in one day: files of reports and packages."""

from datetime import datetime, time

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from proposals import clock
from proposals.refusals import Refusal, Refused

FILE, PACKAGE = KINDS = ("reports.build", "reports.package")  # of jobs
TOO_MANY_UNFINISHED = (
    "{count} berkas laporan Anda belum selesai, dan lebih dari itu tidak dibuat sekaligus. "
    "Tunggu sampai salah satunya selesai atau batalkan, lalu minta lagi."
)
TOO_MANY_TODAY = (
    "Anda sudah meminta {count} berkas laporan hari ini, batas untuk satu hari. "
    "Yang sudah jadi tetap dapat diunduh di halaman Laporan; minta yang lain besok."
)


def refuse_too_many(by) -> None:
    """Raises Refused (409). Requests of one person wait for each other here, so that none slips past the count."""
    list(User.objects.select_for_update().filter(pk=by.pk).values_list("pk"))
    own = Job.objects.filter(kind__in=KINDS, created_by=by)
    unfinished = own.unfinished().count()
    if unfinished >= settings.REPORTS_UNFINISHED:
        raise Refused(Refusal(409, "too_many", TOO_MANY_UNFINISHED.format(count=unfinished)))
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(clock.now()), time.min))
    today = own.filter(created_at__gte=midnight).count()
    if today >= settings.REPORTS_A_DAY:
        raise Refused(Refusal(409, "too_many", TOO_MANY_TODAY.format(count=today)))
