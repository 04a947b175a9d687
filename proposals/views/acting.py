"""/usulan/<uuid>/tindakan/<action>/: one page for every decision of the table: what will happen, then doing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import standings
from accounts.speaking import tell_standing
from proposals import clock, lookup, wording, workflow
from proposals.action_forms import ActionForm
from proposals.levels import tell_difference
from proposals.permissions import judge
from proposals.refusals import Refused
from proposals.sheet import build_sheet


@require_http_methods(["GET", "POST"])
def act(request, uuid, action):
    spec = _read_action(action)
    proposal = lookup.find(uuid, user=request.user)
    lead = _read_lead(request, spec)
    if request.method == "POST":
        form = ActionForm(action, proposal, request.POST, user=request.user, lead=lead)
        outcome = form.carry_out(by=request.user)
        if outcome is not None:
            return _go_on(request, proposal, outcome)
        return _draw(request, form, status=form.refusal.http)
    picked = {name: request.GET[name] for name in ("sub_kegiatan", "agency") if request.GET.get(name)}
    return _draw(request, ActionForm(action, proposal, user=request.user, lead=lead, initial=picked))


@require_safe
def sum_up(request, uuid, action):
    """The budget box of the form as it is being typed: figure, words, and the difference to the level before."""
    spec = _read_action(action)
    form = ActionForm(spec.key, lookup.find(uuid, user=request.user), request.GET, user=request.user)
    return render(request, "proposals/parts/action_budget.html", _sum(form))


def _draw(request, form: ActionForm, *, status: int = 200):
    proposal, spec = form.proposal, form.action
    sheet = build_sheet(proposal, request.user)
    offer = sheet.offer(spec.key)
    if offer is None and not form.is_bound:
        raise Refused(_refusal_of(sheet, spec.key, request.user))
    question, consequence = wording.ask(spec.key, proposal)
    context = {
        "form": form,
        "sheet": sheet,
        "proposal": proposal,
        "cycle": proposal.cycle,
        "action": spec,
        "question": question,
        "consequence": consequence,
        "button": wording.name_button(spec.key, proposal),
        "blocked": offer.blocked if offer else "Usulan ini tidak lagi menunggu kantor Anda.",
        "acting": tell_standing(offer.standing, standings(request.user)) if offer else "",
        **_lead_search(request, form),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        **_sum(form),
    }
    return render(request, "proposals/act.html", context, status=status)


def _refusal_of(sheet, action: str, user):
    """Why the act is not offered at all: the same answer that `perform` would give."""
    return judge(
        sheet.proposal, action, standings=standings(user), now=sheet.now, windows=sheet.windows
    ).refusal


def _go_on(request, proposal, outcome):
    done = outcome.done[0] if outcome.done else None
    reference = done.reference if done else proposal.reference or ""
    notice = wording.tell_done(outcome.action, reference=reference, at=clock.now(), grace=outcome.grace)
    messages.success(request, notice)
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(wanted)
    return redirect("proposals:detail", proposal.uuid)


def _read_action(key: str) -> workflow.Action:
    spec = workflow.ACTIONS.get(key)
    if spec is None or not spec.direct:
        raise Http404
    return spec


def _read_lead(request, spec: workflow.Action):
    """The lead that was chosen before: `?utama=` on the first visit, the hidden field when the form comes back."""
    if spec.key != "merge":
        return None
    typed = request.GET.get("utama", "")
    if request.method == "POST":
        typed = request.POST.get("lead", "") if "lead_version" in request.POST else ""
    words = typed.split()
    return lookup.find_by_reference(words[0], user=request.user) if words else None


def _lead_search(request, form: ActionForm) -> dict:
    """A merge first asks for its lead, by an address of its own, so that the figures of both can be shown."""
    if form.action.key != "merge" or form.lead is not None:
        return {"wants_lead": False}
    sought = request.GET.get("utama", "") or request.POST.get("lead", "")
    box = form.fields["lead"].widget
    return {
        "wants_lead": True,
        "lead_sought": bool(sought),
        "lead_input": box.render("utama", sought[:80], {"id": form["lead"].id_for_label}),
    }


def _sum(form: ActionForm) -> dict:
    if not form.has_budget:
        return {}
    budget = form.budget
    return {
        "budget": budget,
        "budget_before": form.proposal.current_budget,
        "budget_difference": tell_difference("budget", form.proposal.current_budget, budget),
    }
