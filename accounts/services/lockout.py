"""Stop the guessing of passwords, counted in the database per username and per address.

A guess is written down before the password is looked at and removed when the password was right. Because each
guess first writes and then counts, parallel guesses see one another: never more than the limit is let through.
Known and unknown usernames are counted alike.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import LoginAttempt, User

WINDOW = timedelta(minutes=15)
LIMITS = {"username": 5, "address": 30}  # failures within the window
KEPT = timedelta(days=90)


class LockedOut(PermissionDenied):
    """No password is looked at before `until`. Django's `authenticate` takes it as the end of the matter."""

    def __init__(self, until: datetime):
        super().__init__(f"locked until {until.isoformat()}")
        self.until = until


def begin_attempt(*, username: str, address: str | None) -> LoginAttempt:
    """Reserve one guess, or raise LockedOut. A guess that is not finished by `finish_attempt` counts as failed."""
    key = key_of(username)
    until = _locked_until(key, address)
    if until:
        raise LockedOut(until)
    attempt = LoginAttempt.objects.create(username=key, address=address)
    until = _locked_until(key, address, besides=attempt)
    if until:  # others were faster
        attempt.delete()
        raise LockedOut(until)
    return attempt


def finish_attempt(*, attempt: LoginAttempt) -> None:
    """The password was right: the username starts from zero again."""
    LoginAttempt.objects.filter(username=attempt.username).delete()


def locked_until(*, username: str, address: str | None) -> datetime | None:
    """The moment when the next guess is allowed, or None when it is allowed now."""
    return _locked_until(key_of(username), address)


def count_tries_left(*, username: str, address: str | None) -> int:
    """How many wrong passwords are still free."""
    start = timezone.now() - WINDOW
    return min(
        max(0, limit - LoginAttempt.objects.filter(**{field: value}, at__gt=start).count())
        for field, value, limit in _counted(key_of(username), address)
    )


def unlock(*, users, by: User) -> int:
    """Forget the failures under these accounts' names; how many there were."""
    assert by.is_superuser
    return LoginAttempt.objects.filter(username__in=[user.username for user in users]).delete()[0]


def forget_old_attempts() -> int:
    """Remove what is older than 90 days; addresses are personal data. How many rows went."""
    return LoginAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def key_of(username: str) -> str:
    """The account's own spelling, or a keyed digest: what was typed for no account may be a password."""
    if is_storable(username):
        try:
            return User.objects.get_by_natural_key(username).username
        except User.DoesNotExist:
            pass
    folded = username.lower().encode("utf-8", "backslashreplace")
    return "tidak dikenal " + salted_hmac("accounts.lockout", folded, algorithm="sha256").hexdigest()[:24]


def is_storable(text: str) -> bool:
    """False for what PostgreSQL and UTF-8 refuse: NUL and lone surrogates."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _counted(key: str, address: str | None):
    yield "username", key, LIMITS["username"]
    if address:
        yield "address", address, LIMITS["address"]


def _locked_until(key: str, address: str | None, *, besides: LoginAttempt | None = None) -> datetime | None:
    """The later of the two locks: each ends when the oldest of its last `limit` failures leaves the window."""
    start = timezone.now() - WINDOW
    ends = []
    for field, value, limit in _counted(key, address):
        attempts = LoginAttempt.objects.filter(**{field: value}, at__gt=start)
        if besides:
            attempts = attempts.exclude(pk=besides.pk)
        moments = attempts.order_by("-at", "-pk").values_list("at", flat=True)[limit - 1 : limit]
        ends += [moment + WINDOW for moment in moments]
    return max(ends, default=None)
