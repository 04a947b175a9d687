"""/usulan/: everything the person may see in the chosen cycle, with filters kept in the address."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.offices import standings
from proposals import cycles, pages, workflow
from proposals.entry.finding import can_begin
from proposals.filters import LONGEST_WORDS, ProposalFilter
from proposals.models import CatalogueItem, Field, PlanningCycle, Proposal
from proposals.querysets import visible_to
from regions.models import Agency, Kecamatan, Kelurahan

PRINTED = (
    "uuid", "reference", "title", "status", "street", "rt", "rw", "current_budget", "updated_at",
    "kelurahan__name", "kecamatan__name", "current_agency__short_name",
)  # fmt: skip


@require_safe
def list_proposals(request):
    cycle = cycles.current(request)
    scope = visible_to(request.user).filter(cycle=cycle) if cycle else Proposal.objects.none()
    filterset = ProposalFilter(request.GET, queryset=scope)
    found = filterset.qs if filterset.is_valid() else scope.none()
    page = pages.read_page(
        found.select_related("kelurahan", "kecamatan", "current_agency").only(*PRINTED), request.GET
    )
    menus = _build_menus(request, filterset)
    filtered = any(menu["on"] for menu in menus) or bool(request.GET.get("q"))
    context = {
        "cycle": cycle,
        "cycle_menu": build_cycle_menu(request, cycle),
        "page": page,
        "count": pages.tell_count(pages.count(found)),
        "menus": menus,
        "words": request.GET.get("q", "")[:LONGEST_WORDS],
        "kept": [
            (n, v) for n, vs in request.GET.lists() for v in vs if n not in ("q", pages.OLDER, pages.NEWER)
        ],
        "filtered": filtered,
        "clear_url": reverse("proposals:list"),
        "problems": [text for texts in filterset.errors.values() for text in texts],
        "can_begin": can_begin(request),
    }
    return render(request, "proposals/list.html", context, status=200 if filterset.is_valid() else 422)


def _build_menus(request, filterset: ProposalFilter) -> list[dict]:
    """One menu per filter that makes a difference for this person's offices."""
    kinds = {standing.office_kind for standing in standings(request.user)}
    chosen = request.GET.get("kecamatan", "")
    choices: dict[str, list[tuple[str, str]]] = {
        "status": [(status.key, status.label) for status in workflow.STATUSES.values()]
    }
    if kinds & {None, "agency"}:
        choices["kecamatan"] = list(Kecamatan.objects.values_list("code", "name"))
    kelurahan = _kelurahan_of(request, kinds, chosen)
    if kelurahan is not None:
        choices["kelurahan"] = list(kelurahan.values_list("code", "name"))
    if kinds != {"agency"}:
        choices["agency"] = list(Agency.objects.filter(is_active=True).values_list("code", "short_name"))
    choices["field"] = list(Field.objects.values_list("code", "name"))
    choices["source"] = list(workflow.ORIGINS.items())
    choices["kind"] = list(CatalogueItem.Kind.choices)
    return [
        _build_menu(request, name, filterset.filters[name].label, known) for name, known in choices.items()
    ]


def _kelurahan_of(request, kinds: set, kecamatan: str):
    if kinds == {"kelurahan"}:
        return None
    if "kecamatan" in kinds and not kecamatan:
        offices = [s.office_id for s in standings(request.user) if s.office_kind == "kecamatan"]
        return Kelurahan.objects.filter(kecamatan__in=offices)
    if kecamatan and kecamatan.isprintable():
        return Kelurahan.objects.filter(kecamatan__code=kecamatan)
    return None


def _build_menu(request, name: str, label: str, choices: list[tuple[str, str]]) -> dict:
    current = request.GET.get(name, "")
    words = dict(choices).get(current, "")
    reset = {"kelurahan": ""} if name == "kecamatan" else {}
    links = [
        {
            "label": text,
            "url": pages.with_query(request.GET, **{name: code}, **reset),
            "current": code == current,
        }
        for code, text in choices
    ]
    if words:
        every = {
            "label": "Semua",
            "url": pages.with_query(request.GET, **{name: ""}, **reset),
            "current": False,
        }
        links.insert(0, every)
    return {"label": f"{label}: {words}" if words else label, "choices": links, "on": bool(words)}


def build_cycle_menu(request, cycle) -> dict | None:
    """The switch between planning years, and between the real one and the training."""
    known = list(PlanningCycle.objects.all())
    if len(known) < 2:
        return None
    links = [
        {"label": _name_cycle(other), "url": f"?tahun={other.slug}", "current": other == cycle}
        for other in known
    ]
    return {"label": f"Tahun perencanaan: {_name_cycle(cycle)}", "choices": links, "on": cycle.is_training}


def _name_cycle(cycle) -> str:
    return f"Latihan {cycle.planning_year}" if cycle.is_training else str(cycle.planning_year)
