"""/usulan/jadwal/: the stages of the cycle, their extensions with reasons, and for Bappeda the forms to change them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.offices import standings
from proposals import clock, cycles, workflow
from proposals.models import Holiday, StageWindow, WindowExtension
from proposals.refusals import Refusal, Refused
from proposals.schedule_forms import ExtensionForm, WindowForm
from proposals.services import scheduling
from proposals.views.listing import build_cycle_menu
from proposals.windows import Windows
from regions.indonesian import long_moment

WHO = {
    "kelurahan": "Operator dan lurah",
    "kecamatan": "Petugas kecamatan dan camat",
    "opd": "Verifikator Perangkat Daerah",
    "bappeda": "Penilai dan Admin Bappeda",
    "publication": "Kepala Bappeda",
}
EXTEND, RESCHEDULE = "perpanjang", "ubah"


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
        "log": scheduling.read_log(cycle) if cycle else [],
        "holidays": list(Holiday.objects.filter(day__year=cycle.planning_year - 1)) if cycle else [],
        "may_change": _is_admin(request.user),
        "now": now,
    }
    return render(request, "proposals/schedule.html", context)


@require_http_methods(["GET", "POST"])
def change(request, stage):
    """The forms of one stage. Each POST says which of the two it is."""
    if not _is_admin(request.user):
        raise Refused(Refusal(403, "role", "Jadwal hanya diubah oleh Admin Bappeda."))
    window = get_object_or_404(
        StageWindow.objects.select_related("cycle"), cycle=cycles.current(request), stage=stage
    )
    which = request.POST.get("kerja", "")
    extension = ExtensionForm(request.POST if which == EXTEND else None, window=window, prefix="p")
    window_form = WindowForm(request.POST if which == RESCHEDULE else None, window=window, prefix="u")
    form = {EXTEND: extension, RESCHEDULE: window_form}.get(which)
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
        "extension_form": extension,
        "window_form": window_form,
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
            known = {"kelurahan": standing.office_id}
            return known | (
                {"kecamatan": user.kelurahan.kecamatan_id} if user.kelurahan_id == standing.office_id else {}
            )
        if standing.office_kind:
            return {standing.office_kind: standing.office_id}
    return {}


def _is_admin(user) -> bool:
    return any(standing.role == "bappeda_admin" for standing in standings(user))
