"""Who marks what, for the admin; and the offices that a reviewer declares not to judge."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bappeda.forms import ConflictForm, ReviewerForm
from bappeda.models import Conflict
from bappeda.services.assigning import assign, assign_to, declare_conflict
from bappeda.services.authority import require_role
from bappeda.services.criteria import require_in_force
from bappeda.views.reading import read_uuid, require_cycle
from bappeda.workload import MOST_A_DAY, list_loads, list_short, read_pace
from proposals import clock, cycles
from proposals.models import Proposal
from proposals.refusals import Refused, content
from proposals.windows import Windows

SHOWN = 100


@never_cache
@require_http_methods(["GET", "POST"])
def show(request):
    """The spread of sheets; POST shares them out (`bagi`) or gives chosen proposals to one reviewer (`beri`)."""
    require_role(request.user, "bappeda_admin")
    cycle = require_cycle(cycles.current(request))
    if request.method == "GET":
        return _draw(request, cycle)
    if "beri" in request.POST:
        return _give(request, cycle)
    result = assign(cycle=cycle, by=request.user)
    messages.success(request, f"{result.created} lembar dibagikan.")
    if result.short:
        listed = ", ".join(result.short[:10])
        more = f" dan {len(result.short) - 10} lainnya" if len(result.short) > 10 else ""
        messages.warning(
            request,
            f"{len(result.short)} usulan belum mendapat cukup penilai tanpa benturan: {listed}{more}.",
        )
    return redirect("bappeda:assignment")


@never_cache
@require_http_methods(["GET", "POST"])
def declare(request):
    """A reviewer's own declared conflicts; a new one gives the open sheets of that office back."""
    require_role(request.user, "bappeda_reviewer")
    form = ConflictForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            conflict = declare_conflict(
                by=request.user, reason=form.cleaned_data["reason"], **form.read_office()
            )
            messages.success(
                request,
                f"Tercatat: Anda tidak menilai usulan {conflict.kelurahan or conflict.kecamatan or conflict.agency}. "
                "Lembar yang belum selesai dari kantor itu dikembalikan ke Admin Bappeda.",
            )
            return redirect("bappeda:conflicts")
        status = 422
    rows = Conflict.objects.filter(reviewer=request.user).select_related("kelurahan", "kecamatan", "agency")
    context = {"cycle": cycles.current(request), "form": form, "rows": rows}
    return render(request, "bappeda/conflicts.html", context, status=status)


def _give(request, cycle):
    form = ReviewerForm(request.POST)
    chosen = [uuid for text in request.POST.getlist("usulan") if (uuid := read_uuid(text))]
    if not form.is_valid():
        return _draw(request, cycle, form=form, chosen=chosen, status=422)
    try:
        if not chosen:
            raise Refused(content({"usulan": "Pilih sedikitnya satu usulan."}))
        created = assign_to(reviewer=form.cleaned_data["reviewer"], uuids=chosen, by=request.user)
    except Refused as refused:
        if refused.http not in (409, 422):
            raise
        return _draw(request, cycle, form=form, chosen=chosen, status=refused.http, refusals=refused.refusals)
    messages.success(request, f"{created} lembar diberikan kepada {form.cleaned_data['reviewer']}.")
    return redirect("bappeda:assignment")


def _draw(request, cycle, *, form=None, chosen=(), refusals=(), status=200):
    problem, wanted = "", 0
    try:
        wanted = require_in_force(cycle).reviewers_per_proposal
    except Refused as refused:
        problem = str(refused)
    short = list_short(cycle, wanted)
    pace = read_pace(cycle)
    loads = list_loads(cycle, pace)
    context = {
        "cycle": cycle,
        "problem": problem,
        "wanted": wanted,
        "loads": loads,
        "days_left": pace.left,
        "behind": sum(bool(load.behind) and load.serves for load in loads),
        "gone": [load for load in loads if not load.serves and load.progress.left],
        "most_a_day": MOST_A_DAY,
        "opening": Windows(cycle).of_stage("bappeda", clock.now()),
        "total": Proposal.objects.filter(cycle=cycle, status="scoring").count(),
        "short_count": short.count(),
        "short": short[:SHOWN],
        "form": form or ReviewerForm(),
        "chosen": set(chosen),
        "refusals": refusals,
        "more_refusals": 0,
        "conflicts": Conflict.objects.select_related("reviewer", "kelurahan", "kecamatan", "agency"),
    }
    return render(request, "bappeda/assignment.html", context, status=status)
