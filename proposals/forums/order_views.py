"""The page of an office's list, the same at every level: a line moved, sorted by the numbers, or saved as one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render

from proposals import arranging, clock
from proposals.forums import lists
from proposals.forums.council import Council
from proposals.forums.lists import OfficeList
from proposals.refusals import Refused
from proposals.services.ordering import save_order


def draw_order(
    request,
    council: Council,
    template: str,
    *,
    cycle,
    office,
    share: int | None,
    context: dict[str, Any],
    beside: Callable[[OfficeList], dict[str, Any]] = lambda known: {},
):
    """Answer the request; `beside` gives what a level shows next to its list, read from it as arranged."""
    forum = council.find_forum(cycle, office)
    known = lists.read(council, request.user, cycle=cycle, office=office, forum=forum, share=share)
    context = context | {
        "council": council,
        "office": office,
        "cycle": cycle,
        "forum": forum,
        "priorities": known,
        "seen": known.seen,
        "bar": council.find_bar(cycle=cycle, office=office, now=clock.now(), forum=forum),
    }
    status = 200
    if request.method == "POST":
        saved = {line.row.uuid: line.place for line in known.lines}
        seen = arranging.read_number(request.POST.get("dilihat"), 0)
        known.arrange(request.POST)
        context |= {"moved": True, "seen": seen}
        if "simpan" in request.POST:
            trouble, status = _save(request, council, context, saved)
            if not trouble:
                return redirect(request.get_full_path())
            context |= trouble
    return render(request, template, context | beside(known), status=status)


def _save(request, council: Council, context, saved: dict[UUID, int]) -> tuple[dict[str, Any], int]:
    """What the page says when it could not be saved; nothing when it was."""
    known = context["priorities"]
    uuids = _read_order(known.lines, request.POST)
    try:
        done = save_order(
            council=council,
            cycle=context["cycle"],
            office=context["office"],
            uuids=uuids,
            seen=context["seen"],
            by=request.user,
        )
    except Refused as refused:
        about = {refusal.uuid: refusal.message for refusal in refused.refusals if refusal.uuid}
        someone_saved = any(refusal.code == "saved" for refusal in refused.refusals)
        for line in known.lines:
            line.note = about.pop(line.row.uuid, "")
            if someone_saved and not line.note and saved[line.row.uuid] != line.place:
                line.note = f"Di urutan yang tersimpan: nomor {saved[line.row.uuid]}."
        general = [r.message for r in refused.refusals if not r.uuid] + list(about.values())
        # What the refusal has shown is now seen: saving again is the person's decision.
        return {"general": general, "seen": known.seen}, refused.http
    count = len(uuids)
    messages.success(request, f"Urutan {count} usulan tersimpan." if done else "Urutan tidak berubah.")
    return {}, 200


def _read_order(lines, post) -> list[UUID]:
    """The posted proposals in their order; those that are no longer in the list stand last, for the refusal to name."""
    posted = [line.row.uuid for line in lines if arranging.field_of(line.row) in post]
    for name in post:
        try:
            uuid = UUID(name.removeprefix(arranging.PREFIX)) if name.startswith(arranging.PREFIX) else None
        except ValueError:
            continue
        if uuid is not None and uuid not in posted:
            posted.append(uuid)
    return posted
