"""The pages of the camat's batch: /kecamatan/teruskan/ and what became of it."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kecamatan import forwarding, money
from kecamatan.council import COUNCIL
from kecamatan.desk import DESK
from proposals import clock, cycles
from proposals.desks import sit_down
from proposals.models import Event
from proposals.refusals import Refusal
from proposals.windows import Windows

RESULT = "kecamatan.forwarded"


@require_http_methods(["GET", "POST"])
def forward(request):
    """The list with its bill; a POST adds it up anew, or forwards the chosen lines."""
    seat = sit_down(DESK, request.user, prefer=request.GET.get("kantor"))
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    rows = forwarding.read_ready(seat, cycle)
    lines = forwarding.arrange(rows[: forwarding.MOST], request.POST if request.method == "POST" else None)
    forwarding.mark_aside(lines, COUNCIL.find_forum(cycle, seat.office))
    context = {
        "seat": seat,
        "cycle": cycle,
        "lines": lines,
        "more": len(rows) > forwarding.MOST,
        "bill": forwarding.add_up(lines, money.read_kecamatan(seat.office.pk, cycle)),
        "opening": seat.opening(Windows(cycle), clock.now()),
        "is_camat": "camat" in seat.roles,
    }
    if "teruskan" not in request.POST:
        return render(request, "kecamatan/forward.html", context)
    if not context["bill"].count:
        return _draw_refused(
            request, context, (Refusal(422, "content", "Centang usulan yang akan diteruskan."),)
        )
    outcome = forwarding.forward(lines, by=request.user)
    if not outcome.done:
        return _draw_refused(request, context, outcome.refused)
    request.session[RESULT] = _tell(outcome, seat, lines)
    return redirect("kecamatan:forwarded")


@require_safe
def forwarded(request):
    """What went, what did not and why; each with its receipt."""
    sit_down(DESK, request.user)
    result = request.session.get(RESULT)
    if not result:
        return redirect("kecamatan:forward")
    first = result["done"][0]
    event = Event.objects.filter(proposal__uuid=first["uuid"], seq=first["seq"]).first()
    context = {
        "result": result,
        "at": datetime.fromisoformat(result["at"]),
        "receipt_url": reverse("proposals:receipt_batch", args=[event.pk]) if event else "",
        "cycle": cycles.current(request),
    }
    return render(request, "kecamatan/forwarded.html", context)


def _draw_refused(request, context, refusals):
    """Nothing went on: the list as it was arranged, with the reason at each line."""
    by_uuid = {refusal.uuid: refusal.message for refusal in refusals}
    for line in context["lines"]:
        line.sentence = by_uuid.get(line.row.uuid, "")
        line.version = line.row.version
    shown = {line.sentence for line in context["lines"]}
    general = dict.fromkeys(refusal.message for refusal in refusals if refusal.message not in shown)
    return render(request, "kecamatan/forward.html", context | {"general": general}, status=refusals[0].http)


def _tell(outcome, seat, lines) -> dict:
    """The outcome as the session keeps it for the page after the redirect."""
    rows = {line.row.uuid: line.row for line in lines}
    return {
        "office": seat.office.name,
        "at": clock.now().isoformat(),
        "grace": outcome.grace,
        "done": [
            {
                "uuid": str(done.uuid),
                "reference": done.reference,
                "title": done.title,
                "seq": done.version,
                "agency": rows[done.uuid].current_agency.short_name if rows[done.uuid].current_agency else "",
                "budget": rows[done.uuid].current_budget,
            }
            for done in outcome.done
        ],
        "refused": [
            {
                "uuid": str(refusal.uuid),
                "reference": refusal.reference,
                "title": rows[refusal.uuid].title if refusal.uuid in rows else "",
                "message": refusal.message,
            }
            for refusal in outcome.refused
        ],
    }
