"""The inbox, and the page of one job with its fragment that renews itself."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jobs import services
from jobs.models import Job, Notification

PAGE = 30
STOP_POLLING = 286  # htmx shows the answer and asks no more


@never_cache
@require_GET
def inbox(request):
    """The newest notifications first; `sebelum` is the last one of the page before."""
    before = request.GET.get("sebelum", "")
    rows = Notification.objects.visible_to(request.user)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    rows = list(rows[: PAGE + 1])
    shown = rows[:PAGE]
    context = {
        "notifications": shown,
        "is_first_page": not before,
        "newest": shown[0].pk if shown else 0,
        "any_unread": any(row.read_at is None for row in shown),
        "next_url": f"?sebelum={shown[-1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "jobs/inbox.html", context)


@require_POST
def read(request, pk):
    """Mark one as read; with `buka` go on to the page it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    services.mark_read(ids=[notification.pk], by=request.user)
    if "buka" in request.POST and notification.url:
        return redirect(notification.url)
    return redirect("jobs:inbox")


@require_POST
def read_all(request):
    """Mark as read everything up to the newest that the person had on the page."""
    newest = request.POST.get("sampai", "")
    count = 0
    if newest.isdecimal() and len(newest) < 19:
        count = services.mark_all_read(by=request.user, up_to=int(newest))
    messages.info(request, f"{count} pemberitahuan ditandai sudah dibaca.")
    return redirect("jobs:inbox")


@never_cache
@require_GET
def show_job(request, pk):
    return render(request, "jobs/job.html", {"job": _own_job(request, pk)})


@never_cache
@require_GET
def show_progress(request, pk):
    """The fragment alone, for a page that asks every second until the job is over."""
    job = _own_job(request, pk)
    return render(request, "jobs/state.html", {"job": job}, status=STOP_POLLING if job.is_finished else 200)


@require_POST
def cancel_job(request, pk):
    return _change(request, pk, services.cancel)


@require_POST
def retry_job(request, pk):
    return _change(request, pk, services.retry)


def _change(request, pk, change):
    job = _own_job(request, pk)
    try:
        change(job=job, by=request.user)
    except services.CannotChange as reason:
        return render(request, "409.html", {"message": str(reason)}, status=409)
    return redirect(job)


def _own_job(request, pk) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
