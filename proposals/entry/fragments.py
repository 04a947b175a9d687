"""Small answers while somebody types: catalogue search, the sum in words, the map. Nothing is written here."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals import twins
from proposals.entry import drawing, finding


@require_safe
def catalogue(request):
    """Radios of the items that match the words."""
    row = finding.find_or_blank(request)
    context = drawing.add_up(
        row, lambda name: request.GET.get(name, ""), words=request.GET.get("q", "")[:100]
    )
    return render(request, "proposals/entry/catalogue.html", context | {"row": row})


@require_safe
def budget(request):
    """Volume × price, spelled, with what is worth a second look."""
    row = finding.find_or_blank(request)
    context = drawing.add_up(row, lambda name: request.GET.get(name, ""))
    return render(request, "proposals/entry/budget.html", context | {"row": row, "is_fragment": True})


@require_safe
def place(request):
    """The drawing for the coordinates as they are typed."""
    row = finding.find_or_blank(request)
    sheet = finding.Sheet(row, row.status is None, None, [], [], None)
    context = drawing.draw_place(sheet, request.GET.get("latitude", ""), request.GET.get("longitude", ""))
    return render(request, "proposals/entry/map.html", context | {"row": row})


@require_safe
def similar(request):
    """Likely doubles of the title as it is typed; without one those of the proposal as it stands."""
    row, title = finding.find_or_blank(request), request.GET.get("title")
    found = twins.find(request.user, row, title=title[:200] if title is not None else None)
    return render(
        request, "proposals/twins.html", {"twins": found, "row": row, "can_carry": finding.can_take_up(row)}
    )
