"""Moving open sheets of one reviewer to others, and reminding those who are behind."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from bappeda.forms import MoveForm
from bappeda.services.authority import require_role
from bappeda.services.reassigning import find_begun, list_open, reassign
from bappeda.services.reminding import remind_behind
from bappeda.views.reading import read_uuid, require_cycle
from proposals import cycles
from proposals.refusals import Refused, content

SHOWN = 200
NONE_CHOSEN = "Pilih sedikitnya satu usulan, atau pindahkan semua."


@never_cache
@require_http_methods(["GET", "POST"])
def move(request, pk):
    """The open sheets of one reviewer; POST moves the chosen ones (`pilih`) or all of them (`semua`)."""
    require_role(request.user, "bappeda_admin")
    cycle = require_cycle(cycles.current(request))
    source = get_object_or_404(User, pk=pk)
    form = MoveForm(request.POST or None, source=source)
    chosen = [uuid for text in request.POST.getlist("usulan") if (uuid := read_uuid(text))]
    if request.method == "GET":
        return _draw(request, cycle, source, form)
    if not form.is_valid():
        return _draw(request, cycle, source, form, chosen=chosen, status=422)
    try:
        if "semua" not in request.POST and not chosen:
            raise Refused(content({"usulan": NONE_CHOSEN}))
        moved = reassign(
            cycle=cycle, source=source, target=form.cleaned_data["target"], by=request.user,
            uuids=None if "semua" in request.POST else chosen, with_begun=form.cleaned_data["with_begun"],
        )  # fmt: skip
    except Refused as refused:
        if refused.http not in (409, 422):
            raise
        return _draw(
            request, cycle, source, form, chosen=chosen, refusals=refused.refusals, status=refused.http
        )
    _say(request, source, moved)
    return redirect("bappeda:assignment")


@require_POST
def remind(request):
    """Remind the reviewers who are behind."""
    require_role(request.user, "bappeda_admin")
    told, before = remind_behind(cycle=require_cycle(cycles.current(request)), by=request.user)
    if told:
        messages.success(request, f"{told} penilai yang tertinggal diingatkan.")
    if before:
        messages.info(request, f"{before} penilai sudah diingatkan hari ini.")
    return redirect("bappeda:assignment")


def _draw(request, cycle, source, form, *, chosen=(), refusals=(), status=200):
    rows = list_open(cycle, source)
    begun = find_begun(source)
    count = rows.count()
    if not count and status == 200 and not source.assignments.filter(proposal__cycle=cycle).exists():
        form = None
    context = {
        "cycle": cycle,
        "source": source,
        "form": form,
        "rows": rows[:SHOWN],
        "count": count,
        "begun": begun,
        "begun_count": rows.filter(proposal__in=begun).count(),
        "chosen": set(chosen),
        "refusals": refusals,
        "more_refusals": 0,
    }
    return render(request, "bappeda/move.html", context, status=status)


def _say(request, source, moved) -> None:
    if moved.count:
        given = ", ".join(f"{person} ({number})" for person, number in moved.given)
        messages.success(
            request, f"{moved.count} lembar {source} dipindahkan: {given}. Semuanya diberi tahu."
        )
    if moved.kept_begun:
        messages.info(request, f"{moved.kept_begun} lembar yang sudah mulai diisi tetap pada {source}.")
    if moved.stuck:
        more = f" dan {len(moved.stuck) - 10} lainnya" if len(moved.stuck) > 10 else ""
        messages.warning(
            request,
            f"{len(moved.stuck)} lembar tetap, karena penggantinya punya benturan kepentingan atau sudah menilai "
            f"usulan itu: {', '.join(moved.stuck[:10])}{more}.",
        )
