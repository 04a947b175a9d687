"""In whose name a report is read: a person's roles, an office, or the command line of the machine itself."""

from accounts.offices import Standing, standings
from accounts.roles import ROLES


class _System:
    """Whoever may run `manage.py` on the machine sees what Bappeda sees: `standings` finds its answer kept here."""

    is_authenticated = is_active = True
    _standings = (Standing("bappeda_head", None, None),)

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM = _System()


class _Kecamatan:
    """Whoever works at a kecamatan: what a package of its reports is made with."""

    is_authenticated = is_active = True

    def __init__(self, kecamatan) -> None:
        self._standings = (Standing("camat", "kecamatan", kecamatan.pk),)


def as_kecamatan(kecamatan) -> _Kecamatan:
    """Sees what the office of this kecamatan sees, and nothing else."""
    return _Kecamatan(kecamatan)


def roles_of(user) -> frozenset[str]:
    """The roles a person acts in, own and deputed; every role for SYSTEM, none for nobody."""
    if user is SYSTEM:
        return frozenset(ROLES)
    return frozenset(standing.role for standing in standings(user))
