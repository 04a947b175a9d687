"""The database's rule that an office fits its role, shared by `User` and `Deputy`."""

from django.db.models import Q

from accounts import roles

OFFICE_FIELDS = ("kelurahan", "kecamatan", "agency")


def office_fits_role() -> Q:
    """Exactly the office that the role asks for, and none for roles of the whole city."""
    rule = Q()
    for kind in (*OFFICE_FIELDS, None):
        case = Q(role__in=[key for key, role in roles.ROLES.items() if role.office == kind])
        for field in OFFICE_FIELDS:
            case &= Q(**{f"{field}__isnull": field != kind})
        rule |= case
    return rule
