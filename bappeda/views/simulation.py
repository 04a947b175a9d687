"""The what-if studio: other weights, method or ceilings over the frozen levels of a run, in its address; and scenarios.

Looking writes nothing. A scenario is kept beside its run, which is never touched.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bappeda import controls, whatif
from bappeda.allocation import ForcedTooMuch
from bappeda.comparing import choose_ceiling
from bappeda.consequences import Side, describe
from bappeda.models import RankingRun, Scenario
from bappeda.querysets import list_runs
from bappeda.services import scenarios
from bappeda.services.authority import require_any_role
from bappeda.views.access import DECIDERS, READERS, acts_as, require_any
from bappeda.views.board import find_run, require_ready
from bappeda.views.reading import read_whole
from proposals import cycles
from proposals.refusals import Refused, content
from regions.indonesian import group, rupiah, rupiah_short

LISTED = 50  # scenarios on the page


@never_cache
@require_GET
def show(request):
    """The studio over the run that `perhitungan` names, else the newest; for htmx only what came out."""
    require_any(request.user, *READERS)
    run = find_asked(request, request.GET.get("perhitungan", ""))
    if run is None:
        return render(request, "bappeda/simulation/empty.html", {"cycle": cycles.current(request)})
    return _draw(request, run, request.GET)


@never_cache
@require_POST
def save(request):
    """Keep what the page shows (`keadaan`, its address) under a name."""
    require_any_role(request.user, *scenarios.SAVERS)
    state = QueryDict(request.POST.get("keadaan", "")[:8000])
    run = find_asked(request, request.POST.get("perhitungan", ""))
    if run is None:
        raise Http404
    asked = _read(state, run)
    name, note = request.POST.get("name", ""), request.POST.get("note", "")
    try:
        if asked.errors:
            raise Refused(content(dict(asked.errors)))
        scenario = scenarios.save(run=run, settings=asked.settings, name=name, note=note, by=request.user)
    except ForcedTooMuch:
        return _draw(request, run, state)
    except Refused as refused:
        if refused.http not in (409, 422):
            raise
        typed = {"name": name, "note": note, "errors": refused.refusals[0].fields}
        return _draw(request, run, state, typed=typed, status=refused.http)
    messages.success(
        request, f"Simulasi “{scenario.name}” disimpan. Perhitungan ke-{run.number} tidak berubah."
    )
    return redirect(reverse("bappeda:scenario", args=[scenario.pk]))


@never_cache
@require_GET
def open_scenario(request, pk):
    """Leads to the studio with what the scenario keeps; it is computed again there."""
    require_any(request.user, *READERS)
    scenario = find_scenario(request.user, pk=pk)
    return redirect(_find_url(scenario))


@never_cache
@require_POST
def delete(request, pk):
    require_any_role(request.user, *scenarios.SAVERS)
    scenario = find_scenario(request.user, pk=pk)
    scenarios.delete(scenario=scenario, by=request.user)
    messages.success(request, f"Simulasi “{scenario.name}” dihapus.")
    return redirect(f"{reverse('bappeda:simulation')}?perhitungan={scenario.run_id}")


def find_asked(request, given: str) -> RankingRun | None:
    """The run of that number in an address, else the newest of the cycle; 404 for one that is not there."""
    if given:
        run = find_run(request.user, pk=read_whole(given))
    else:
        cycle = cycles.current(request)
        run = list_runs(cycle).first() if cycle else None
    if run is not None:
        require_ready(request.user, run)
    return run


def find_scenario(user, *, pk: int) -> Scenario:
    scenario = Scenario.objects.filter(pk=pk).select_related("run__cycle", "by").first()
    if scenario is None:
        raise Http404
    run = find_run(user, pk=scenario.run_id)
    require_ready(user, run)
    scenario.run = run
    return scenario


def _read(query: QueryDict, run) -> whatif.Asked:
    material = scenarios.read_material(run)
    return whatif.read(query.dict(), material, locked=frozenset(query.getlist(whatif.LOCK)))


def _find_url(scenario: Scenario) -> str:
    base = scenarios.read_material(scenario.run).settings
    pairs = [("perhitungan", scenario.run_id), ("skenario", scenario.pk)]
    pairs += whatif.write_query(base, scenarios.read_settings(scenario))
    return f"{reverse('bappeda:simulation')}?{urlencode(pairs)}"


def _draw(request, run, query: QueryDict, *, typed=None, status: int = 200):
    material = scenarios.read_material(run)
    asked = _read(query, run)
    problems, outcome = dict(asked.errors), None
    if not problems:
        try:
            outcome = scenarios.try_out(run, asked.settings)
        except ForcedTooMuch as refusal:
            problems = _tell_forced(refusal, material.labels)
    fragment = request.headers.get("HX-Request")
    context = {"run": run, "cycle": run.cycle, "problems": [(name, text) for name, text in problems.items()]}
    if outcome is not None:
        context |= _tell_outcome(run, query, asked, material, outcome)
    if problems:
        status = 422
    if not fragment:
        context |= _tell_frame(request, run, query, asked, material, problems, typed)
    name = "result_part" if fragment else "studio"
    answer = render(request, f"bappeda/simulation/{name}.html", context, status=status)
    if fragment and outcome is not None:
        answer["HX-Replace-Url"] = f"{reverse('bappeda:simulation')}?{context['address']}"
    return answer


def _tell_outcome(run, query, asked, material, outcome) -> dict:
    """What came out, and the address that says how."""
    old, new = outcome.old, outcome.new
    wanted = query.get("lihat", "")
    ceiling = wanted if wanted in material.settings.ceilings else choose_ceiling(old, new)
    pairs = [("perhitungan", run.pk)]
    pairs += whatif.write_query(material.settings, asked.settings, asked.locked)
    sides = (Side(old, f"Perhitungan ke-{run.number}", run.pk), Side(new, "Simulasi ini", run.pk))
    told = describe(*sides, outcome.comparison, ceiling=ceiling, labels=material.labels)
    if wanted == ceiling:
        pairs.append(("lihat", ceiling))
    return told | {
        "address": urlencode(pairs),
        "is_changed": bool(whatif.find_changes(material.settings, asked.settings)),
        "used_weights": controls.list_used(asked),
    }


def _tell_frame(request, run, query, asked, material, problems, typed) -> dict:
    """The controls, and the scenarios: those of the whole cycle for whoever may see all of its runs."""
    user = request.user
    number = query.get("skenario", "")
    found = Scenario.objects.filter(run__cycle=run.cycle).select_related("run", "by")
    if not acts_as(user, *DECIDERS, "leadership"):
        found = found.filter(run=run)
    listed = list(found[:LISTED])
    opened = next((row for row in listed if str(row.pk) == number and row.run_id == run.pk), None)
    if problems and not asked.errors:
        asked = whatif.Asked(asked.settings, asked.locked, problems)
    return controls.describe(asked, material) | {
        "runs": list_runs(run.cycle) if acts_as(user, *DECIDERS, "leadership") else [run],
        "views": controls.list_views(material),
        "wanted_view": query.get("lihat", ""),
        "can_save": acts_as(user, *scenarios.SAVERS),
        "typed": typed or {},
        "opened": opened,
        "scenarios": [_tell_scenario(row) for row in listed],
        "overrides": len(material.forced),
    }


def _tell_scenario(row: Scenario) -> dict:
    said = row.summary
    return {
        "scenario": row,
        "entered": group(said["entered"]),
        "left": group(said["left"]),
        "prioritised": group(said["prioritised"]),
        "used": rupiah_short(said["used"]),
        "cut": group(said["cut_position"]) if said["cut_position"] else "tidak ada",
    }


def _tell_forced(refusal: ForcedTooMuch, labels) -> dict[str, str]:
    return {
        whatif.CEILING
        + key: f"Pagu {labels[key]} kurang {rupiah(lacking)} untuk usulan yang dimasukkan keputusan khusus."
        for key, lacking in refusal.lacking.items()
    }
