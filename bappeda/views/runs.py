"""Runs: the list, a new one, approval by a second person, publication, replacement, verification and download."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bappeda import changes, computing, standing
from bappeda.forms import SupersedeForm
from bappeda.models import CriteriaSet
from bappeda.querysets import list_changed_ceilings, list_runs
from bappeda.run_forms import RunForm
from bappeda.services import freezing, publishing, verifying
from bappeda.services.authority import require_role
from bappeda.services.inputs import read_ceilings, read_overrides
from bappeda.services.readiness import assess_readiness
from bappeda.views.access import READERS, acts_as, require_any
from bappeda.views.board import find_run, require_ready
from bappeda.views.reading import require_cycle
from bappeda.views.run_file import answer_run_file
from bappeda.wording import PUBLIC_NOTE, say_allocation, say_method
from proposals import cycles, lookup
from proposals.refusals import Refused, content

SHOWN = 200  # of a list of refusals
CANCEL_ROWS = 3


@never_cache
@require_GET
def list_all(request):
    require_any(request.user, *READERS)
    cycle = cycles.current(request)
    in_force = publishing.find_in_force(cycle) if cycle else None
    runs = list(list_runs(cycle)) if cycle else []
    ceilings = read_ceilings(cycle) if cycle else []
    rows = [
        {
            "run": run,
            "state": standing.label(standing.find_state(run, in_force)),
            "approval": getattr(run, "approval", None),
            "publication": getattr(run, "publication", None),
            "changed": list_changed_ceilings(run, ceilings),
        }
        for run in runs
    ]
    context = {
        "cycle": cycle,
        "rows": rows,
        "can_make": acts_as(request.user, "bappeda_admin") and cycle and not cycle.closed_at,
        "is_admin": acts_as(request.user, "bappeda_admin"),
        "is_decider": acts_as(request.user, "bappeda_admin", "bappeda_head"),
        "criteria_set": CriteriaSet.objects.in_force(cycle) if cycle else None,
    }
    return render(request, "bappeda/runs.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def make(request):
    """A new run: what lacks marks is named, and each needs a reason to be left out."""
    require_role(request.user, "bappeda_admin")
    cycle = require_cycle(cycles.current(request))
    form = RunForm(request.POST or None, initial=computing.RULES | {"normalised_places": ""})
    if request.method == "GET":
        return _draw_new(request, cycle, form)
    try:
        unassessed, cancelled = _read_left_out(request)
        run = freezing.freeze(
            cycle=cycle, by=request.user, note=str(form["note"].value() or ""), unassessed=unassessed,
            cancelled=cancelled, rules=form.read_rules(),
        )  # fmt: skip
    except Refused as refused:
        if refused.http not in (409, 422):
            raise
        _mark_fields(form, refused)
        return _draw_new(request, cycle, form, refused=refused)
    messages.success(
        request, f"Perhitungan ke-{run.number} dibekukan. Kepala Bappeda menyetujui sebelum diumumkan."
    )
    return redirect(run)


@never_cache
@require_http_methods(["GET", "POST"])
def approve(request, pk):
    require_role(request.user, "bappeda_head")
    run = find_run(request.user, pk=pk)
    return _decide(
        request, run, template="bappeda/run_approve.html", act=lambda: publishing.approve(run=run, by=request.user),
        done=f"Perhitungan ke-{run.number} disetujui. Admin Bappeda dapat mengumumkannya.",
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def publish(request, pk):
    """The first list of a cycle, or with a reason one that replaces it."""
    require_role(request.user, "bappeda_admin")
    run = find_run(request.user, pk=pk)
    replaced = publishing.find_in_force(run.cycle)
    if replaced is None or replaced.run_id == run.pk:
        return _decide(
            request, run, template="bappeda/run_publish.html",
            act=lambda: publishing.publish(run=run, by=request.user),
            done=f"Daftar prioritas {run.cycle} diumumkan. Kantor pengusul diberi tahu.",
        )  # fmt: skip
    form = SupersedeForm(request.POST or None)
    return _decide(
        request, run, template="bappeda/run_publish.html", form=form, replaced=replaced,
        act=lambda: publishing.supersede(
            run=run, by=request.user, category=str(form["category"].value() or ""), text=str(form["text"].value() or "")
        ),
        done=f"Daftar prioritas {run.cycle} diganti. Daftar lama tetap dapat dilihat.",
    )  # fmt: skip


@never_cache
@require_GET
def check(request, pk):
    """Compute the run again from its frozen inputs and say what does not fit."""
    run = find_run(request.user, pk=pk)
    require_any(request.user, *READERS)
    require_ready(request.user, run)
    found = verifying.verify(run)
    context = {"cycle": run.cycle, "run": run, "found": found, "shown_changes": found.changes[:SHOWN]}
    return render(request, "bappeda/run_check.html", context)


@never_cache
@require_GET
def download(request, pk):
    """Frozen inputs, result and digests, for `bin/verify-ranking`."""
    run = find_run(request.user, pk=pk)
    require_any(request.user, *READERS)
    require_ready(request.user, run)
    return answer_run_file(run)


def _decide(request, run, *, template: str, act, done: str, form=None, replaced=None):
    """A confirmation page; POST acts. Whatever stands in the way is listed on the same page."""
    refused = None
    if request.method == "POST":
        try:
            act()
        except Refused as refusal:
            if refusal.http not in (409, 422):
                raise
            refused = refusal
            if form is not None and form.is_bound:
                _mark_fields(form, refusal)
        else:
            messages.success(request, done)
            return redirect(run)
    context = {
        "cycle": run.cycle,
        "run": run,
        "form": form,
        "replaced": replaced,
        "foreseen": changes.foresee(run),
        "changed_ceilings": list_changed_ceilings(run),
        "is_mine": run.made_by_id == request.user.pk,
        "approval": getattr(run, "approval", None),
        "note": PUBLIC_NOTE,
        "method": say_method(run.rules),
        "allocation": say_allocation(run.rules),
        **_tell_refused(refused),
    }
    return render(request, template, context, status=refused.http if refused else 200)


def _mark_fields(form, refused: Refused) -> None:
    for name, sentence in refused.refusals[0].fields.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, sentence)


def _draw_new(request, cycle, form, *, refused=None):
    try:
        readiness, problem = assess_readiness(cycle), ""
    except Refused as refusal:
        readiness, problem = None, str(refusal)
    lacking = [
        {
            "refusal": refusal,
            "name": f"alasan-{refusal.uuid}",
            "given": request.POST.get(f"alasan-{refusal.uuid}", ""),
        }
        for refusal in (readiness.lacking if readiness else ())[:SHOWN]
    ]
    context = {
        "cycle": cycle,
        "form": form,
        "readiness": readiness,
        "problem": problem,
        "lacking": lacking,
        "more": max(len(readiness.lacking) - SHOWN, 0) if readiness else 0,
        "warnings": readiness.warnings if readiness else (),
        "overrides": read_overrides(cycle),
        "incomplete": readiness.incomplete[:SHOWN] if readiness else (),
        "for_all": request.POST.get("alasan-semua", ""),
        "cancel_rows": [
            {
                "number": number,
                "reference": request.POST.get(f"batal-nomor-{number}", ""),
                "reason": request.POST.get(f"batal-alasan-{number}", ""),
            }
            for number in range(1, CANCEL_ROWS + 1)
        ]
        if cycle.published_at
        else [],
        "lacks_marks": bool(refused) and all(refusal.code == "not_marked" for refusal in refused.refusals),
        **_tell_refused(refused),
    }
    return render(request, "bappeda/new_run.html", context, status=refused.http if refused else 200)


def _read_left_out(request) -> tuple[dict, dict]:
    """Reasons by UUID. A reason for all counts for those that still lack marks and have none of their own."""
    unassessed, cancelled = {}, {}
    for name, given in request.POST.items():
        if name.startswith("alasan-") and name != "alasan-semua" and given.strip():
            unassessed[_uuid(name.removeprefix("alasan-"))] = given
    if for_all := request.POST.get("alasan-semua", "").strip():
        for refusal in assess_readiness(cycles.current(request)).lacking:
            unassessed.setdefault(refusal.uuid, for_all)
    for number in range(1, CANCEL_ROWS + 1):
        reference = request.POST.get(f"batal-nomor-{number}", "").strip()
        if not reference:
            continue
        row = lookup.find_by_reference(reference, user=request.user)
        if row is None:
            sentence = f"Usulan {reference} tidak ditemukan. Periksa nomornya."
            raise Refused(content({f"batal-nomor-{number}": sentence}))
        cancelled[row.uuid] = request.POST.get(f"batal-alasan-{number}", "")
    return unassessed, cancelled


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(content({"note": "Nomor usulan tidak terbaca. Muat ulang halaman."})) from None


def _tell_refused(refused: Refused | None) -> dict:
    if refused is None:
        return {"refusals": (), "more_refusals": 0}
    return {"refusals": refused.refusals[:SHOWN], "more_refusals": max(len(refused.refusals) - SHOWN, 0)}
