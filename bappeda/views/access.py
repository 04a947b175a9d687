"""Who may open which page of Bappeda (offices and deputies), as refusals with their status."""

from accounts.offices import standings
from accounts.roles import ROLES
from proposals.refusals import Refusal, Refused

STAFF = ("bappeda_reviewer", "bappeda_admin", "bappeda_head")
READERS = (*STAFF, "leadership")
DECIDERS = ("bappeda_admin", "bappeda_head")


def acts_as(user, *roles: str) -> bool:
    """Whether the person stands for one of the roles, by the own account or as a deputy."""
    return any(standing.role in roles for standing in standings(user))


def require_any(user, *roles: str) -> None:
    """Raises Refused (403) that names who may."""
    if not acts_as(user, *roles):
        names = " atau ".join(ROLES[role].label for role in roles)
        raise Refused(Refusal(403, "role", f"Halaman ini untuk {names}."))
