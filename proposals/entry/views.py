"""The pages of the form: a new proposal, each step, and what became of it."""

from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from proposals.entry import checking, comparing, drawing, finding, saving, steps
from proposals.forms import STEPS
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused

LEAVE, STAY, SEARCH = "keluar", "tetap", "cari"


@never_cache
@require_http_methods(["GET", "POST"])
def new(request):
    """A form under a UUID of its own; sent twice it is one draft."""
    key = finding.read_uuid(request.POST.get("usulan") or request.GET.get("usulan")) or uuid4()
    row = finding.open_blank(request, key)
    step = _read_step(request.GET.get("langkah"), row)
    sheet = finding.lay_out(row, user=request.user, is_new=True)
    if request.method == "GET" or SEARCH in request.POST:
        if request.method == "GET" and visible_to(request.user).filter(uuid=key).exists():
            return redirect("proposals:step", key, step)
        return _draw(request, sheet, step, post=request.POST or None)
    try:
        saving.require_same_person(request.POST, by=request.user)
        created = saving.create(row=row, step=step, post=request.POST, by=request.user)
    except Refused as refused:
        return _draw_refused(request, sheet, step, refused.refusals[0])
    row = finding.find(request.user, key)
    if created and not request.FILES:
        return _go_on(request, finding.lay_out(row, user=request.user), step)
    return _save(request, row, step, seen=max(1, saving.read_version(request.POST)))


@never_cache
@require_http_methods(["GET", "POST"])
def step(request, uuid, step):
    """One step of a saved proposal; every step can be reached at any time."""
    row = finding.find(request.user, uuid)
    if step == steps.CHECK:
        return checking.check(request, row)
    if step not in STEPS:
        raise Http404
    if request.method == "POST" and SEARCH not in request.POST:
        return _save(request, row, step, seen=saving.read_version(request.POST))
    sheet = finding.lay_out(row, user=request.user)
    _require_own_turn(sheet)
    return _draw(request, sheet, step, post=request.POST or None)


def _save(request, row, step, *, seen: int):
    files = request.FILES.getlist("foto")
    try:
        saving.require_same_person(request.POST, by=request.user)
    except Refused as refused:
        sheet = finding.lay_out(row, user=request.user)
        _require_own_turn(sheet)
        return _draw_refused(request, sheet, step, refused.refusals[0])
    if files:  # nobody else's bytes are even looked at
        _require_role(finding.lay_out(row, user=request.user))
    saved = saving.save(row=row, step=step, post=request.POST, seen=seen, files=files, by=request.user)
    row = finding.find(request.user, row.uuid)
    sheet = finding.lay_out(row, user=request.user)
    if saved.refusal and saved.refusal.code == "version" and not sheet.verdict.refusal:
        form = drawing.make_form(sheet, step, request.POST)
        form.is_valid()
        differences = comparing.compare(row, form, step=step, seen=seen)
        if differences:
            return _draw_versions(request, sheet, step, form, differences, saved.refusal)
    elif saved.refusal:
        if saved.refusal.http in (403, 404):
            raise Refused(saved.refusal)
        return _draw_refused(request, sheet, step, saved.refusal, photos=saved.photos)
    if saved.photos:
        return _draw(request, sheet, step, photos=saved.photos, status=422)
    return _go_on(request, sheet, step)


def _go_on(request, sheet, step):
    target = request.POST.get("ke", "")
    if target == LEAVE:
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    asked = (
        step == "volume"
        and drawing.add_up(sheet.row, lambda name: getattr(sheet.row, name))["price_question"]
    )
    if asked and request.POST.get("harga-dilihat") != str(sheet.row.unit_price):
        target = step
    return redirect("proposals:step", sheet.row.uuid, target if target in steps.ORDER else step)


def _draw(request, sheet, step, *, post=None, photos=(), status=200):
    form = drawing.make_form(sheet, step, post)
    form.errors.clear()  # nothing is complained of before it is sent
    context = drawing.describe(sheet, step, form, user=request.user, post=post) | {"photo_errors": photos}
    return render(request, f"proposals/entry/{step}.html", context, status=status)


def _draw_refused(request, sheet, step, refusal: Refusal, *, photos=()):
    """The same step with everything as it was typed and a sentence at each field."""
    form = drawing.make_form(sheet, step, request.POST)
    form.is_valid()
    for name, sentence in refusal.fields.items():
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, sentence)
    context = drawing.describe(sheet, step, form, user=request.user, post=request.POST) | {
        "photo_errors": photos
    }
    if refusal.http != 422:
        form.errors.clear()
        context["refusal"] = refusal
    return render(request, f"proposals/entry/{step}.html", context, status=refusal.http)


def _draw_versions(request, sheet, step, form, differences, refusal):
    context = drawing.describe(sheet, step, form, user=request.user) | {
        "differences": differences,
        "typed": comparing.typed(form).items(),
        "refusal": refusal,
    }
    return render(request, "proposals/entry/versions.html", context, status=409)


def _require_own_turn(sheet) -> None:
    """A closed window still shows the form with its reason; everything else is answered with its page."""
    refusal = sheet.verdict.refusal
    if refusal and refusal.code != "window":
        raise Refused(refusal)


def _require_role(sheet) -> None:
    if sheet.verdict.refusal and sheet.verdict.refusal.http == 403:
        raise Refused(sheet.verdict.refusal)


def _read_step(wanted, row) -> str:
    first = next(iter(STEPS))
    return wanted if wanted in STEPS and row.source != "pokir" else first
