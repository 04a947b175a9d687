"""Sengketa Perangkat Daerah: proposals that were redirected once and are still not verified; Bappeda decides."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.offices import standings
from proposals import clock, cycles
from proposals.models import Review
from proposals.querysets import visible_to
from proposals.windows import Windows

MOST = 100


@require_safe
def disputes(request):
    """The list, oldest first, with the reason that the first agency gave."""
    if not any(standing.role == "bappeda_admin" for standing in standings(request.user)):
        raise PermissionDenied("Halaman ini untuk Admin Bappeda.")
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    redirects = Review.objects.filter(proposal=OuterRef("pk"), action="redirect").order_by("-seq")
    rows = (
        visible_to(request.user)
        .filter(cycle=cycle, status="opd_review", redirect_count__gte=1)
        .annotate(
            redirected_at=Subquery(redirects.values("at")[:1]),
            redirect_text=Subquery(redirects.values("text")[:1]),
            redirect_office=Subquery(redirects.values("office")[:1]),
        )
        .select_related("kelurahan", "kecamatan", "current_agency")
        .order_by("redirected_at", "pk")[: MOST + 1]
    )
    rows = list(rows)
    context = {
        "cycle": cycle,
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "opening": Windows(cycle).of_stage("opd", clock.now()),
    }
    return render(request, "opd/disputes.html", context)
