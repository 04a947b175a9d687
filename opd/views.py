"""The pages of the desk of a Perangkat Daerah: queue, sheet, and the fields of one decision."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from opd import prices
from opd.desk import DESK
from opd.share import read_share
from proposals import clock, cycles
from proposals.decisions import Decision
from proposals.desks import KEYS, next_sheet, read_evidence, read_list_beside, read_queue, sit_down
from proposals.lookup import find
from proposals.windows import Windows


@require_safe
def queue(request):
    """What waits for this Perangkat Daerah."""
    seat = sit_down(DESK, request.user, prefer=request.GET.get("kantor"))
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    context = read_queue(seat, cycle=cycle, params=request.GET) | {"cycle": cycle}
    return render(request, "opd/queue.html", context | _money(seat, cycle))


@require_http_methods(["GET", "POST"])
def sheet(request, uuid):
    """One proposal with its decision; POST decides and goes on."""
    row = find(uuid, user=request.user, with_talk=True)
    seat = sit_down(DESK, request.user, prefer=row.current_agency_id)
    windows = Windows(row.cycle)
    decision = _decision(request, row, windows)
    if request.method == "POST" and decision.choose:
        outcome = decision.carry_out([decision.choose], by=request.user)
        if outcome:
            messages.success(request, decision.tell(outcome))
            return redirect(next_sheet(seat, row, params=request.GET, stay="lanjut" not in request.POST))
    evidence = read_evidence(row, request.user)
    context = read_list_beside(seat, row, params=request.GET, windows=windows) | {
        "cycle": row.cycle,
        "row": row,
        "evidence": evidence,
        "decision": decision,
        "compare": decision.compare(evidence.reviews),
        "order": None,
        "unchosen": request.method == "POST" and not decision.choose,
        "keys": KEYS,
    }
    context |= prices.describe(row, request.POST.get("verify-price"))
    return render(request, "opd/sheet.html", context, status=_status(request, decision))


@require_safe
def fields(request, uuid, action):
    """The fields of one decision, for the panel that was just chosen."""
    row = find(uuid, user=request.user)
    sit_down(DESK, request.user, prefer=row.current_agency_id)
    card = _decision(request, row, Windows(row.cycle), choose=action).card(action)
    if card is None or not card.chosen:
        raise Http404("Tindakan ini tidak ada di meja Perangkat Daerah.")
    return render(request, "proposals/queue_panel.html", {"card": card, "row": row})


@require_safe
def price(request, uuid):
    """What is being typed as price and volume, against the catalogue and the agency's share."""
    row = find(uuid, user=request.user)
    seat = sit_down(DESK, request.user, prefer=row.current_agency_id)
    context = prices.describe(row, request.GET.get("verify-price")) | _money(seat, row.cycle)
    if context["share"] and row.status == DESK.status:
        amount = prices.multiply(request.GET.get("verify-volume"), request.GET.get("verify-price"), row)
        context["share_warning"] = context["share"].warn(amount)
    return render(request, "opd/figures_check.html", context)


def _money(seat, cycle) -> dict:
    return {"share": read_share(seat.office.pk, cycle), "office_name": seat.office.short_name}


def _decision(request, row, windows, choose: str = "") -> Decision:
    posted = request.POST if request.method == "POST" else None
    chosen = choose or (request.GET if posted is None else posted).get("tindakan", "")
    picked = {"sub_kegiatan": request.GET.get("sub_kegiatan", "")}
    return Decision(
        DESK, row, request.user, now=clock.now(), windows=windows, data=posted, choose=chosen, initial=picked
    )


def _status(request, decision) -> int:
    if request.method != "POST":
        return 200
    return decision.status if decision.trouble else 422
