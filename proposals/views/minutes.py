"""Issued berita acara: who has one, the paper itself, and its PDF, which a job makes."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import standings
from accounts.roles import BIDANG
from jobs.services import enqueue
from proposals import cycles, paper
from proposals.models import Forum
from proposals.services import minutes_file
from regions.models import Kelurahan


@require_safe
def list_minutes(request):
    """Every kelurahan in one's charge, issued or not."""
    places = _find_places(request.user)
    cycle = cycles.current(request)
    issued = Forum.objects.visible_to(request.user).filter(cycle=cycle, issued_at__isnull=False)
    forums = list(issued.defer("content", "participants").select_related("kecamatan", "agency"))
    by_place = {forum.kelurahan_id: forum for forum in forums if forum.kelurahan_id}
    rows = [{"place": place, "forum": by_place.get(place.pk)} for place in places]
    context = {
        "cycle": cycle,
        "rows": rows,
        "others": [forum for forum in forums if not forum.kelurahan_id],
        "issued": sum(row["forum"] is not None for row in rows),
        "several": len({place.kecamatan_id for place in places}) > 1,
    }
    return render(request, "proposals/minutes_list.html", context)


@require_safe
def show(request, number):
    """The paper, made from the frozen content alone."""
    forum = _find(request.user, number)
    address = request.build_absolute_uri(reverse("portal:check"))
    made = minutes_file.path_of(forum).is_file()
    context = minutes_file.describe(forum, address) | {
        "forum": forum,
        "back_url": reverse(
            "opd:forum" if _is_read_at_agency(request.user, forum) else "proposals:minutes_list"
        ),
        "pdf_url": reverse("proposals:minutes_file", args=[number]) if made else "",
        "make_url": ""
        if made or not paper.can_make_pdf()
        else reverse("proposals:minutes_file", args=[number]),
    }
    response = render(request, "proposals/minutes.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def file(request, number):
    """The PDF if it was made; a POST has it made."""
    forum = _find(request.user, number)
    path = minutes_file.path_of(forum)
    if path.is_file():
        response = FileResponse(path.open("rb"), as_attachment=True, filename=f"berita-acara-{number}.pdf")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response
    if request.method != "POST":
        return redirect("proposals:minutes", number)
    job = enqueue(
        kind=minutes_file.KIND,
        params={"number": number, "address": request.build_absolute_uri(reverse("portal:check"))},
        by=request.user,
        title=f"PDF berita acara {number}",
    )
    return redirect(job)


def _find(user, number: str) -> Forum:
    found = Forum.objects.visible_to(user).filter(number=number).select_related("cycle").first()
    if found is None:
        raise Http404
    return found


def _is_read_at_agency(user, forum: Forum) -> bool:
    """The agency has no list of berita acara: it comes from its own forum."""
    return any(s.office_kind == "agency" and s.office_id == forum.agency_id for s in standings(user))


def _find_places(user) -> list[Kelurahan]:
    """The kelurahan whose berita acara the person may read. Raises PermissionDenied."""
    places = Kelurahan.objects.select_related("kecamatan").order_by("code")
    mine = standings(user)
    if any(standing.role in BIDANG for standing in mine):
        return list(places)
    offices = {
        kind: [s.office_id for s in mine if s.office_kind == kind] for kind in ("kelurahan", "kecamatan")
    }
    if not any(offices.values()):
        raise PermissionDenied(
            "Berita acara memuat nama peserta; dibaca kelurahan, kecamatannya, dan Bappeda."
        )
    return [
        place
        for place in places
        if place.pk in offices["kelurahan"] or place.kecamatan_id in offices["kecamatan"]
    ]
