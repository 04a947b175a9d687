"""/kecamatan/urutan/: the order across the kelurahan against the kecamatan's ceiling, beside it how it shares out."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from kecamatan import fairness
from kecamatan.council import COUNCIL, count_unrecommended, read_ceiling
from kecamatan.desk import DESK
from proposals import cycles
from proposals.desks import Seat, sit_down
from proposals.forums.order_views import draw_order


@require_http_methods(["GET", "POST"])
def order(request):
    """The list; a POST moves a line, sorts by the numbers, or saves."""
    seat = sit_at(request)
    office, cycle = seat.office, cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    return draw_order(
        request,
        COUNCIL,
        "kecamatan/order.html",
        cycle=cycle,
        office=office,
        share=read_ceiling(cycle, office),
        context=describe(request, seat) | {"waiting": count_unrecommended(cycle=cycle, office=office)},
        beside=lambda known: {"fairness": fairness.read(known, cycle=cycle, office=office)},
    )


def sit_at(request) -> Seat:
    """The seat at the kecamatan that the address names, else the first one. Raises Http404 for another office."""
    code = request.GET.get("kantor", "")
    seat = sit_down(DESK, request.user, prefer=code or None)
    if code and seat.office.code != code:
        raise Http404("Kecamatan itu bukan kantor Anda.")
    return seat


def describe(request, seat: Seat) -> dict:
    """What every page of the forum says of the office and the others that the person stands for."""
    return {
        "offices": [seat.office, *seat.others],
        "key": "kantor",
        "query": f"?kantor={seat.office.code}" if request.GET.get("kantor") else "",
    }
