"""The last step: everything on one page, what is missing, and the act that sends it on."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from proposals import twins, workflow
from proposals.entry import advice, drawing, finding, saving, steps
from proposals.entry.lacking import Lack, list_lacks
from proposals.permissions import Verdict
from proposals.refusals import Refused
from proposals.repairs import read_repair
from proposals.services.transitions import perform

SENDING = {
    ("musrenbang", "draft"): "submit",
    ("kecamatan", "draft"): "register",
    ("pokir", "draft"): "register",
    ("musrenbang", "revision"): "resubmit",
    ("kecamatan", "revision"): "resubmit",
    ("pokir", "revision"): "resubmit",
}
LABELS = {"submit": "Ajukan ke Lurah", "register": "Catat usulan", "resubmit": "Kirim ulang"}


def check(request, row):
    """GET: the proposal and what it lacks. POST: send it."""
    sheet = finding.lay_out(row, user=request.user)
    action = SENDING.get((row.source, row.status), "")
    if request.method == "POST":
        return _send(request, sheet, action)
    refusal = sheet.verdict.refusal
    if refusal and refusal.code != "window":
        raise Refused(refusal)
    return _draw(request, sheet, action)


@require_safe
def sent(request, uuid):
    """What was sent, when, under which number, and who acts next."""
    row = finding.find(request.user, uuid)
    event = row.events.filter(action__in=LABELS).order_by("seq").last()
    if event is None:
        raise Http404
    context = {
        "row": row,
        "cycle": row.cycle,
        "event": event,
        "done": workflow.ACTIONS[event.action].done,
        "status": workflow.STATUSES[row.status],
    }
    return render(request, "proposals/entry/sent.html", context)


def _send(request, sheet, action: str):
    row, seen = sheet.row, saving.read_version(request.POST)
    if _was_sent(row, seen, by=request.user):
        return redirect("proposals:sent", row.uuid)
    try:
        perform(targets={row.uuid: seen}, action=action or "submit", by=request.user).require()
    except Refused as refused:
        refusal = refused.refusals[0]
        if refusal.http in (403, 404) or (sheet.verdict.refusal and sheet.verdict.refusal.code != "window"):
            raise
        return _draw(request, sheet, action, refusal=refusal, status=refusal.http)
    return redirect("proposals:sent", row.uuid)


def _was_sent(row, seen: int, *, by) -> bool:
    """The same button pressed twice: the first press did it."""
    return row.events.filter(seq=seen + 1, action__in=LABELS, by=by).exists()


def _draw(request, sheet, action: str, *, refusal=None, status=200):
    row = sheet.row
    lacks = list_lacks(row, sheet.missing)
    verdict = finding.judge_now(row, action, user=request.user, windows=sheet.windows) if action else None
    item = row.catalogue_item if row.catalogue_item_id else None
    context = {
        "sheet": sheet,
        "row": row,
        "cycle": row.cycle,
        "step": steps.CHECK,
        "title": steps.TITLES[steps.CHECK],
        "steps": steps.build_rail(row, current=steps.CHECK, missing=sheet.missing, is_new=False),
        "number": len(steps.ORDER),
        "before": steps.neighbours(steps.CHECK)[0],
        "opening": sheet.opening,
        "saved_at": drawing.say_saved(row),
        "lacks": lacks,
        "blocked": _explain(sheet, verdict, lacks),
        "refusal": refusal,
        "action_label": LABELS.get(action, ""),
        "may_withdraw": _may_withdraw(sheet, request.user),
        "repair": read_repair(row) if row.status == "revision" else None,
        "twins": twins.find(request.user, row),
        "can_carry": finding.can_take_up(row),
        "price_question": advice.question_price(row.unit_price, item),
        "ceiling_warning": advice.warn_of_ceiling(row.budget, row),
        "parts": [(key, steps.TITLES[key], f"proposals/entry/facts_{key}.html") for key in steps.ORDER[:-1]],
    }
    return render(request, "proposals/entry/periksa.html", context, status=status)


def _may_withdraw(sheet, user) -> bool:
    return finding.judge_now(sheet.row, "withdraw", user=user, windows=sheet.windows).refusal is None


def _explain(sheet, verdict: Verdict | None, lacks: list[Lack]) -> str:
    """Why the button waits; empty when it does not."""
    if sheet.verdict.refusal:
        return drawing.explain_block(sheet)
    if verdict is None:
        return ""
    if verdict.refusal:
        by_lurah = verdict.refusal.http == 403
        return "Setelah diperbaiki, Lurah yang mengirim ulang." if by_lurah else verdict.refusal.message
    if not lacks:
        return ""
    first = lacks[0].sentence.rstrip(".")
    number = steps.ORDER.index(lacks[0].step) + 1
    more = f" Masih ada {len(lacks) - 1} isian lain." if len(lacks) > 1 else ""
    return f"Belum bisa diajukan: {first[0].lower()}{first[1:]} di langkah {number}.{more}"
