"""The home page and the pages for what went wrong."""

from django.shortcuts import render

from eplanning.home import find_desk
from proposals import clock, cycles


def home(request):
    """What time it is, what waits for this person, what was sent, the rest."""
    desk = find_desk(request.user.role)
    if desk is None:
        return render(request, "home_administrator.html")
    template, build_home = desk
    cycle = cycles.current(request)
    context = build_home(request.user, cycle, clock.now())
    return render(request, "home.html", context | {"desk_template": template, "cycle": cycle})


def forbidden(request, exception=None):
    return render(request, "403.html", {"message": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_fault(request):
    """Drawn without database and session: they may be what failed."""
    return render(None, "500.html", status=500)


def csrf_failure(request, reason=""):
    """A form that was open too long, or in another tab after logging in again."""
    return render(request, "403_csrf.html", status=403)
