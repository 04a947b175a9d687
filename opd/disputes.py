"""Sengketa Perangkat Daerah: what an agency redirected and Bappeda has not settled, with the reasons of both."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.offices import standings
from proposals import clock, cycles
from proposals.models import Addressee, Review
from proposals.querysets import visible_to
from proposals.windows import Windows

MOST = 50


@dataclass(frozen=True, slots=True)
class Dispute:
    """One proposal: why the first agency gave it away, and what the second one says to that, if it said anything."""

    row: Any
    redirect: Review
    objection: Review | None
    first_code: str  # of the agency that gave it away; empty when its name is no longer known

    def settle_url(self, agency: str) -> str:
        page = reverse("proposals:act", args=[self.row.uuid, "redirect"])
        return f"{page}?{urlencode({'next': reverse('opd:disputes'), 'agency': agency})}"

    @property
    def keep_url(self) -> str:
        return self.settle_url(self.row.current_agency.code)

    @property
    def back_url(self) -> str:
        return self.settle_url(self.first_code) if self.first_code else ""

    @property
    def other_url(self) -> str:
        return self.settle_url("")


@require_safe
def disputes(request):
    """The list: what was objected to first, then by age. `?keberatan=1` leaves the rest out."""
    if not any(standing.role == "bappeda_admin" for standing in standings(request.user)):
        raise PermissionDenied("Halaman ini untuk Admin Bappeda.")
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    waiting = find_waiting(visible_to(request.user).filter(cycle=cycle))
    only_objected = request.GET.get("keberatan") == "1"
    found = read_disputes(waiting.filter(is_objected=True) if only_objected else waiting)
    context = {
        "cycle": cycle,
        "disputes": found[:MOST],
        "more": len(found) > MOST,
        "only_objected": only_objected,
        "opening": Windows(cycle).of_stage("opd", clock.now()),
    }
    return render(request, "opd/disputes.html", context)


def find_waiting(rows: QuerySet) -> QuerySet:
    """Redirected once, still not verified, not settled; with `is_objected`."""
    objections = Review.objects.filter(proposal=OuterRef("pk"), action="object")
    return rows.filter(status="opd_review", redirect_count=1).annotate(is_objected=Exists(objections))


def read_disputes(rows: QuerySet) -> list[Dispute]:
    """One more than MOST when there are more. Three queries."""
    redirected = Review.objects.filter(proposal=OuterRef("pk"), action="redirect").order_by("-seq")
    rows = list(
        rows.annotate(redirected_at=Subquery(redirected.values("at")[:1]))
        .select_related("kelurahan", "kecamatan", "current_agency")
        .order_by("-is_objected", "redirected_at", "pk")[: MOST + 1]
    )
    said: dict[tuple[int, str], Review] = {}
    reviews = Review.objects.filter(proposal__in=rows, action__in=("redirect", "object")).order_by("seq")
    for review in reviews.select_related("by"):
        said[review.proposal_id, review.action] = review
    parties = _read_parties(rows)
    return [
        Dispute(row, said[row.pk, "redirect"], said.get((row.pk, "object")), parties.get(row.pk, ""))
        for row in rows
        if (row.pk, "redirect") in said
    ]


def _read_parties(rows) -> dict[int, str]:
    """By proposal: the code of the agency that it was addressed to and is no longer at."""
    addressed = Addressee.objects.filter(proposal__in=rows).order_by("pk")
    present = {row.pk: row.current_agency_id for row in rows}
    return {
        proposal: code
        for proposal, agency, code in addressed.values_list("proposal", "agency", "agency__code")
        if agency != present[proposal]
    }
