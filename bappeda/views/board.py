"""The ranking board of a run, and why a proposal stands where it stands."""

from urllib.parse import urlencode

from django.db.models import Value
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bappeda import reasons, stability, standing
from bappeda.explanations import explain_place
from bappeda.models import RankedProposal, RankingRun
from bappeda.querysets import (
    BoardFilter,
    find_published_run,
    list_changed_ceilings,
    list_gauges,
    list_runs,
    read_board,
)
from bappeda.services.publishing import find_in_force, find_moved
from bappeda.views.access import DECIDERS, READERS, acts_as
from bappeda.views.reading import read_whole
from bappeda.wording import PUBLIC_NOTE, say_allocation, say_decider, say_forced, say_method, say_points
from proposals import cycles, lookup
from proposals.models import Field, Proposal
from proposals.refusals import Refusal, Refused
from regions.indonesian import group, rupiah
from regions.models import Agency, Kecamatan

GAUGES = 4
NAMES = {"kecamatan": "kecamatan", "pd": "agency", "bidang": "field"}  # in the address: of BoardFilter
TOGGLES = {"seri": "is_tied", "batas": "is_near_cut", "khusus": "is_forced"}
GREY = "abu"  # only where robustness was measured
OUTCOMES = {"prioritas": "prioritised", "cadangan": "reserve"}
NO_RUN = "Belum ada perhitungan peringkat untuk tahun ini."


@never_cache
@require_GET
def go_home(request):
    """/bappeda/: the page that a role needs first."""
    if acts_as(request.user, "bappeda_reviewer") and not acts_as(
        request.user, "bappeda_admin", "bappeda_head"
    ):
        return redirect("bappeda:marking")
    return redirect("bappeda:board")


@never_cache
@require_GET
def show_newest(request):
    """The newest run for Bappeda and leadership, the list in force for everybody else."""
    _require_scope(request.user)
    cycle = cycles.current(request)
    run = None
    if cycle:
        staff = acts_as(request.user, *READERS)
        run = (list_runs(cycle).first() if staff else None) or find_published_run(cycle)
    if run is None:
        can_make = acts_as(request.user, "bappeda_admin")
        return render(
            request, "bappeda/board_empty.html", {"cycle": cycle, "text": NO_RUN, "can_make": can_make}
        )
    return _draw(request, run)


@never_cache
@require_GET
def show_run(request, pk):
    _require_scope(request.user)
    return _draw(request, find_run(request.user, pk=pk))


@never_cache
@require_GET
def explain(request, uuid):
    """Why a place: a fragment for htmx, else a page. `perhitungan` names the run, else the list in force counts."""
    proposal = lookup.find(uuid, user=request.user)
    given = request.GET.get("perhitungan", "")
    if given:
        run = find_run(request.user, pk=read_whole(given))
    else:
        run = find_published_run(proposal.cycle) or (
            list_runs(proposal.cycle).first() if acts_as(request.user, *READERS) else None
        )
    row = RankedProposal.objects.filter(run=run, proposal=proposal).only("position").first() if run else None
    if row is None:
        raise Http404
    require_ready(request.user, run)
    told = explain_place(run, row.position)
    told.row.run = run
    context = reasons.describe(told, with_reviewers=acts_as(request.user, *READERS)) | {
        "row": told.row, "run": run, "proposal": proposal, "cycle": run.cycle, "note": PUBLIC_NOTE,
        "back_query": f"?setelah={row.position - 1}" if row.position > 1 else "",
    }  # fmt: skip
    if acts_as(request.user, *READERS) and (measured := stability.find(run)):
        context["reasons"] += [("Ketahanan", measured.say_place(row.position))]
    fragment = request.headers.get("HX-Request")
    return render(request, f"bappeda/explanation{'_part' if fragment else ''}.html", context)


def find_run(user, *, pk: int) -> RankingRun:
    """Unpublished runs exist only for Bappeda and leadership: 404 for the others."""
    run = (
        RankingRun.objects.filter(pk=pk)
        .select_related("cycle", "criteria_set", "made_by", "approval__by", "publication__by")
        .first()
    )
    if run is None or not (acts_as(user, *READERS) or getattr(run, "publication", None)):
        raise Refused(Refusal(404, "not_found", "Perhitungan ini tidak ada, atau belum diumumkan."))
    return run


def _require_scope(user) -> None:
    if acts_as(user, "administrator"):
        raise Refused(Refusal(403, "role", "Papan peringkat untuk Bappeda, pimpinan, dan kantor pengusul."))


def require_ready(user, run) -> None:
    if getattr(run, "publication", None) is None and not acts_as(
        user, "bappeda_admin", "bappeda_head", "leadership"
    ):
        standing.require_own_marks_in(user, run.cycle)


