"""What the pages of Bappeda read from an address or a form, and the year without which they show nothing."""

from uuid import UUID

from proposals.models import PlanningCycle
from proposals.refusals import Refusal, Refused

NO_CYCLE = "Belum ada tahun perencanaan. Administrator menambahkannya lebih dulu."


def require_cycle(cycle: PlanningCycle | None) -> PlanningCycle:
    """The year at hand; raises Refused (409) while there is none."""
    if cycle is None:
        raise Refused(Refusal(409, "no_cycle", NO_CYCLE))
    return cycle


def read_whole(given: str | None, *, digits: int = 18) -> int:
    """A whole number of at most so many digits; 0 for anything else."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) <= digits else 0


def read_uuid(given: str) -> UUID | None:
    """None for anything that is none."""
    try:
        return UUID(given)
    except ValueError:
        return None
