"""What the frame of every page needs: the menu, and the unread count of the bell (at most one query)."""

from django.utils.functional import SimpleLazyObject

from eplanning.navigation import build_menu, find_url


def navigation(request) -> dict:
    """Menu by role and, asked only when a page shows the bell, the number of unread notifications.

    Pages drawn without a person (an anonymous visitor, a failed request) get the public menu.
    """
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "navigation": build_menu(user, request.resolver_match),
        "home_url": find_url("home") or "/",
        "login_url": find_url("accounts:login"),
        "logout_url": find_url("accounts:logout"),
        "inbox_url": find_url("jobs:inbox") if signed_in else "",
        "unread": SimpleLazyObject(lambda: _count_unread(user)) if signed_in else 0,
    }


def _count_unread(user) -> int:
    from jobs.models import Notification

    return Notification.objects.filter(recipient=user, read_at=None).count()
