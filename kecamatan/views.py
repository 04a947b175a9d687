"""The pages of the kecamatan's desk: queue, sheet, and the fields of one decision."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kecamatan import money
from kecamatan.deciding import OrderForm, settle
from kecamatan.desk import DESK, can_begin
from proposals import clock, cycles
from proposals.decisions import Decision
from proposals.desks import KEYS, next_sheet, read_evidence, read_list_beside, read_queue, sit_down
from proposals.lookup import find
from proposals.windows import Windows


@require_safe
def queue(request):
    """What waits for this kecamatan."""
    seat = sit_down(DESK, request.user, prefer=request.GET.get("kantor"))
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    context = read_queue(seat, cycle=cycle, params=request.GET)
    facts = {
        "cycle": cycle,
        "is_camat": "camat" in seat.roles,
        "can_begin": can_begin(seat, context["opening"]),
    }
    return render(request, "kecamatan/queue.html", context | facts)


@require_http_methods(["GET", "POST"])
def sheet(request, uuid):
    """One proposal with its decision; POST decides and goes on."""
    row = find(uuid, user=request.user, with_talk=True)
    seat = sit_down(DESK, request.user, prefer=row.kecamatan_id)
    windows = Windows(row.cycle)
    order = OrderForm(request.POST or None, initial={"urutan": row.kecamatan_order})
    decision = _decision(request, row, windows)
    if request.method == "POST":
        outcome = settle(decision, decision.choose, order=order, by=request.user) if decision.choose else None
        if outcome:
            messages.success(request, decision.tell(outcome))
            return redirect(next_sheet(seat, row, params=request.GET, stay="lanjut" not in request.POST))
    return _draw(request, seat, row, decision, order, windows)


@require_safe
def fields(request, uuid, action):
    """The fields of one decision, for the panel that was just chosen."""
    row = find(uuid, user=request.user)
    sit_down(DESK, request.user, prefer=row.kecamatan_id)
    decision = _decision(request, row, Windows(row.cycle), choose=action)
    card = decision.card(action)
    if card is None or not card.chosen:
        raise Http404("Tindakan ini tidak ada di meja kecamatan.")
    _add_facts(card, row)
    return render(request, "proposals/queue_panel.html", {"card": card, "row": row})


def _decision(request, row, windows, choose: str = "") -> Decision:
    posted = request.POST if request.method == "POST" else None
    chosen = choose or (request.POST if posted is not None else request.GET).get("tindakan", "")
    return Decision(DESK, row, request.user, now=clock.now(), windows=windows, data=posted, choose=chosen)


def _add_facts(card, row) -> None:
    if card.key == "fund_local" and card.form:
        card.extra_template, card.extra = "kecamatan/local_money.html", money.read_local(row)


def _draw(request, seat, row, decision, order, windows):
    evidence = read_evidence(row, request.user)
    for card in decision.cards:
        _add_facts(card, row)
    own_place = {"field": order["urutan"], "note": _place_note(row)}
    place = {"label": "Urutan", "text": row.kelurahan_order, "own": own_place}
    context = read_list_beside(seat, row, params=request.GET, windows=windows) | {
        "cycle": row.cycle,
        "row": row,
        "evidence": evidence,
        "decision": decision,
        "compare": decision.compare(evidence.reviews, own_rows=[place]),
        "order": order,
        "is_camat": "camat" in seat.roles,
        "unchosen": request.method == "POST" and not decision.choose,
        "keys": KEYS,
    }
    return render(request, "kecamatan/sheet.html", context, status=_status(request, decision, order))


def _place_note(row) -> str:
    return "dalam daftar kecamatan" if row.kecamatan_order else "kosong: di akhir daftar kecamatan"


def _status(request, decision, order) -> int:
    if request.method != "POST":
        return 200
    return decision.status if decision.trouble else 422
