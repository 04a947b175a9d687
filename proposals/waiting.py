"""What waits at each office in a stage, counted in one query a stage: for the news before and after a closing.

What has time of its own (`act_until`) is left out. Higher floors add what only they know (sheets not marked) with
`counts`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from proposals.models import PlanningCycle, Proposal

# How each kind of thing left undone reads, in the order in which it is told.
WORDS = {
    "draft": "draf belum diajukan",
    "awaiting_lurah": "usulan belum diteruskan ke kecamatan",
    "own_draft": "draf usulan kecamatan belum dicatat",
    "unrecommended": "usulan belum direkomendasikan",
    "unforwarded": "usulan sudah direkomendasikan tetapi belum diteruskan",
    "unverified": "usulan belum diverifikasi",
    "pokir": "draf pokok pikiran DPRD belum dicatat",
    "unassigned": "usulan belum punya penilai",
    "unmarked": "lembar penilaian belum selesai",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something waits: an office by kind and key, "person" for a reviewer, "bappeda" for the agency itself."""

    kind: str  # "kelurahan", "kecamatan", "agency", "person" or "bappeda"
    pk: int = 0


Counts = dict[str, int]
Counter = Callable[[PlanningCycle, datetime], dict[Place, Counts]]
_counters: dict[str, Counter] = {}


def counts(stage: str) -> Callable[[Counter], Counter]:
    """Register the one function that counts what waits in a stage."""

    def register(counter: Counter) -> Counter:
        known = _counters.setdefault(stage, counter)
        if (known.__module__, known.__qualname__) != (counter.__module__, counter.__qualname__):
            raise ValueError(f"{stage} is counted by {known.__module__}.{known.__qualname__} already")
        return counter

    return register


def is_counted(stage: str) -> bool:
    """Whether offices have something to do in this stage that can be left undone."""
    return stage in _counters


def count_waiting(cycle: PlanningCycle, stage: str, now: datetime) -> dict[Place, Counts]:
    """What waits at every office where something does; nothing for a stage in which no office works."""
    counter = _counters.get(stage)
    return counter(cycle, now) if counter else {}


def add_up(several) -> Counts:
    """The sum of many counts."""
    total: Counts = {}
    for one in several:
        for name, number in one.items():
            total[name] = total.get(name, 0) + number
    return total


def tell(left: Counts) -> str:
    """As in "3 draf belum diajukan dan 2 usulan belum diteruskan ke kecamatan"; empty when nothing waits."""
    parts = [f"{left[name]} {words}" for name, words in WORDS.items() if left.get(name)]
    return " dan ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def list_at_kelurahan(cycle: PlanningCycle, now: datetime) -> QuerySet[Proposal]:
    """What has to reach the kecamatan before the stage of the kelurahan closes."""
    return _waiting(cycle, now).filter(source="musrenbang", status__in=("draft", "awaiting_lurah"))


@counts("kelurahan")
def count_kelurahan(cycle: PlanningCycle, now: datetime) -> dict[Place, Counts]:
    grouped = _grouped(list_at_kelurahan(cycle, now), "kelurahan", "status")
    return _gather(("kelurahan", office, status, n) for office, status, n in grouped)


@counts("kecamatan")
def count_kecamatan(cycle: PlanningCycle, now: datetime) -> dict[Place, Counts]:
    rows = _waiting(cycle, now).filter(Q(status="kecamatan_review") | Q(status="draft", source="kecamatan"))
    grouped = _grouped(rows, "kecamatan", "status", "is_recommended")
    return _gather(
        ("kecamatan", office, _name_kecamatan(status, recommended), number)
        for office, status, recommended, number in grouped
    )


@counts("opd")
def count_agencies(cycle: PlanningCycle, now: datetime) -> dict[Place, Counts]:
    rows = _waiting(cycle, now).filter(Q(status="opd_review") | Q(status="draft", source="pokir"))
    return _gather(
        ("bappeda", 0, "pokir", number)
        if status == "draft"
        else ("agency", office or 0, "unverified", number)
        for office, status, number in _grouped(rows, "current_agency", "status")
    )


def _waiting(cycle: PlanningCycle, now: datetime):
    return Proposal.objects.filter(Q(act_until=None) | Q(act_until__lt=now), cycle=cycle).order_by()


def _grouped(rows, *names: str):
    return rows.values_list(*names).annotate(Count("pk"))


def _gather(found) -> dict[Place, Counts]:
    """From (kind, office, name, number): rows of one office and name are added up."""
    waiting: dict[Place, Counts] = {}
    for kind, office, name, number in found:
        own = waiting.setdefault(Place(kind, office), {})
        own[name] = own.get(name, 0) + number
    return waiting


def _name_kecamatan(status: str, recommended: bool) -> str:
    if status == "draft":
        return "own_draft"
    return "unforwarded" if recommended else "unrecommended"
