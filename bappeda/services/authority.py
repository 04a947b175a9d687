"""Who may act for Bappeda on things that are not proposals (runs, assignments, criteria)."""

from accounts.offices import Standing, standings
from accounts.roles import ROLES
from proposals.refusals import Refusal, Refused


def require_role(by, role: str) -> Standing:
    """The person's standing in `role`, own or as a deputy; raises Refused (403)."""
    for standing in standings(by):
        if standing.role == role:
            return standing
    raise Refused(Refusal(403, "role", f"Hanya {ROLES[role].label} yang dapat melakukan ini."))


def require_any_role(by, *roles: str) -> Standing:
    """As `require_role`, for what people of several roles may do."""
    for standing in standings(by):
        if standing.role in roles:
            return standing
    names = " atau ".join(ROLES[role].label for role in roles)
    raise Refused(Refusal(403, "role", f"Hanya {names} yang dapat melakukan ini."))
