"""The desk of the kelurahan: what waits, and the lurah's ordered batch."""

from datetime import datetime

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kelurahan import ordering, past, reading
from kelurahan.offices import find_office, is_lurah
from kelurahan.services.ordering import keep_batch_order
from proposals import clock, cycles
from proposals.models import Event
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services.transitions import Outcome, perform
from proposals.windows import Windows

RESULT = "kelurahan.endorsed"


@require_http_methods(["GET", "POST"])
def desk(request):
    """The office's proposals by what must be done; a POST moves a line of the list or endorses the chosen ones."""
    office, offices = find_office(request.user, request.GET.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return render(request, "kelurahan/no_cycle.html", {"office": office})
    windows, now = Windows(cycle), clock.now()
    papers = reading.read(request.user, cycle=cycle, office=office, windows=windows, now=now)
    opening = Windows(cycle).of_stage(
        "kelurahan", clock.now(), kelurahan=office.pk, kecamatan=office.kecamatan_id
    )
    left_over, year = (
        past.count_waiting(request.user, cycle=cycle, office=office) if opening.is_open else (0, None)
    )
    lines = ordering.arrange(papers.waiting, request.POST if request.method == "POST" else None)
    context = {
        "office": office,
        "offices": offices,
        "cycle": cycle,
        "papers": papers,
        "lines": lines,
        "is_lurah": is_lurah(request.user, office),
        "opening": opening,
        "left_over": left_over,
        "past_year": year,
    }
    if request.method == "POST" and "teruskan" in request.POST:
        return _endorse(request, context)
    return render(request, "kelurahan/desk.html", context)


@require_safe
def endorsed(request):
    """The receipt of the last batch: what went on, what did not and why."""
    find_office(request.user)
    result = request.session.get(RESULT)
    if not result:
        return redirect("kelurahan:desk")
    uuids = [item["uuid"] for item in result["done"]]
    first = Event.objects.filter(proposal__uuid=uuids[0], seq=result["done"][0]["seq"]).first()
    context = {
        "result": result,
        "receipt_url": reverse("proposals:receipt_batch", args=[first.pk]) if first else "",
        "at": datetime.fromisoformat(result["at"]),
        "received": visible_to(request.user).filter(uuid__in=uuids).endorsed().count(),
        "cycle": cycles.current(request),
    }
    return render(request, "kelurahan/endorsed.html", context)


def _endorse(request, context):
    batch = ordering.gather(context["lines"], request.POST)
    if not batch.targets:
        refusals = (Refusal(422, "content", "Centang usulan yang akan diteruskan."),)
        return _draw_refused(request, context, refusals)
    try:
        outcome = _send(batch, context, request.user)
    except Refused as refused:
        return _draw_refused(request, context, refused.refusals)
    if not outcome.done:
        return _draw_refused(request, context, outcome.refused)
    request.session[RESULT] = _tell(outcome, context)
    return redirect("kelurahan:endorsed")


def _send(batch, context, by) -> Outcome:
    """Endorse in the order of the list; those that had a place before keep these places among them."""
    with transaction.atomic():
        outcome = perform(targets=batch.targets, action="endorse", by=by, each=batch.each, ordered=True)
        uuids = [done.uuid for done in outcome.done]
        keep_batch_order(cycle=context["cycle"], office=context["office"], uuids=uuids, by=by)
    return outcome


def _draw_refused(request, context, refusals):
    """Nothing went on: the list as it was arranged, with the reason at each line."""
    by_uuid = {refusal.uuid: refusal.message for refusal in refusals}
    for line in context["lines"]:
        line.sentence = by_uuid.get(line.entry.row.uuid, "")
    shown = {line.sentence for line in context["lines"]}
    general = [refusal.message for refusal in refusals if refusal.message not in shown]
    context = context | {"refusals": refusals, "general": dict.fromkeys(general)}
    return render(request, "kelurahan/desk.html", context, status=refusals[0].http)


def _tell(outcome: Outcome, context) -> dict:
    """The outcome as the session keeps it for the page after the redirect."""
    titles = {str(line.entry.row.uuid): line.entry.row.title for line in context["lines"]}
    return {
        "office": context["office"].name,
        "kecamatan": context["office"].kecamatan.name,
        "at": clock.now().isoformat(),
        "grace": outcome.grace,
        "done": [
            {"uuid": str(done.uuid), "reference": done.reference, "title": done.title, "seq": done.version}
            for done in outcome.done
        ],
        "refused": [
            {
                "uuid": str(refusal.uuid),
                "reference": refusal.reference,
                "title": titles.get(str(refusal.uuid), ""),
                "message": refusal.message,
            }
            for refusal in outcome.refused
        ],
    }
