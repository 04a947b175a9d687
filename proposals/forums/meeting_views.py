"""The pages of a musrenbang's record, the same at every level: the draft, its preview on paper, and issuing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from proposals import arranging, clock
from proposals.forums import meetings
from proposals.forums.council import Council
from proposals.forums.forms import MeetingForm
from proposals.models import Field
from proposals.refusals import Refused
from proposals.services.meetings import issue, save_draft

SHOWN = 300  # letters of a saved value beside one's own


def open_meeting(request, council: Council, *, cycle, office) -> dict[str, Any]:
    """What all pages of the record need; the level adds `query`, `offices`, `key`, `readers` and `arrives`."""
    forum, now = council.find_forum(cycle, office), clock.now()
    return {
        "council": council,
        "office": office,
        "cycle": cycle,
        "forum": forum,
        "meeting": meetings.read(council, request.user, cycle=cycle, office=office, forum=forum, now=now),
        "bar": council.find_bar(cycle=cycle, office=office, now=now, forum=forum),
        "is_chief": council.is_chief(request.user, office),
    }


def draw_record(request, context: dict[str, Any]):
    """The draft; once it is issued, where its berita acara is."""
    forum = context["forum"]
    if forum and forum.issued_at:
        return render(request, "proposals/forum/meeting_issued.html", context)
    form = MeetingForm(
        request.POST or None,
        initial=MeetingForm.read(forum),
        fields=Field.objects.order_by("pk"),
        rows=[line.row for line in context["meeting"].lines] if context["council"].column else [],
        hall=context["council"].hall.format(context["office"]),
    )
    context |= {"form": form, "version": forum.version if forum else 0}
    if request.method == "POST":
        return _save(request, context)
    return render(request, "proposals/forum/meeting.html", context)


def draw_preview(request, context: dict[str, Any]):
    """The draft as it would be printed, without number and hash."""
    if context["forum"] is None:
        raise Http404
    if context["forum"].issued_at:
        return redirect("proposals:minutes", context["forum"].number)
    context |= {"paper": context["meeting"].paper, "back_url": _url(context, "meeting")}
    return keep_private(render(request, "proposals/minutes.html", context))


def draw_issue(request, context: dict[str, Any]):
    """What the chief reads before the berita acara is issued; a POST issues exactly that."""
    if context["forum"] and context["forum"].issued_at:
        return redirect(_url(context, "meeting"))
    council, cycle, office = context["council"], context["cycle"], context["office"]
    status = 200
    if request.method == "POST":
        seen = request.POST.get("dibaca", "")
        try:
            forum = issue(council=council, cycle=cycle, office=office, seen=seen, by=request.user)
        except Refused as refused:
            context |= open_meeting(request, council, cycle=cycle, office=office)
            context |= {"refusals": refused.refusals}
            status = refused.http
        else:
            messages.success(request, f"Berita acara {forum.number} terbit. {council.told}")
            return redirect(_url(context, "meeting"))
    return render(request, "proposals/forum/meeting_issue.html", context, status=status)


def keep_private(response):
    """Names stand on it: no cache but the person's own memory."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _url(context, page: str) -> str:
    return reverse(context["council"].url_names[page]) + context["query"]


def _save(request, context):
    form = context["form"]
    if not form.is_valid():
        return render(request, "proposals/forum/meeting.html", context, status=422)
    try:
        save_draft(
            council=context["council"],
            cycle=context["cycle"],
            office=context["office"],
            values=form.cleaned,
            version=arranging.read_number(request.POST.get("versi"), 0),
            by=request.user,
        )
    except Refused as refused:
        context |= {"refusals": refused.refusals, "differences": _compare(form)}
        return render(request, "proposals/forum/meeting.html", context, status=refused.http)
    if "terbitkan" in request.POST:
        return redirect(_url(context, "issue"))
    messages.success(request, "Catatan tersimpan.")
    return redirect(_url(context, "meeting"))


def _compare(form) -> list[tuple[str, str]]:
    """Label and saved value of every field that differs from what was typed."""
    found = []
    for name in form.changed_data:
        bound = form[name]
        saved = bound.field.prepare_value(bound.initial)
        words = "ya" if saved is True else str(saved or "kosong")
        found.append((bound.label, words[:SHOWN]))
    return found
