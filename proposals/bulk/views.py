"""The pages of a decision for many, the same at every desk: choose and try out, do, and see what became of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jobs.models import Job
from proposals import clock, cycles, queues, workflow
from proposals.bulk import deciding, work
from proposals.bulk.choosing import LISTED, MOST, Selection, select
from proposals.desks import Desk, sit_down
from proposals.refusals import Refusal, Refused
from proposals.windows import Windows

RESULT = "proposals.bulk.{}"
CHANGED = (
    "Daftar ini berubah sejak Anda memeriksanya: ada usulan yang datang, pergi, atau diubah. "
    "Periksa sekali lagi di bawah; belum ada yang diputuskan."
)


def draw_bulk(request, desk: Desk):
    """GET: what fits the filters. POST: try it out (`periksa`) or do it (`putuskan`)."""
    seat = sit_down(desk, request.user, prefer=request.GET.get("kantor"))
    cycle = cycles.current(request)
    if cycle is None:
        raise Http404("Belum ada tahun perencanaan.")
    choice = queues.Choice.read(request.GET, allowed=desk.filters)
    posted = request.POST if request.method == "POST" else None
    selection = select(seat.pile(cycle), choice, posted)
    actions = deciding.list_actions(seat)
    action = next((a for a in actions if a.key == request.GET.get("tindakan")), None)
    context = {
        "seat": seat,
        "desk": desk,
        "cycle": cycle,
        "choice": choice,
        "query": choice.query(),
        "queue_url": desk.url("queue") + choice.query(),
        "opening": seat.opening(Windows(cycle), clock.now()),
        "actions": [(a.label, desk.url("bulk") + choice.query(tindakan=a.key), a is action) for a in actions],
        "action": action,
        "selection": selection,
        "most": MOST,
        "listed": LISTED,
    }
    if action is None or not selection.rows:
        return render(request, "proposals/bulk.html", context)
    context["form"] = form = deciding.BulkForm(
        action.key, selection.rows[0], posted, user=request.user, auto_id="id_%s"
    )
    if posted is None:
        return render(request, "proposals/bulk.html", context | {"lines": _lines(selection)})
    return _answer(request, context, deciding.prepare(action.key, form, selection))


def show_result(request, desk: Desk, pk=None):
    """What became of it: from the job, or of what was done while the person waited."""
    sit_down(desk, request.user)
    if pk is not None:
        job = get_object_or_404(
            Job.objects.visible_to(request.user), pk=pk, kind=work.KIND, params__desk=desk.name
        )
        result = job.result if job.state == Job.State.DONE else None
    else:
        job, result = None, request.session.get(RESULT.format(desk.name))
        if result is None:
            return redirect(desk.url("queue"))
    context = {
        "job": job,
        "result": result,
        "desk": desk,
        "queue_url": desk.url("queue"),
        "label": workflow.ACTIONS[result["action"]].label if result else job.title,
        "cycle": cycles.current(request),
    }
    return render(request, "proposals/bulk_result.html", context)


def build_views(desk: Desk):
    """(bulk, bulk_result, bulk_done) for the addresses of a desk."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    def bulk(request):
        return draw_bulk(request, desk)

    @never_cache
    @require_safe
    def bulk_result(request, pk):
        return show_result(request, desk, pk)

    @never_cache
    @require_safe
    def bulk_done(request):
        return show_result(request, desk)

    return bulk, bulk_result, bulk_done


def _answer(request, context, task: deciding.Task):
    selection = context["selection"]
    if not task.targets:
        return _draw_refused(
            request, context, "Centang usulan yang akan diputuskan, atau pilih semua yang cocok."
        )
    desk, is_same = context["desk"], request.POST.get("cap") == selection.stamp
    if "putuskan" in request.POST and is_same and len(task.targets) <= work.AT_ONCE:
        done, refused = deciding.carry_out(task, by=request.user)
        if done:
            request.session[RESULT.format(desk.name)] = work.tell(task, done, refused)
            return redirect(desk.url("bulk_done"))
    outcome = deciding.try_out(task, by=request.user)
    common = _find_common(outcome, len(task.targets))
    if common:
        context["form"].take_refusal(Refused(common))
    context |= {
        "lines": _lines(
            selection, {} if common else {refusal.uuid: refusal.message for refusal in outcome.refused}
        ),
        "will": len(outcome.done),
        "wont": len(outcome.refused),
        "tried": True,
        "common": common,
    }
    if "putuskan" not in request.POST or not outcome.done:
        return render(request, "proposals/bulk.html", context, status=422 if common else 200)
    if not is_same:
        return render(request, "proposals/bulk.html", context | {"general": CHANGED}, status=409)
    return redirect(work.ask(task, desk=desk.name, by=request.user))


def _find_common(outcome, number: int) -> Refusal | None:
    """The refusal that all of them got: it is about the decision, and said once."""
    sentences = {refusal.message for refusal in outcome.refused}
    return outcome.refused[0] if len(outcome.refused) == number and len(sentences) == 1 else None


def _draw_refused(request, context, sentence: str):
    context |= {"lines": _lines(context["selection"]), "general": sentence}
    return render(request, "proposals/bulk.html", context, status=422)


def _lines(selection: Selection, sentences=None) -> list[dict]:
    """The listed rows; `sentence` is why one would not go through, None while nothing was tried."""
    return [
        {
            "row": row,
            "chosen": selection.holds(row),
            "reason": selection.reasons.get(row.uuid, ""),
            "sentence": None if sentences is None else sentences.get(row.uuid, ""),
        }
        for row in selection.listed
    ]
