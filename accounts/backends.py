"""Who may log in and stay logged in: every door (log-in page, admin, API) asks this backend."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from accounts.addresses import client_address
from accounts.models import Deputy, User
from accounts.services import lockout


class AccountBackend(ModelBackend):
    """Django's password check, counted against guessing, and closed to demo accounts outside a demo."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if username is None or password is None:
            return None
        attempt = lockout.begin_attempt(username=username, address=client_address(request))
        if not (lockout.is_storable(username) and lockout.is_storable(password)):
            return None
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None:
            lockout.finish_attempt(attempt=attempt)
        return user

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)

    def get_user(self, user_id):
        """The session's account in one query, with its office and whether it ever stands in for another.

        None ends a session that is no longer allowed.
        """
        user = (
            User.objects.select_related("kelurahan__kecamatan", "kecamatan", "agency")
            .annotate(is_ever_deputy=Exists(Deputy.objects.filter(person=OuterRef("pk"))))
            .filter(pk=user_id)
            .first()
        )
        return user if user is not None and self.user_can_authenticate(user) else None
