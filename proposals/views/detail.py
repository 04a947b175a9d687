"""/usulan/<uuid>/: one proposal with its figures per level, its history, and what this person may do with it."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from proposals import cycles, lookup, wording, workflow
from proposals.lineage import read_lineage
from proposals.receipts import GIVEN_FOR
from proposals.sheet import Sheet, build_sheet

NEXT_STEPS = ("submit", "endorse", "register", "forward", "verify", "resubmit")
RANKED = ("prioritised", "reserve")


@require_safe
def show(request, uuid):
    proposal = lookup.find(uuid, user=request.user)
    sheet = build_sheet(proposal, request.user)
    context = {
        "sheet": sheet,
        "proposal": proposal,
        "cycle": proposal.cycle,
        "buttons": build_buttons(sheet),
        "edit_url": _edit_url(sheet),
        "attach_offer": sheet.offer("attach"),
        "receipts": [
            (event, workflow.ACTIONS[event.action].done)
            for event in sheet.events
            if event.action in GIVEN_FOR
        ],
        "explanation_url": _explanation_url(proposal),
        "lineage": read_lineage(proposal, user=request.user, with_training=_trains(request)),
    }
    return render(request, "proposals/detail.html", context)


@require_safe
def show_by_reference(request, reference):
    """/usulan/2021-36.71.03.1002-0007/ leads to the proposal, if the person may see it."""
    found = lookup.find_by_reference(reference, user=request.user)
    if found is None:
        raise Http404
    return redirect("proposals:detail", found.uuid)


def build_buttons(sheet: Sheet, *, next_url: str = "") -> list[dict]:
    """{key, label, url, blocked, kind} for every decision of this person; the usual next step is primary."""
    buttons, primary = [], _choose_primary(sheet)
    for offer in sheet.decisions:
        url = reverse("proposals:act", args=[sheet.proposal.uuid, offer.key])
        kind = "danger-outline" if offer.action.danger else "primary" if offer.key == primary else ""
        buttons.append(
            {
                "key": offer.key,
                "label": wording.name_button(offer.key, sheet.proposal),
                "url": f"{url}?{urlencode({'next': next_url})}" if next_url else url,
                "blocked": offer.blocked,
                "kind": kind,
            }
        )
    return buttons


def _choose_primary(sheet: Sheet) -> str:
    """What moves the proposal on, if it can be done now; else the first harmless act."""
    open_now = [offer.key for offer in sheet.decisions if not (offer.blocked or offer.action.danger)]
    return next((key for key in open_now if key in NEXT_STEPS), open_now[0] if open_now else "")


def _edit_url(sheet: Sheet) -> str:
    offer = sheet.offer("edit")
    if offer is None or offer.blocked:
        return ""
    return _find_url("proposals:step", sheet.proposal.uuid, "masalah")


def _trains(request) -> bool:
    cycle = cycles.current(request)
    return bool(cycle and cycle.is_training)


def _explanation_url(proposal) -> str:
    return _find_url("bappeda:explanation", proposal.uuid) if proposal.status in RANKED else ""


def _find_url(name: str, *arguments) -> str:
    """The address of a page of another floor, empty while it is not installed."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
