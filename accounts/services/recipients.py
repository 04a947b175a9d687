"""Whom a message reaches: the people of a role and an office, and those who stand in for them today."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Deputy, User


def people_of(*, role=None, kelurahan=None, kecamatan=None, agency=None) -> QuerySet[User]:
    """Active users who act as `role` (one key or several) at the office, themselves or as deputies in force.

    Offices are rows or primary keys. What is None does not narrow; nothing at all reaches nobody.
    """
    wanted = Q()
    if role is not None:
        wanted &= Q(role__in=[role] if isinstance(role, str) else list(role))
    for field, office in (("kelurahan", kelurahan), ("kecamatan", kecamatan), ("agency", agency)):
        if office is not None:
            wanted &= Q(**{field: office})
    if not wanted:
        return User.objects.none()
    today = timezone.localdate()
    standing_in = Deputy.objects.filter(
        wanted, person=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today
    )
    people = User.objects.filter(wanted | Exists(standing_in), is_active=True)
    return people if settings.DEMO else people.filter(is_demo=False)
