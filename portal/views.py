"""Public pages. /publik/periksa/: whether a receipt or a berita acara is genuine, for whoever holds it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from portal.forms import CheckForm
from portal.throttle import allow
from proposals.genuine import is_genuine

CHECKS_AN_HOUR = 30
WAIT = "Sudah 30 pemeriksaan dari jaringan ini dalam satu jam. Tunggu satu jam, lalu coba lagi."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """Number and hash: *asli* or *tidak cocok*, and nothing else about what they belong to."""
    typed = request.POST if request.method == "POST" else request.GET
    if not {"nomor", "sidik"} & set(typed):
        return render(request, "portal/check.html", {"form": CheckForm()})
    form = CheckForm(typed)
    if not form.is_valid():
        return render(request, "portal/check.html", {"form": form}, status=422)
    if not allow("portal.check", client_address(request), most=CHECKS_AN_HOUR, seconds=3600):
        response = render(request, "429.html", {"message": WAIT}, status=429)
        response.headers["Retry-After"] = "3600"
        return response
    genuine = is_genuine(number=form.cleaned_data["nomor"], sha256=form.cleaned_data["sidik"])
    context = {"form": form, "checked": True, "genuine": genuine, "reference": form.cleaned_data["nomor"]}
    response = render(request, "portal/check.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
