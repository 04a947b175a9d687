"""/kelurahan/urutan/: the office's list against its advisory share, put in order and saved as one."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kelurahan.council import COUNCIL, read_share
from kelurahan.offices import find_office
from proposals import cycles
from proposals.forums.order_views import draw_order


@require_http_methods(["GET", "POST"])
def order(request):
    """The list; a POST moves a line, sorts by the numbers, or saves."""
    office, offices = find_office(request.user, request.GET.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return render(request, "kelurahan/no_cycle.html", {"office": office})
    return draw_order(
        request,
        COUNCIL,
        "kelurahan/order.html",
        cycle=cycle,
        office=office,
        share=read_share(cycle, office),
        context={
            "offices": offices,
            "key": "kelurahan",
            "query": f"?kelurahan={office.code}" if request.GET.get("kelurahan") else "",
        },
    )
