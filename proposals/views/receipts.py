"""Receipts on paper: of one event, and of the batch that a lurah sent at once."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals import clock, lookup, paper, receipts
from proposals.models import Event
from proposals.querysets import visible_to

BATCHES = ("endorse", "forward")


@require_safe
def show_latest(request, uuid):
    """The receipt of the last act for which one is given."""
    return _show(request, uuid, seq=None)


@require_safe
def show(request, uuid, seq):
    return _show(request, uuid, seq=seq)


@require_safe
def show_batch(request, event):
    """All proposals that were sent on in one moment by one person, on one sheet."""
    first = get_object_or_404(Event.objects.select_related("by", "proposal"), pk=event, action__in=BATCHES)
    proposal = lookup.find(first.proposal.uuid, user=request.user)
    events = receipts.find_batch(first, visible_to(request.user))
    receipt = receipts.write(first, proposal)
    context = {
        "receipt": receipt,
        "events": events,
        "total": sum(e.proposal.current_budget or 0 for e in events),
        "batch_url": "",
    }
    name = f"tanda-terima-{len(events)}-usulan"
    return _answer(request, "proposals/receipt_batch.html", context, proposal, name)


def _show(request, uuid, *, seq: int | None):
    proposal = lookup.find(uuid, user=request.user)
    event = receipts.find_event(proposal, seq=seq)
    if event is None:
        raise Http404
    address = request.build_absolute_uri(reverse("portal:check"))
    together = len(receipts.find_batch(event, visible_to(request.user))) if event.action in BATCHES else 1
    context = {
        "receipt": receipts.write(event, proposal),
        "code": receipts.draw_code(address, reference=proposal.reference, sha256=event.sha256),
        "check_address": address,
        "batch_url": reverse("proposals:receipt_batch", args=[event.pk]) if together > 1 else "",
        "together": together,
    }
    return _answer(
        request, "proposals/receipt.html", context, proposal, f"tanda-terima-{proposal.reference}-{event.seq}"
    )


def _answer(request, template: str, context: dict, proposal, name: str):
    context |= {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "office": context["receipt"].office,
        "printed_at": clock.now(),
        "back_url": proposal.get_absolute_url(),
        "pdf_url": f"{request.path}?format=pdf" if paper.can_make_pdf() else "",
    }
    if request.GET.get("format") == "pdf":
        html = render_to_string(template, context, request)
        data = paper.make_pdf(html, base_url=request.build_absolute_uri("/"))
        if data is not None:
            return paper.answer_pdf(data, name=name)
        context["pdf_url"] = ""
    response = render(request, template, context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
