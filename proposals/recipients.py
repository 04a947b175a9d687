"""The people of a place that news are about: an office by kind and key, Bappeda's administrators, one person."""

from collections.abc import Iterable

from django.conf import settings

from accounts.models import User
from accounts.services.recipients import people_of

BAPPEDA = ("bappeda_admin", "bappeda_head")


def find_people(kind: str, pk: int = 0) -> Iterable[User]:
    """Active people who work at the place today, deputies included."""
    if kind == "bappeda":
        return people_of(role=BAPPEDA)
    if kind == "person":
        people = User.objects.filter(pk=pk, is_active=True)
        return people if settings.DEMO else people.filter(is_demo=False)
    return people_of(**{kind: pk}) if pk else ()
