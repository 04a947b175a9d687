"""Decisions beside the computed result: read by Bappeda and leadership, made and withdrawn by its admin."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bappeda.models import Override
from bappeda.run_forms import OverrideForm, WithdrawForm
from bappeda.services import overriding
from bappeda.services.authority import require_role
from bappeda.views.access import READERS, acts_as, require_any
from bappeda.views.reading import require_cycle
from proposals import cycles, lookup
from proposals.refusals import Refused, content


@never_cache
@require_http_methods(["GET", "POST"])
def show(request):
    require_any(request.user, *READERS)
    cycle = require_cycle(cycles.current(request))
    if request.method == "GET":
        return _draw(request, cycle, OverrideForm(initial={"reference": request.GET.get("nomor", "")}))
    require_role(request.user, "bappeda_admin")
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return _draw(request, cycle, form, status=422)
    try:
        made = overriding.decide(
            proposal=_find_proposal(request, form.cleaned_data["reference"], cycle),
            direction=form.cleaned_data["direction"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except Refused as refused:
        return _refuse(request, cycle, form, refused)
    messages.success(
        request,
        f"Usulan {made.proposal.reference} {made.get_direction_display().lower()} dalam perhitungan berikutnya.",
    )
    return redirect("bappeda:overrides")


@never_cache
@require_POST
def withdraw(request, pk):
    require_role(request.user, "bappeda_admin")
    override = get_object_or_404(Override.objects.select_related("cycle", "proposal"), pk=pk)
    form = WithdrawForm(request.POST)
    given = str(form["withdrawn_reason"].value() or "")
    try:
        overriding.withdraw(override=override, reason=given, by=request.user)
    except Refused as refused:
        return _refuse(request, override.cycle, OverrideForm(), refused)
    messages.success(
        request,
        f"Keputusan atas usulan {override.proposal.reference} dicabut. Perhitungan yang sudah dibuat tidak berubah.",
    )
    return redirect("bappeda:overrides")


def _find_proposal(request, reference: str, cycle):
    found = lookup.find_by_reference(reference, user=request.user)
    if found is None or found.cycle_id != cycle.pk:
        sentence = f"Usulan {reference} tidak ditemukan pada tahun {cycle}. Periksa nomornya."
        raise Refused(content({"reference": sentence}))
    return found


def _refuse(request, cycle, form, refused: Refused):
    if refused.http not in (409, 422):
        raise refused
    for name, sentence in refused.refusals[0].fields.items():
        if form.is_bound and name in form.fields:
            form.add_error(name, sentence)
    return _draw(request, cycle, form, status=refused.http, refused=refused)


def _draw(request, cycle, form, *, status=200, refused=None):
    rows = list(
        Override.objects.filter(cycle=cycle)
        .select_related("proposal__kecamatan", "by", "withdrawn_by")
        .order_by("-at", "-pk")
    )
    context = {
        "cycle": cycle,
        "form": form,
        "in_force": [row for row in rows if row.withdrawn_at is None],
        "withdrawn": [row for row in rows if row.withdrawn_at is not None],
        "can_decide": acts_as(request.user, "bappeda_admin") and not cycle.closed_at,
        "refusals": refused.refusals if refused else (),
        "more_refusals": 0,
    }
    return render(request, "bappeda/overrides.html", context, status=status)
