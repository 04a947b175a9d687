"""Which offices a person stands for: his or her own, and those of a deputyship in force.

Scope ("where") and workflow ("what") both start from `standings`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts import roles


@dataclass(frozen=True, slots=True)
class Standing:
    """One role at one office. `office_id` is None for roles of the whole city."""

    role: str
    office_kind: str | None
    office_id: int | None
    capacity: str = ""  # "", "Plh.", "Plt." or "a.n."
    letter_number: str = ""


def standings(user, *, at: datetime | None = None) -> tuple[Standing, ...]:
    """Everything the person may act as at the moment `at` (default: now). Empty for nobody and the inactive.

    Asked once per user object; a request keeps the answer.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if at is None:
        cached = getattr(user, "_standings", None)
        if cached is not None:
            return cached
    day = timezone.localdate(at) if at else timezone.localdate()
    own = Standing(user.role, roles.ROLES[user.role].office, _office_id(user))
    deputed = _read_deputed(user, day) if getattr(user, "is_ever_deputy", True) else ()
    if at is None:
        user._standings = (own, *deputed)
    return (own, *deputed)


def _office_id(holder) -> int | None:
    kind = roles.ROLES[holder.role].office
    return getattr(holder, f"{kind}_id") if kind else None


def _read_deputed(user, day) -> tuple[Standing, ...]:
    return tuple(
        Standing(d.role, roles.ROLES[d.role].office, _office_id(d), d.capacity, d.letter_number)
        for d in user.deputies.filter(starts_on__lte=day, ends_on__gte=day).order_by("pk")
    )
