"""What a page with an open form asks while somebody types: save these fields; who is logged in; let me in again."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import LoginForm
from proposals import cycles
from proposals.entry import drawing, finding, piecewise, saving, steps
from proposals.forms import STEPS
from proposals.models import Proposal
from proposals.refusals import Refusal, Refused

GRACE = "Tahapnya baru saja ditutup; isian yang dimulai dalam 5 menit sesudahnya masih diterima."


@require_POST
def autosave(request, uuid, step):
    """Some fields of one step. 200 when all are written; 422 and 409 say which are not, 404 and 403 that none is."""
    if step not in STEPS:
        raise Http404
    try:
        row = _find(request, uuid)
        saving.require_same_person(request.POST, by=request.user)
        seen = saving.read_version(request.POST)
        piece = piecewise.save(row=row, step=step, post=request.POST, seen=seen, by=request.user)
    except Refused as refused:
        return _refuse(refused.refusals[0])
    if piece.refusal:
        return _refuse(piece.refusal, piece.wrong)
    row = piece.row
    answer = {
        "versi": row.version,
        "tersimpan": drawing.say_saved(row),
        "alamat": steps.address(row, step, is_new=False),
        "salah": piece.wrong,
        "beda": [
            {"nama": d.name, "label": d.label, "isian": d.mine, "tersimpan": d.saved}
            for d in piece.differences
        ],
        "nilai": piece.shown,
        "berita": piece.news,
        "susulan": GRACE if piece.grace else "",
    }
    return JsonResponse(answer, status=409 if piece.differences else 422 if piece.wrong else 200)


@login_not_required
@never_cache
@ensure_csrf_cookie
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request):
    """GET: who is logged in in this browser. POST: log in without leaving the page, into the cycle it works in."""
    if request.method == "POST":
        form = LoginForm(request, request.POST)
        if not form.is_valid():
            sentence = " ".join(text for texts in form.errors.values() for text in texts)
            return JsonResponse({"kalimat": sentence}, status=429 if form.locked_until else 422)
        login(request, form.get_user())
        request.session[cycles.SESSION_KEY] = request.POST.get(saving.CYCLE, "")[:40]
    person = request.user
    known = person.is_authenticated
    return JsonResponse(
        {
            "pengguna": person.username if known else "",
            "nama": (person.full_name or person.username) if known else "",
        }
    )


def _find(request, uuid) -> Proposal:
    """The proposal in the person's scope, or a blank one under this UUID when there is none anywhere."""
    if Proposal.objects.filter(uuid=uuid).exists():
        return finding.find(request.user, uuid)
    return finding.open_blank(request, uuid)


def _refuse(refusal: Refusal, wrong=None) -> JsonResponse:
    answer = {"kode": refusal.code, "kalimat": refusal.message, "salah": wrong or refusal.fields}
    return JsonResponse(answer, status=refusal.http)
