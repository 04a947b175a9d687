"""/kelurahan/musrenbang/: the record of the kelurahan's forum, its preview on paper, and issuing the berita acara."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kelurahan.council import COUNCIL
from kelurahan.offices import find_office
from proposals import cycles
from proposals.forums import meeting_views


@require_http_methods(["GET", "POST"])
def record(request):
    """The draft; once it is issued, where its berita acara is."""
    context = _open(request)
    return redirect("kelurahan:desk") if context is None else meeting_views.draw_record(request, context)


@require_safe
def preview(request):
    """The draft as it would be printed, without number and hash."""
    context = _open(request)
    if context is None:
        raise Http404
    return meeting_views.draw_preview(request, context)


@require_http_methods(["GET", "POST"])
def publish(request):
    """What the lurah reads before the berita acara is issued; a POST issues exactly that."""
    context = _open(request)
    return redirect("kelurahan:meeting") if context is None else meeting_views.draw_issue(request, context)


def _open(request) -> dict | None:
    """Office, year and meeting; None while there is no planning year."""
    office, offices = find_office(request.user, request.GET.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return None
    context = {
        "offices": offices,
        "key": "kelurahan",
        "query": f"?kelurahan={office.code}" if request.GET.get("kelurahan") else "",
        "readers": f"kelurahan ini, Kecamatan {office.kecamatan.name}, dan Bappeda",
        "arrives": "Usulan masuk ke sini begitu diajukan ke Lurah.",
    }
    return meeting_views.open_meeting(request, COUNCIL, cycle=cycle, office=office) | context
