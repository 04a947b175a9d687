"""Edit a draft of criteria: its name, one criterion after the other, with where present proposals fall."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bappeda import measuring
from bappeda.criteria_forms import CriterionForm, FactsForm
from bappeda.models import CriteriaSet, Criterion
from bappeda.services import criteria_drafts
from bappeda.services.authority import require_role
from bappeda.services.criteria_spread import read_spread
from bappeda.views.criteria import refuse_edit
from proposals.refusals import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def edit_facts(request, pk):
    """The name of the draft, how many reviewers and marks a proposal needs."""
    require_role(request.user, "bappeda_admin")
    draft = criteria_drafts.find_set(pk)
    if refused := refuse_edit(request, draft):
        return refused
    names = ("title", "reviewers_per_proposal", "min_marks")
    form = FactsForm(request.POST or None, initial={name: getattr(draft, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            criteria_drafts.save_facts(
                pk=pk,
                seen=request.POST.get("sidik", ""),
                by=request.user,
                title=form.cleaned_data["title"],
                min_marks=form.cleaned_data["min_marks"],
                reviewers=form.cleaned_data["reviewers_per_proposal"],
            )
        except Refused as refused:
            add_errors(form, refused)
        else:
            messages.success(request, "Nama dan jumlah penilai disimpan.")
            return redirect("bappeda:criteria_set", pk)
    context = {"cycle": draft.cycle, "set": draft, "form": form, "seen": read_seen(request, draft)}
    return render(request, "bappeda/criteria/facts.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def edit_criterion(request, pk, key=None):
    """One criterion, or a new one. `lihat` only draws where proposals fall, and keeps what was typed."""
    require_role(request.user, "bappeda_admin")
    draft = criteria_drafts.find_set(pk)
    criterion = None if key is None else criteria_drafts.find_criterion(draft, key)
    if refused := refuse_edit(request, draft):
        return refused
    last = max((row.position for row in draft.criteria.all()), default=0)
    form = CriterionForm(request.POST or None, criterion=criterion, position=last + 1)
    is_look = "lihat" in request.POST
    if request.method == "POST" and form.is_valid() and not is_look:
        try:
            saved = criteria_drafts.save_criterion(
                pk=pk,
                seen=request.POST.get("sidik", ""),
                by=request.user,
                key=key,
                values=form.read_values(),
            )
        except Refused as refused:
            add_errors(form, refused)
        else:
            hint = " Bobotnya masih 0; atur di halaman bobot." if key is None else ""
            messages.success(request, f"Kriteria {saved.label} disimpan.{hint}")
            return redirect("bappeda:criteria_set", pk)
    status = 422 if request.method == "POST" and form.errors else 200
    context = {
        "cycle": draft.cycle,
        "set": draft,
        "criterion": criterion,
        "form": form,
        "seen": read_seen(request, draft),
        **_draw_spread(draft, form, criterion),
    }
    return render(request, "bappeda/criteria/criterion.html", context, status=status)


@require_POST
def draw_spread(request, pk):
    """Where present proposals fall under the bands that are being typed."""
    require_role(request.user, "bappeda_admin")
    draft = criteria_drafts.find_set(pk)
    form = CriterionForm(request.POST)
    form.is_valid()
    return render(request, "bappeda/criteria/spread.html", _draw_spread(draft, form, None))


@require_POST
def remove_criterion(request, pk, key):
    removed = criteria_drafts.remove_criterion(
        pk=pk, seen=request.POST.get("sidik", ""), by=request.user, key=key
    )
    messages.success(
        request, f"Kriteria {removed.label} dihapus dari rancangan. Sesuaikan bobot agar jumlahnya 1."
    )
    return redirect("bappeda:criteria_set", pk)


def add_errors(form, refused: Refused) -> None:
    """What a service refused of the content, beside the fields; anything else goes on."""
    if refused.http != 422:
        raise refused
    for name, sentence in refused.refusals[0].fields.items():
        form.add_error(name if name in form.fields else None, sentence)


def read_seen(request, criteria_set: CriteriaSet) -> str:
    """The fingerprint that the person saw: a form that is drawn again keeps its own."""
    return request.POST.get("sidik") or criteria_drafts.fingerprint(criteria_set)


def _draw_spread(draft: CriteriaSet, form: CriterionForm, criterion: Criterion | None) -> dict:
    """The pictures, or why there is none."""
    if form.is_bound:
        name = form.cleaned_data.get("field_name") or ""
        kept = form.read_bands() if form.cleaned_data.get("source") == Criterion.Source.FIELD and name else {}
    else:
        name = criterion.field_name if criterion else ""
        kept = criterion.bands if name else {}
    if not kept:
        return {"spread": None, "spread_problem": ""}
    try:
        return {"spread": read_spread(draft.cycle, name, measuring.read_bands(kept)), "spread_problem": ""}
    except ValueError:
        sentence = "Isi keempat batas dengan angka bulat yang makin besar untuk melihat sebarannya."
        return {"spread": None, "spread_problem": sentence}
