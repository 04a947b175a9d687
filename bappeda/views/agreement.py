"""How far the reviewers agree, and the invitation to mark a disputed proposal again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bappeda.agreeing import list_criteria, read_figures
from bappeda.cases import list_moved, read_cases
from bappeda.forms import InviteForm
from bappeda.models import Assessment
from bappeda.services import reopening
from bappeda.services.authority import require_role
from bappeda.sheets import list_progress
from bappeda.views.access import DECIDERS, READERS, acts_as, require_any
from bappeda.views.reading import read_whole
from proposals import clock, cycles, lookup
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows

PAGE = 10
MOVED = 5
NOT_YET = (
    "Halaman ini terbuka setelah semua lembar Anda selesai, supaya nilai Anda tidak terpengaruh yang lain."
)


@never_cache
@require_GET
def show(request):
    """Agreement per criterion, leaning per reviewer, the most disputed proposals; names only for those who decide."""
    require_any(request.user, *READERS)
    cycle = cycles.current(request)
    if cycle is None:
        return render(request, "bappeda/agreement.html", {"cycle": None})
    names = acts_as(request.user, *DECIDERS)
    if not names and not acts_as(request.user, "leadership"):
        _require_own_sheets(request.user, cycle)
    own = request.user.pk
    criteria = list_criteria(cycle)
    figures = read_figures(cycle, criteria=criteria, names=names, own=own)
    pages = max(1, -(-len(figures.disputes) // PAGE))
    page = min(max(1, read_whole(request.GET.get("halaman"), digits=6)), pages)
    shown = [dispute.proposal for dispute in figures.disputes[(page - 1) * PAGE : page * PAGE]]
    moved = list_moved(cycle, MOVED) if page == 1 else []
    cases = read_cases([*shown, *moved], criteria=criteria, names=names, own=own)
    opening = Windows(cycle).of_stage("bappeda", clock.now())
    context = {
        "cycle": cycle,
        "figures": figures,
        "names": names,
        "cases": [cases[key] for key in shown],
        "moved": [cases[key] for key in moved],
        "may_invite": acts_as(request.user, "bappeda_admin") and opening.is_open,
        "page": page,
        "pages": pages,
        "previous_url": f"?halaman={page - 1}" if page > 1 else "",
        "next_url": f"?halaman={page + 1}" if page < pages else "",
    }
    return render(request, "bappeda/agreement.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request, uuid):
    """Ask the reviewers of one proposal to mark it again, with the reason."""
    proposal = lookup.find(uuid, user=request.user)
    require_role(request.user, "bappeda_admin")
    form = InviteForm(request.POST or None)
    if request.method == "GET":
        return _draw_invite(request, proposal, form)
    if not form.is_valid():
        return _draw_invite(request, proposal, form, status=422)
    try:
        invited = reopening.invite_again(uuid=uuid, by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refused:
        if refused.http != 409:
            raise
        return _draw_invite(request, proposal, form, refusals=refused.refusals, status=409)
    people = ", ".join(str(person) for person in invited.reviewers)
    messages.success(request, f"{people} diundang menilai ulang {proposal.title}. Nilai lamanya tersimpan.")
    if invited.stayed:
        messages.warning(
            request, f"{invited.stayed} lembar tetap seperti adanya: penilainya tidak lagi bertugas."
        )
    return redirect("bappeda:agreement")


def _draw_invite(request, proposal, form, *, refusals=(), status=200):
    criteria = list_criteria(proposal.cycle)
    cases = read_cases([proposal.pk], criteria=criteria, names=True, own=request.user.pk)
    context = {
        "cycle": proposal.cycle,
        "case": cases[proposal.pk],
        "form": form,
        "refusals": refusals,
        "more_refusals": 0,
    }
    return render(request, "bappeda/invite.html", context, status=status)


def _require_own_sheets(user, cycle) -> None:
    own = list_progress(cycle, reviewer=user)
    if own and own[0].left:
        raise Refused(Refusal(403, "own_first", f"{NOT_YET} Tersisa {own[0].left} lembar."))
    finished = Assessment.objects.filter(
        reviewer=user, proposal__cycle=cycle, state=Assessment.State.SUBMITTED
    )
    if not finished.exists():
        raise Refused(Refusal(403, "own_first", NOT_YET))
