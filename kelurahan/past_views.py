"""/kelurahan/usulan-lama/: what the last year did not fund, to be asked for again by one click or several at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kelurahan import past
from kelurahan.offices import find_office
from proposals import clock, cycles
from proposals.entry.finding import read_uuid
from proposals.refusals import Refusal
from proposals.services.carrying import carry_over
from proposals.windows import Windows


@require_http_methods(["GET", "POST"])
def shelf(request):
    """The list; a POST takes up what is ticked."""
    office, offices = find_office(request.user, request.GET.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return render(request, "kelurahan/no_cycle.html", {"office": office})
    refusals = ()
    if request.method == "POST":
        carried = _take_up(request, cycle)
        if carried and not carried.refused:
            messages.success(request, _say(len(carried.drafts)))
            return redirect(f"{reverse('kelurahan:past')}?kelurahan={office.code}")
        refusals = carried.refused if carried else (_nothing(),)
    opening = Windows(cycle).of_stage(
        "kelurahan", clock.now(), kelurahan=office.pk, kecamatan=office.kecamatan_id
    )
    context = {
        "office": office,
        "offices": offices,
        "cycle": cycle,
        "opening": opening,
        "shelf": past.read_shelf(request.user, cycle=cycle, office=office),
        "refusals": refusals,
    }
    return render(request, "kelurahan/past.html", context, status=refusals[0].http if refusals else 200)


def _take_up(request, cycle):
    ticked = [uuid for text in request.POST.getlist("pilih")[: past.MOST] if (uuid := read_uuid(text))]
    return carry_over(uuids=ticked, cycle=cycle, by=request.user) if ticked else None


def _nothing() -> Refusal:
    return Refusal(422, "content", "Centang usulan lama yang akan diusulkan kembali.")


def _say(count: int) -> str:
    return f"{count} usulan lama sudah menjadi draf. Periksa isinya, lalu tambahkan foto keadaan sekarang."