def _draw(request, run):
    require_ready(request.user, run)
    user, staff = request.user, acts_as(request.user, *READERS)
    asked = {name: _plain(request.GET.get(name, "")) for name in (*NAMES, *TOGGLES, GREY, "hasil")}
    measured = stability.find(run) if staff else None
    narrowed = BoardFilter(
        **{of: asked[name] for name, of in NAMES.items()},
        **{of: asked[name] == "1" for name, of in TOGGLES.items()},
        outcome=OUTCOMES.get(asked["hasil"], ""),
        positions=tuple(measured.grey) if measured and asked[GREY] == "1" else None,
    )
    before = read_whole(request.GET.get("sebelum"), digits=9)
    page = read_board(
        run, narrowed, after=read_whole(request.GET.get("setelah"), digits=9), before=before or None,
        among=None if staff else Proposal.objects.visible_to(user),
    )  # fmt: skip
    state = standing.find_state(run, find_in_force(run.cycle) if hasattr(run, "publication") else None)
    gauges = list_gauges(run)
    context = {
        "cycle": run.cycle,
        "run": run,
        "state": standing.label(state),
        "is_replaced": state == standing.REPLACED,
        "is_staff": staff,
        "is_mine": run.made_by_id == user.pk,
        "can_approve": state == standing.MADE and acts_as(user, "bappeda_head"),
        "can_publish": state == standing.APPROVED and acts_as(user, "bappeda_admin"),
        "waits_approval": state == standing.MADE,
        "changed_ceilings": list_changed_ceilings(run) if staff else [],
        "moved": len(find_moved(run)) if staff and state in (standing.MADE, standing.APPROVED) else 0,
        "gauges": _choose_gauges(gauges, narrowed),
        "all_gauges": gauges,
        "rows": [
            _describe(row, run, page.cuts.get(row.position, ()))
            | (measured.mark(row.position) if measured else {})
            for row in page.rows
        ],
        "stability": stability.describe(run, measured, can_ask=acts_as(user, *DECIDERS)) if staff else None,
        "page": page,
        "count": page.prioritised + page.reserve,
        "note": PUBLIC_NOTE,
        "menus": _list_menus(asked),
        "chips": _list_chips(asked, with_grey=measured is not None, with_overrides=bool(run.overrides)),
        "method": say_method(run.rules),
        "allocation": say_allocation(run.rules),
        "previous_url": _address(asked, sebelum=page.previous_before) if page.previous_before else "",
        "next_url": _address(asked, setelah=page.next_after) if page.next_after else "",
    }
    return render(request, "bappeda/board.html", context)


def _describe(row: RankedProposal, run: RankingRun, cuts) -> dict:
    """What a row says, as text: fifty rows are on a page."""
    proposal = row.proposal
    return {
        "place": str(row.position),
        "rank": group(row.position),
        "cuts": cuts,
        "title": proposal.title,
        "reference": proposal.reference,
        "why_url": f"{reverse('bappeda:explanation', args=[proposal.uuid])}?perhitungan={run.pk}",
        "office": proposal.kelurahan.name if proposal.kelurahan else row.kecamatan.name,
        "agency": row.agency.short_name if row.agency else "",
        "budget": rupiah(row.budget),
        "score": say_points(row.score),
        "tied": str(row.tied) if row.tied > 1 else "",
        "decider": say_decider(row.tie_rule, row.own_value, row.neighbour_value),
        "outcome": row.outcome,
        "forced": say_forced(row) if row.forced else "",
        "lack": "" if row.needed is None else f"perlu {rupiah(row.needed)}, sisa {rupiah(row.left)}",
    }


def _choose_gauges(gauges, narrowed: BoardFilter):
    """The city, the chosen offices, then the largest others, up to four."""
    first = [gauge for gauge in gauges if gauge.key in narrowed.ceilings]
    rest = sorted((gauge for gauge in gauges if gauge not in first), key=lambda gauge: -gauge.amount)
    return [*first, *rest][: max(GAUGES, len(first))]


def _list_menus(asked: dict) -> list[dict]:
    """The offices and fields to choose from, in one query."""
    sources = {
        "kecamatan": ("Kecamatan", Kecamatan, "name"),
        "pd": ("Perangkat Daerah", Agency, "short_name"),
        "bidang": ("Bidang", Field, "name"),
    }
    first, *others = (
        model.objects.order_by().annotate(menu=Value(name)).values_list("menu", column, "code")
        for name, (_, model, column) in sources.items()
    )
    found = sorted(first.union(*others, all=True))
    menus = []
    for name, (label, _, _) in sources.items():
        choices = [(code, text) for menu, text, code in found if menu == name]
        said = dict(choices).get(asked[name])
        menus.append(
            {
                "label": f"{label}: {said or asked[name]}" if asked[name] else label,
                "on": bool(asked[name]),
                "clear": _address(asked, **{name: ""}),
                "choices": [
                    {"label": text, "url": _address(asked, **{name: code}), "current": code == asked[name]}
                    for code, text in choices
                ],
            }
        )
    return menus


def _list_chips(asked: dict, *, with_grey: bool, with_overrides: bool) -> list[dict]:
    chips = [("seri", "1", "Hanya yang seri"), ("batas", "1", "Sekitar garis batas")]
    chips += [("hasil", "prioritas", "Prioritas"), ("hasil", "cadangan", "Cadangan")]
    chips += [(GREY, "1", "Wilayah abu-abu")] if with_grey else []
    if with_overrides or asked["khusus"]:
        chips.append(("khusus", "1", "Keputusan khusus"))
    return [
        {
            "label": label,
            "on": asked[name] == value,
            "url": _address(asked, **{name: "" if asked[name] == value else value}),
        }
        for name, value, label in chips
    ]


def _address(asked: dict, **changed) -> str:
    kept = {name: value for name, value in (asked | changed).items() if value}
    return f"?{urlencode(kept)}"


def _plain(given: str) -> str:
    """A code from an address, without what no database can compare."""
    return "".join(letter for letter in given if letter.isprintable())[:60]
