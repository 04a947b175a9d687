"""Receipts on paper: of one event, and of the batch that a lurah sent at once."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals import batch_receipts, clock, lookup, paper, receipts
from proposals.models import Event
from proposals.querysets import visible_to


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
    acts = Event.objects.select_related("by", "proposal").filter(action__in=batch_receipts.ACTIONS)
    first = get_object_or_404(acts, pk=event)
    first.proposal = proposal = lookup.find(first.proposal.uuid, user=request.user)
    batch, events = _read_batch(first, request.user)
    address = request.build_absolute_uri(reverse("portal:check"))
    context = {
        "receipt": receipts.write(first, proposal),
        "events": events,
        "total": sum(e.proposal.current_budget or 0 for e in events),
        "standing": batch_receipts.tell_standing(first),
        "batch_url": "",
    }
    if len(events) == len(
        batch
    ):  # the hash is that of the whole: who sees a part gets the hashes of the part
        number, sha256 = batch_receipts.number_of(first), batch_receipts.digest(batch)
        context |= {
            "number": number,
            "sha256": sha256,
            "check_address": address,
            "code": receipts.draw_code(address, reference=number, sha256=sha256),
        }
    name = f"tanda-terima-{len(events)}-usulan"
    return _answer(request, "proposals/receipt_batch.html", context, proposal, name)


def _show(request, uuid, *, seq: int | None):
    proposal = lookup.find(uuid, user=request.user)
    event = receipts.find_event(proposal, seq=seq)
    if event is None:
        raise Http404
    address = request.build_absolute_uri(reverse("portal:check"))
    event.proposal = proposal
    together = len(_read_batch(event, request.user)[1]) if event.action in batch_receipts.ACTIONS else 1
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


def _read_batch(event: Event, user) -> tuple[list[Event], list[Event]]:
    """The whole batch, and what of it the person may see."""
    batch = batch_receipts.list_batch(event)
    keys = [one.proposal_id for one in batch]
    seen = set(visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return batch, [one for one in batch if one.proposal_id in seen]


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
