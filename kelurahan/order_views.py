"""/kelurahan/urutan/: the office's list against its advisory share, put in order and saved as one."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kelurahan import priorities
from kelurahan.offices import find_office
from kelurahan.services.ordering import save_order
from kelurahan.standing import find_bar, find_forum
from proposals import arranging, clock, cycles
from proposals.refusals import Refused


@require_http_methods(["GET", "POST"])
def order(request):
    """The list; a POST moves a line, sorts by the numbers, or saves."""
    office, offices = find_office(request.user, request.GET.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return render(request, "kelurahan/no_cycle.html", {"office": office})
    forum = find_forum(cycle, office)
    known = priorities.read(request.user, cycle=cycle, office=office, forum=forum)
    context = {
        "office": office,
        "offices": offices,
        "cycle": cycle,
        "forum": forum,
        "priorities": known,
        "seen": known.seen,
        "bar": find_bar(cycle=cycle, office=office, now=clock.now(), forum=forum),
    }
    if request.method == "POST":
        saved = {line.row.uuid: line.place for line in known.lines}
        seen = arranging.read_number(request.POST.get("dilihat"), 0)
        known.arrange(request.POST)
        context |= {"moved": True, "seen": seen}
        if "simpan" in request.POST:
            return _save(request, context, saved)
    return render(request, "kelurahan/order.html", context)


def _save(request, context, saved: dict[UUID, int]):
    known = context["priorities"]
    uuids = _read_order(known.lines, request.POST)
    try:
        done = save_order(
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
        context |= {"general": general, "seen": known.seen}
        return render(request, "kelurahan/order.html", context, status=refused.http)
    count = len(uuids)
    messages.success(request, f"Urutan {count} usulan tersimpan." if done else "Urutan tidak berubah.")
    return redirect(request.get_full_path())


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
