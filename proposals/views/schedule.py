"""/usulan/jadwal/: the stages of the cycle, their extensions with reasons, and for Bappeda the forms to change them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import standings
from proposals import clock, cycles, waiting, workflow
from proposals.models import Holiday, StageClosing, StageWindow, WindowExtension
from proposals.refusals import Refusal, Refused
from proposals.schedule_forms import CloseForm, ExtensionForm, WindowForm
from proposals.services import scheduling
from proposals.views.listing import build_cycle_menu
from proposals.windows import Windows
from regions.indonesian import long_moment
from regions.models import Agency, Kecamatan, Kelurahan

WHO = {
    "kelurahan": "Operator dan lurah",
    "kecamatan": "Petugas kecamatan dan camat",
    "opd": "Verifikator Perangkat Daerah",
    "bappeda": "Penilai dan Admin Bappeda",
    "publication": "Kepala Bappeda",
}
EXTEND, RESCHEDULE, CLOSE = "perpanjang", "ubah", "tutup"
OFFICES = {"kelurahan": Kelurahan, "kecamatan": Kecamatan, "agency": Agency}
READERS = ("bappeda_admin", "bappeda_head", "leadership")  # of what every office left undone


@require_safe
def show(request):
    cycle, now = cycles.current(request), clock.now()
    office = _office_of(request.user)
    context = {
        "cycle": cycle,
        "cycle_menu": build_cycle_menu(request, cycle) if cycle else None,
        "stages": [_describe(stage, opening, now) for stage, opening in Windows(cycle).stages(now, **office)]
        if cycle
        else [],
        "extensions": list(_extensions(cycle)) if cycle else [],
        "closings": _list_closings(cycle) if cycle and _acts_as(request.user, *READERS) else [],
        "log": scheduling.read_log(cycle) if cycle else [],
        "holidays": list(Holiday.objects.filter(day__year=cycle.planning_year - 1)) if cycle else [],
        "may_change": _acts_as(request.user, "bappeda_admin"),
        "now": now,
    }
    return render(request, "proposals/schedule.html", context)


@require_http_methods(["GET", "POST"])
def change(request, stage):
    """The forms of one stage. Each POST says which of them it is; a stage without times only has that for times."""
    if not _acts_as(request.user, "bappeda_admin"):
        raise Refused(Refusal(403, "role", "Jadwal hanya diubah oleh Admin Bappeda."))
    cycle = cycles.current(request)
    if cycle is None or stage not in workflow.STAGES:
        raise Http404
    window = StageWindow.objects.select_related("cycle").filter(cycle=cycle, stage=stage).first()
    window = window or StageWindow(cycle=cycle, stage=stage)
    which = request.POST.get("kerja", "")
    kinds = {RESCHEDULE: WindowForm} | ({EXTEND: ExtensionForm, CLOSE: CloseForm} if window.pk else {})
    drawn = {
        key: kind(request.POST if which == key else None, window=window, prefix=key[0])
        for key, kind in kinds.items()
    }
    form = drawn.get(which)
    status = 200
    if form is not None and form.is_valid():
        try:
            messages.success(request, _carry_out(window, which, form, request.user))
            return redirect("proposals:schedule")
        except Refused as refused:
            if refused.http != 422:
                raise
            for name, sentence in refused.refusals[0].fields.items():
                form.add_error(name if name in form.fields else None, sentence)
    if request.method == "POST":
        status = 422
    context = {
        "cycle": window.cycle,
        "window": window,
        "stage": workflow.STAGES[stage],
        "extension_form": drawn.get(EXTEND),
        "window_form": drawn[RESCHEDULE],
        "close_form": drawn.get(CLOSE) if Windows(cycle).of_stage(stage, clock.now()).is_open else None,
    }
    return render(request, "proposals/schedule_stage.html", context, status=status)


def _carry_out(window, which: str, form, user) -> str:
    values = form.cleaned_data
    label = workflow.STAGES[window.stage].label
    if which == EXTEND:
        made = scheduling.extend(
            window=window, closes_at=values["closes_at"], reason=values["reason"], by=user, **form.holder
        )
        return f"Tahap {label} diperpanjang sampai {long_moment(made.closes_at)}."
    if which == CLOSE:
        scheduling.close_now(window=window, reason=values["reason"], by=user)
        return f"Tahap {label} ditutup. Kiriman yang dimulai dalam 5 menit ini masih diterima."
    made = scheduling.reschedule(
        window=window,
        opens_at=values["opens_at"],
        closes_at=values["closes_at"],
        reason=values["reason"],
        by=user,
    )
    return f"Jadwal tahap {label} sekarang {long_moment(made.opens_at)} sampai {long_moment(made.closes_at)}."


def _describe(stage, opening, now) -> dict:
    if opening.opens_at is None:
        state, tone, words = "", "muted", "Belum diatur"
    elif now < opening.opens_at:
        state, tone, words = "", "muted", "Belum dibuka"
    elif opening.is_open:
        state, tone, words = "now", "process", "Sedang berjalan"
    else:
        state, tone, words = "done", "good", "Selesai"
    return {
        "stage": stage, "opening": opening, "who": WHO[stage.key], "state": state, "tone": tone, "words": words,
        "icon": {"now": "hourglass-split", "done": "check-lg"}.get(state, "clock"),
    }  # fmt: skip


def _extensions(cycle):
    return WindowExtension.objects.filter(window__cycle=cycle).select_related(
        "window", "kelurahan", "kecamatan", "agency", "by"
    )


def _office_of(user) -> dict:
    """The first office that the person stands for, as `Windows` asks for it."""
    for standing in standings(user):
        if standing.office_kind == "kelurahan":
            above = Kelurahan.objects.filter(pk=standing.office_id).values_list("kecamatan", flat=True)
            return {"kelurahan": standing.office_id, "kecamatan": above.first()}
        if standing.office_kind:
            return {standing.office_kind: standing.office_id}
    return {}


def _list_closings(cycle) -> list[dict]:
    """What was left undone at each closing: the sum, and the offices by name."""
    closings = list(StageClosing.objects.filter(window__cycle=cycle).select_related("window"))
    names = {
        kind: dict(model.objects.values_list("pk", "name"))
        for kind, model in OFFICES.items()
        if any(item[0] == kind for closing in closings for item in closing.left)
    }
    return [
        {
            "closing": closing,
            "told": waiting.tell(waiting.add_up(counts for *_, counts in closing.left)),
            "offices": sorted(
                (names[kind].get(pk, "Belum ada Perangkat Daerah"), waiting.tell(counts))
                for kind, pk, counts in closing.left
                if kind in names
            ),
        }
        for closing in closings
    ]


def _acts_as(user, *roles: str) -> bool:
    return any(standing.role in roles for standing in standings(user))
