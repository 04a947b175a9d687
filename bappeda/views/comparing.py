"""Two runs of one cycle side by side, or a run and a scenario: results, rules, weights and ceilings."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bappeda import whatif
from bappeda.comparing import choose_ceiling, compare
from bappeda.consequences import Side, describe
from bappeda.models import RankingRun, Scenario
from bappeda.querysets import list_runs
from bappeda.services import scenarios
from bappeda.views.access import READERS, require_any
from bappeda.views.board import find_run, require_ready
from bappeda.views.simulation import find_scenario
from bappeda.wording import ALLOCATIONS, METHODS, REVIEWERS, label_ceilings
from proposals import cycles
from proposals.refusals import Refused, content
from regions.indonesian import rupiah

SCENARIO = "s"  # before the number of a scenario in the address
OTHER_CYCLE = "Dua perhitungan ini dari tahun perencanaan yang berbeda. Pilih dua dari tahun yang sama."
RULE_LABELS = {
    "method": ("Metode", METHODS),
    "reviewers": ("Gabungan nilai penilai", REVIEWERS),
    "allocation": ("Bila pagu tidak cukup", ALLOCATIONS),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the two: its number in the address, the run, and the scenario over it if it is one."""

    value: str
    run: RankingRun
    scenario: Scenario | None = None

    @property
    def title(self) -> str:
        return f"Simulasi {self.scenario.name}" if self.scenario else f"Perhitungan ke-{self.run.number}"

    @property
    def changes(self) -> Mapping:
        return self.scenario.changes if self.scenario else {}


@never_cache
@require_GET
def show(request):
    """`a` and `b` name two runs (or `s12`, a scenario); without them the last two runs of the cycle."""
    require_any(request.user, *READERS)
    cycle = cycles.current(request)
    runs = _list_runs(request.user, cycle)
    values = _fill_in(runs, *(request.GET.get(name, "") for name in ("a", "b")))
    if not all(values):
        return render(request, "bappeda/simulation/compare.html", {"cycle": cycle, "pair": None})
    first, second = (_find(request.user, value) for value in values)
    if first.run.cycle_id != second.run.cycle_id:
        raise Refused(content({"b": OTHER_CYCLE}))
    results = [_read_result(chosen) for chosen in (first, second)]
    labels = label_ceilings(first.run) | label_ceilings(second.run)
    wanted = request.GET.get("lihat", "")
    known = {use.ceiling for result in results for use in result.ceilings}
    ceiling = wanted if wanted in known else choose_ceiling(*results)
    sides = [
        Side(result, chosen.title, chosen.run.pk)
        for result, chosen in zip(results, (first, second), strict=True)
    ]
    context = describe(*sides, compare(*results), ceiling=ceiling, labels=labels)
    context |= {
        "cycle": first.run.cycle,
        "pair": (first, second),
        "options": _list_options(request.user, first, second),
        "wanted_view": wanted,
        "views": [(key, labels.get(key, key)) for key in sorted(known, key=lambda key: labels.get(key, key))],
        "differences": _list_differences(first, second, labels),
        "is_comparison": True,
    }
    return render(request, "bappeda/simulation/compare.html", context)


def _list_runs(user, cycle) -> list[RankingRun]:
    """The runs that the person may see: for a reviewer with open sheets only those that were announced."""
    runs = list(list_runs(cycle)) if cycle else []
    hidden = [run for run in runs if getattr(run, "publication", None) is None]
    try:
        for run in hidden[:1]:  # one says it for all: the sheets are those of the cycle
            require_ready(user, run)
    except Refused:
        return [run for run in runs if run not in hidden]
    return runs


def _fill_in(runs: list[RankingRun], first: str, second: str) -> tuple[str, str]:
    """Whichever of the two is not named: the newest run, and the one before it; "" when there is none."""
    numbers = [str(run.pk) for run in runs]
    second = second or next((number for number in numbers if number != first), "")
    later = numbers.index(second) + 1 if second in numbers else 0
    before = [*numbers[later:], *numbers[:later]]
    return first or next((number for number in before if number != second), ""), second


def _find(user, given: str) -> Chosen:
    """404 for what is not there."""
    number = given.removeprefix(SCENARIO)
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if given.startswith(SCENARIO):
        scenario = find_scenario(user, pk=pk)
        return Chosen(given, scenario.run, scenario)
    run = find_run(user, pk=pk)
    require_ready(user, run)
    return Chosen(given, run)


def _read_result(chosen: Chosen):
    if chosen.scenario is None:
        return scenarios.read_result(chosen.run)
    return scenarios.try_out(chosen.run, scenarios.read_settings(chosen.scenario)).new


def _list_options(user, first: Chosen, second: Chosen) -> list[tuple[str, str]]:
    """The runs and scenarios of the cycle that the person may see."""
    cycle = first.run.cycle
    runs = _list_runs(user, cycle)
    found = Scenario.objects.filter(run__in=runs).select_related("run")
    return [(str(run.pk), f"Perhitungan ke-{run.number}") for run in runs] + [
        (f"{SCENARIO}{row.pk}", f"Simulasi {row.name} (ke-{row.run.number})") for row in found
    ]


def _list_differences(first: Chosen, second: Chosen, labels: Mapping[str, str]) -> list[dict]:
    """Rules, weights and ceilings that are not the same in both."""
    rows = []
    for rule, (label, choices) in RULE_LABELS.items():
        values = [chosen.changes.get(rule, chosen.run.rules.get(rule, "")) for chosen in (first, second)]
        rows.append((label, *(choices[value].label if value in choices else str(value) for value in values)))
    weights = [_read_weights(chosen) for chosen in (first, second)]
    names = {
        row["key"]: row["label"] for chosen in (first, second) for row in chosen.run.criteria["criteria"]
    }
    for key, name in names.items():
        rows.append((f"Bobot {name}", *(_tell_weight(found.get(key)) for found in weights)))
    amounts = [
        {use["key"]: use["amount"] for use in chosen.run.ceilings} | chosen.changes.get("ceilings", {})
        for chosen in (first, second)
    ]
    for key in dict.fromkeys((*amounts[0], *amounts[1])):
        rows.append((f"Pagu {labels.get(key, key)}", *(rupiah(found.get(key)) for found in amounts)))
    overrides = [str(len(chosen.run.overrides)) for chosen in (first, second)]
    rows.append(("Keputusan khusus", *overrides))
    return [{"label": label, "old": old, "new": new} for label, old, new in rows if old != new]


def _read_weights(chosen: Chosen) -> dict[str, str]:
    frozen = {row["key"]: row["weight"] for row in chosen.run.criteria["criteria"]}
    return frozen | chosen.changes.get("weights", {})


def _tell_weight(text: str | None) -> str:
    if text is None:
        return "tidak ada"
    return f"{whatif.write_percent(whatif.read_weight(text))} %"
