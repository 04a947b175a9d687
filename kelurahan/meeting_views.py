"""/kelurahan/musrenbang/: the record of the kelurahan's forum, its preview on paper, and issuing the berita acara."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kelurahan import meeting
from kelurahan.forms import MeetingForm
from kelurahan.offices import find_office, is_lurah
from kelurahan.services.meetings import issue, save_draft
from kelurahan.standing import find_bar, find_forum
from proposals import arranging, clock, cycles
from proposals.models import Field
from proposals.refusals import Refused

SHOWN = 300  # letters of a saved value beside one's own


@require_http_methods(["GET", "POST"])
def record(request):
    """The draft; once it is issued, where its berita acara is."""
    context = _open(request)
    if context is None:
        return redirect("kelurahan:desk")
    if context["forum"] and context["forum"].issued_at:
        return render(request, "kelurahan/meeting_issued.html", context)
    known, forum = context["meeting"], context["forum"]
    form = MeetingForm(
        request.POST or None,
        initial=MeetingForm.read(forum),
        fields=Field.objects.order_by("pk"),
        rows=[line.row for line in known.lines],
    )
    context |= {"form": form, "version": forum.version if forum else 0}
    if request.method == "POST":
        return _save(request, context)
    return render(request, "kelurahan/meeting.html", context)


@require_safe
def preview(request):
    """The draft as it would be printed, without number and hash."""
    context = _open(request)
    if context is None or context["forum"] is None:
        raise Http404
    if context["forum"].issued_at:
        return redirect("proposals:minutes", context["forum"].number)
    paper = context["meeting"].paper
    context |= {"paper": paper, "back_url": reverse("kelurahan:meeting") + context["query"]}
    return _private(render(request, "proposals/minutes.html", context))


@require_http_methods(["GET", "POST"])
def publish(request):
    """What the lurah reads before the berita acara is issued; a POST issues exactly that."""
    context = _open(request)
    if context is None or (context["forum"] and context["forum"].issued_at):
        return redirect(reverse("kelurahan:meeting") + (context["query"] if context else ""))
    status = 200
    if request.method == "POST":
        try:
            forum = issue(
                cycle=context["cycle"],
                office=context["office"],
                seen=request.POST.get("dibaca", ""),
                by=request.user,
            )
        except Refused as refused:
            context = _open(request) | {"refusals": refused.refusals}
            status = refused.http
        else:
            messages.success(request, f"Berita acara {forum.number} terbit. Kecamatan diberi tahu.")
            return redirect(reverse("kelurahan:meeting") + context["query"])
    return render(request, "kelurahan/meeting_issue.html", context, status=status)


def _open(request) -> dict | None:
    """Office, year and meeting; None while there is no planning year."""
    office, offices = find_office(request.user, request.GET.get("kelurahan", ""))
    cycle = cycles.current(request)
    if cycle is None:
        return None
    forum, now = find_forum(cycle, office), clock.now()
    return {
        "office": office,
        "offices": offices,
        "cycle": cycle,
        "forum": forum,
        "meeting": meeting.read(request.user, cycle=cycle, office=office, forum=forum, now=now),
        "bar": find_bar(cycle=cycle, office=office, now=now, forum=forum),
        "is_lurah": is_lurah(request.user, office),
        "query": f"?kelurahan={office.code}" if request.GET.get("kelurahan") else "",
    }


def _save(request, context):
    form = context["form"]
    if not form.is_valid():
        return render(request, "kelurahan/meeting.html", context, status=422)
    try:
        save_draft(
            cycle=context["cycle"],
            office=context["office"],
            values=form.cleaned,
            version=arranging.read_number(request.POST.get("versi"), 0),
            by=request.user,
        )
    except Refused as refused:
        context |= {"refusals": refused.refusals, "differences": _compare(form)}
        return render(request, "kelurahan/meeting.html", context, status=refused.http)
    if "terbitkan" in request.POST:
        return redirect(reverse("kelurahan:meeting_issue") + context["query"])
    messages.success(request, "Catatan musrenbang tersimpan.")
    return redirect(reverse("kelurahan:meeting") + context["query"])


def _compare(form) -> list[tuple[str, str]]:
    """Label and saved value of every field that differs from what was typed."""
    found = []
    for name in form.changed_data:
        bound = form[name]
        saved = bound.field.prepare_value(bound.initial)
        words = "ya" if saved is True else str(saved or "kosong")
        found.append((bound.label, words[:SHOWN]))
    return found


def _private(response):
    response.headers["Cache-Control"] = "private, no-store"
    return response
