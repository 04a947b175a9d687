"""What the frame of every page needs: the menu, the cycle the person works in, and the unread count of the bell."""

from django.utils.functional import SimpleLazyObject

from accounts.speaking import tell_deputyships, tell_ended
from eplanning.navigation import build_menu, find_url
from jobs.models import Notification
from proposals import cycles


def navigation(request) -> dict:
    """Menu by role, and values that cost a query each only when the page shows them and no view asked before.

    Pages drawn without a person (an anonymous visitor, a failed request) get the public menu and no query. A view
    about one proposal passes that proposal's own `cycle`, which then stands in the header instead.
    """
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    context = {
        "navigation": build_menu(user, request.resolver_match),
        "home_url": find_url("home") or "/",
        "login_url": find_url("accounts:login"),
        "logout_url": find_url("accounts:logout"),
        "password_url": find_url("accounts:password_change"),
        "inbox_url": "",
        "unread": 0,
    }
    if signed_in:
        context["inbox_url"] = find_url("jobs:inbox")
        context["cycle"] = SimpleLazyObject(lambda: cycles.current(request))
        context["other_cycle"] = SimpleLazyObject(lambda: cycles.find_counterpart(request))
        context["acting_too"] = SimpleLazyObject(lambda: tell_deputyships(user))
        context["ended_deputyship"] = SimpleLazyObject(lambda: tell_ended(user))
        context["unread"] = SimpleLazyObject(lambda: Notification.objects.visible_to(user).unread().count())
    return context
