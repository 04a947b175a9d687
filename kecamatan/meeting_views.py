"""/kecamatan/musrenbang/: the record of the kecamatan's forum, its preview, its berita acara, and form T-D.4."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kecamatan.council import COUNCIL, count_unrecommended
from kecamatan.order_views import describe, sit_at
from proposals import cycles
from proposals.forums import meeting_views


@require_http_methods(["GET", "POST"])
def record(request):
    """The draft; once it is issued, where its berita acara is."""
    return meeting_views.draw_record(request, _open(request))


@require_safe
def preview(request):
    """The draft as it would be printed, without number and hash."""
    return meeting_views.draw_preview(request, _open(request))


@require_http_methods(["GET", "POST"])
def publish(request):
    """What the camat reads before the berita acara is issued; a POST issues exactly that."""
    return meeting_views.draw_issue(request, _open(request))


@require_safe
def priority_form(request):
    """Form T-D.4 and what was not agreed, on paper: as issued, or as it stands now, and then it says so."""
    context = _open(request)
    context |= {
        "paper": context["meeting"].paper,
        "back_url": reverse("kecamatan:order") + context["query"],
    }
    return render(request, "kecamatan/priority_form.html", context)


def _open(request) -> dict:
    seat = sit_at(request)
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    facts = {
        "readers": "kecamatan ini dan Bappeda",
        "arrives": "Usulan masuk ke sini begitu rekomendasinya disimpan.",
        "waiting": count_unrecommended(cycle=cycle, office=seat.office),
        "td4_url": reverse("kecamatan:td4"),
    }
    return (
        meeting_views.open_meeting(request, COUNCIL, cycle=cycle, office=seat.office)
        | describe(request, seat)
        | facts
    )
