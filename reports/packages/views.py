"""The page of packages: what is there, what is being made, having one made now, and fetching one."""

import uuid
from datetime import UTC, datetime

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jobs.views import STOP_POLLING
from proposals import clock, cycles
from proposals.refusals import Refusal, Refused
from reports.models import Package
from reports.packages import asking, listing

GONE = (
    "Paket ini sudah dihapus karena masa simpannya habis. Paket yang lebih baru ada di halaman Paket laporan."
)
NO_CYCLE = "Belum ada tahun perencanaan, jadi belum ada yang dapat dipaketkan."


@never_cache
@require_GET
def list_packages(request):
    """The packages of the year at hand that the person may fetch."""
    cycle, now = cycles.current(request), clock.now()
    ready = listing.list_ready(request.user, cycle)
    making = listing.list_making(request.user, cycle, now)
    is_bappeda = listing.is_bappeda(request.user)
    below = [package for package in ready if package.kecamatan_id] if is_bappeda else []
    below.sort(key=lambda package: package.kecamatan.code)  # of one kecamatan the newest first
    context = {
        "cycle": cycle,
        "own": [package for package in ready if package not in below],
        "below": below,
        "is_bappeda": is_bappeda,
        "coming": listing.say_next(request.user, cycle, now) if cycle else [],
        "first_night": listing.say_first_night(cycle, now) if cycle and is_bappeda else "",
        "contents": Package.Contents.choices if is_bappeda and cycle else [],
        "form_key": uuid.uuid4(),
        **_describe_making(making, now),
    }
    return render(request, "reports/packages.html", context)


@never_cache
@require_GET
def show_making(request):
    """The fragment of what is being made, for the page that asks until nothing is; `sejak` is when that page began."""
    text = request.GET.get("sejak", "")
    known = text.isascii() and text.isdecimal() and len(text) < 11
    since = datetime.fromtimestamp(int(text), UTC) if known else clock.now()
    making = listing.list_making(request.user, cycles.current(request), since)
    context = _describe_making(making, since)
    return render(
        request, "reports/packages_making.html", context, status=200 if context["waits"] else STOP_POLLING
    )


@require_POST
def request_package(request):
    """Queue one for Bappeda and come back to the page, where its progress is shown."""
    cycle = cycles.find_named(request, request.POST.get("tahun", ""))
    if cycle is None:
        raise Refused(Refusal(409, "no_cycle", NO_CYCLE))
    asking.request_package(
        cycle=cycle,
        contents=request.POST.get("isi", ""),
        by=request.user,
        key=request.POST.get("key", "")[:36] or None,
    )
    return redirect(f"{reverse('reports:packages')}?tahun={cycle.slug}#sedang-dibuat")


@never_cache
@require_GET
def download(request, pk):
    """Stream a package; whether the person may still see it is asked now."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    if not package.file or not package.path.is_file():
        raise Refused(Refusal(404, "gone", GONE))
    return FileResponse(
        package.path.open("rb"),
        as_attachment=True,
        filename=package.filename,
        content_type="application/zip",
    )


def _describe_making(making: list[Package], since: datetime) -> dict:
    """What `reports/packages_making.html` shows; `waits` while the page has to ask again."""
    return {
        "making": making,
        "waits": any(not package.job.is_finished for package in making),
        "since": int(since.timestamp()),
    }
