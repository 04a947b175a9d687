"""Criteria sets: the versions of a year, one set to read, a new draft, and putting it in force."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bappeda.models import CriteriaSet, RankingRun
from bappeda.services import criteria_drafts, criteria_start
from bappeda.services.authority import require_role
from bappeda.services.criteria import find_problems
from bappeda.services.criteria_spread import describe_bands
from bappeda.views.access import READERS, acts_as, require_any
from bappeda.views.reading import require_cycle
from bappeda.wording import say_points
from proposals import cycles
from proposals.refusals import Refused

SHOWN = 20  # proposals that would lack a mark
DEFAULT = "bawaan"


@never_cache
@require_GET
def list_all(request):
    """The versions of the year, newest first: which is in force, which is a draft, what uses each."""
    require_any(request.user, *READERS)
    cycle = cycles.current(request)
    runs = Prefetch("runs", RankingRun.objects.only("pk", "number", "criteria_set").order_by("number"))
    sets = (
        CriteriaSet.objects.filter(cycle=cycle)
        .select_related("in_force_by")
        .prefetch_related("criteria", runs)
        .order_by("-version")
        if cycle
        else []
    )
    rows = [{"set": row, "state": "draft" if row.is_draft else "old"} for row in sets]
    in_force = next((row for row in rows if row["state"] == "old"), None)
    if in_force:
        in_force["state"] = "in_force"
    can_edit = bool(cycle and not cycle.closed_at and acts_as(request.user, "bappeda_admin"))
    context = {
        "cycle": cycle,
        "rows": rows,
        "draft": next((row["set"] for row in rows if row["state"] == "draft"), None),
        "in_force": in_force and in_force["set"],
        "can_edit": can_edit,
        "others": list(_list_others(cycle)) if can_edit else [],
    }
    return render(request, "bappeda/criteria/list.html", context)


@never_cache
@require_GET
def show(request, pk):
    """One set to read: criteria with weights as bars, what each level means, the bands."""
    require_any(request.user, *READERS)
    criteria_set = criteria_drafts.find_set(pk)
    criteria = list(criteria_set.criteria.all())
    in_force = CriteriaSet.objects.in_force(criteria_set.cycle)
    context = {
        "cycle": criteria_set.cycle,
        "set": criteria_set,
        "criteria": [
            {
                "row": criterion,
                "weight": say_points(criterion.weight),
                "bands": describe_bands(criterion),
                "levels": [(level, criterion.descriptors.get(str(level), "")) for level in range(1, 6)],
            }
            for criterion in criteria
        ],
        "bars": describe_weights(criteria),
        "total": sum(criterion.weight for criterion in criteria),
        "problems": find_problems(criteria_set),
        "is_in_force": in_force == criteria_set,
        "in_force": in_force,
        "from_pairs": come_from_pairs(criteria_set),
        "can_edit": acts_as(request.user, "bappeda_admin") and not criteria_set.cycle.closed_at,
        "seen": criteria_drafts.fingerprint(criteria_set),
    }
    return render(request, "bappeda/criteria/set.html", context)


@require_POST
def start(request):
    """A new draft: from the default (`asal=bawaan`) or a copy of a set of this or another year (`asal=<nomor>`)."""
    require_role(request.user, "bappeda_admin")
    cycle = require_cycle(cycles.find_named(request, request.POST.get("tahun", "")))
    wanted, source = request.POST.get("asal", ""), None
    if wanted != DEFAULT:
        is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 10
        source = criteria_drafts.find_set(int(wanted) if is_number else 0)
    draft = criteria_drafts.start_draft(cycle=cycle, by=request.user, source=source)
    messages.success(
        request, f"Versi {draft.version} dirancang. Belum berlaku: ubah dengan tenang, lalu berlakukan."
    )
    return redirect("bappeda:criteria_set", draft.pk)


@require_POST
def discard(request, pk):
    draft = criteria_drafts.discard(pk=pk, seen=request.POST.get("sidik", ""), by=request.user)
    messages.success(
        request, f"Rancangan versi {draft.version} dihapus. Kriteria yang berlaku tidak berubah."
    )
    return redirect("bappeda:criteria")


@never_cache
@require_http_methods(["GET", "POST"])
def put_in_force(request, pk):
    """What would change and which sheets and proposals it touches; POST does it."""
    require_role(request.user, "bappeda_admin")
    draft = criteria_drafts.find_set(pk)
    if request.method == "POST":
        effect = criteria_start.put_in_force(pk=pk, seen=request.POST.get("sidik", ""), by=request.user)
        opened = f" {effect.sheets} lembar dibuka lagi dan penilainya diberi tahu." if effect.sheets else ""
        messages.success(request, f"Kriteria versi {draft.version} berlaku.{opened}")
        return redirect("bappeda:criteria_set", pk)
    if refused := refuse_edit(request, draft):
        return refused
    effect = criteria_start.assess_effect(draft)
    context = {
        "cycle": draft.cycle,
        "set": draft,
        "effect": effect,
        "lacking": effect.lacking[:SHOWN],
        "more": max(0, len(effect.lacking) - SHOWN),
        "has_present": CriteriaSet.objects.filter(cycle=draft.cycle, is_draft=False).exists(),
        "seen": criteria_drafts.fingerprint(draft),
    }
    return render(request, "bappeda/criteria/put_in_force.html", context)


def refuse_edit(request, criteria_set: CriteriaSet):
    """None for a draft; for a set in force the page (409) that offers to copy it. Raises Refused for a closed year."""
    try:
        criteria_drafts.require_draft(criteria_set)
    except Refused as refused:
        if refused.refusals[0].code != "not_a_draft":
            raise
        context = {
            "cycle": criteria_set.cycle,
            "set": criteria_set,
            "message": str(refused),
            "draft": CriteriaSet.objects.filter(cycle=criteria_set.cycle, is_draft=True).first(),
        }
        return render(request, "bappeda/criteria/not_a_draft.html", context, status=409)
    return None


def describe_weights(criteria) -> list[dict]:
    """The weights as rows of components/bar_list.html."""
    return [
        {"label": criterion.label, "value": criterion.weight, "text": say_points(criterion.weight)}
        for criterion in criteria
    ]


def come_from_pairs(criteria_set: CriteriaSet) -> str:
    """ "ahp" when the present weights come from judgements in pairs, "changed" when criteria changed since, else ""."""
    if not criteria_set.pairwise:
        return ""
    keys = [criterion.key for criterion in criteria_set.criteria.all()]
    return "ahp" if sorted(criteria_set.pairwise["keys"]) == sorted(keys) else "changed"


def _list_others(cycle):
    """The newest set in force of every other year, for a copy."""
    sets = CriteriaSet.objects.filter(is_draft=False).exclude(cycle=cycle).select_related("cycle")
    newest = {}
    for row in sets.order_by("-cycle__planning_year", "cycle", "-version"):
        newest.setdefault(row.cycle_id, row)
    return newest.values()
