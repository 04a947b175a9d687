"""The home page and the pages for what went wrong."""

from django.shortcuts import render

from eplanning.home import build_home


def home(request):
    """What time it is, what waits for this person, what was sent, the rest."""
    return render(request, "home.html", build_home(request.user))


def forbidden(request, exception=None):
    return render(request, "403.html", {"message": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_fault(request):
    """Drawn without database and session: they may be what failed."""
    return render(None, "500.html", status=500)


def csrf_failure(request, reason=""):
    """A form that was open too long, or in another tab after logging in again."""
    sentence = "Halaman ini terbuka terlalu lama. Muat ulang halaman, lalu kirim lagi; isian Anda belum terkirim."
    return render(request, "403.html", {"message": sentence}, status=403)
