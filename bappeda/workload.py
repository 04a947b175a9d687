"""How the marking is spread: sheets of every reviewer, sheets a day until the stage closes, and what is short."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from bappeda.sheets import Progress, list_progress
from proposals import clock
from proposals.models import Holiday, Proposal
from proposals.windows import Windows
from proposals.working_days import count_working_days

MOST_A_DAY = 40  # sheets that one person reads with care in a working day: ten minutes each


@dataclass(frozen=True, slots=True)
class Pace:
    """Working days of the stage of Bappeda: all, gone by before today, left with today (0 when it is shut)."""

    days: int
    gone: int
    left: int

    def expect(self, assigned: int) -> int:
        """Sheets that should be done by the end of yesterday when every day takes the same."""
        return assigned * self.gone // self.days if self.days else 0

    def a_day(self, left: int) -> int | None:
        """Sheets a working day that are needed; None when no day is left."""
        return -(-left // self.left) if self.left else None


@dataclass(frozen=True, slots=True)
class Load:
    """One reviewer. `a_day`: sheets needed a working day, None when no day is left.

    `behind`: how many sheets fewer are done than the days gone by ask for. `serves`: whether sheets may be here.
    """

    progress: Progress
    a_day: int | None
    behind: int
    serves: bool

    @property
    def is_too_much(self) -> bool:
        return self.a_day is not None and self.a_day > MOST_A_DAY


def read_pace(cycle) -> Pace:
    """The working days of the stage as it closes now: three queries."""
    now = clock.now()
    opening = Windows(cycle).of_stage("bappeda", now)
    if opening.opens_at is None or opening.closes_at is None:
        return Pace(0, 0, 0)
    first, today, last = (timezone.localdate(moment) for moment in (opening.opens_at, now, opening.closes_at))
    holidays = set(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    days = count_working_days(first, last, holidays)
    left = count_working_days(max(first, today), last, holidays) if now <= opening.closes_at else 0
    return Pace(days, days - left, left)


def list_loads(cycle, pace: Pace) -> list[Load]:
    """Every active reviewer, also those without sheets, and whoever still has some."""
    known = {progress.reviewer.pk: progress for progress in list_progress(cycle)}
    for reviewer in User.objects.filter(role="bappeda_reviewer", is_active=True):
        known.setdefault(reviewer.pk, Progress(reviewer, 0, 0, 0, 0))
    ordered = sorted(known.values(), key=lambda progress: (str(progress.reviewer), progress.reviewer.pk))
    return [
        Load(
            progress,
            pace.a_day(progress.left),
            behind=max(0, pace.expect(progress.assigned) - progress.done),
            serves=is_serving(progress.reviewer),
        )
        for progress in ordered
    ]


def is_serving(reviewer: User) -> bool:
    """Whether sheets may be with this person: an active account of a reviewer."""
    return reviewer.is_active and reviewer.role == "bappeda_reviewer"


def list_short(cycle, wanted: int):
    """Proposals in `scoring` that have fewer reviewers than wanted, with `given`: how many they have."""
    return (
        Proposal.objects.filter(cycle=cycle, status="scoring")
        .annotate(given=Count("assignments"))
        .filter(given__lt=wanted)
        .select_related("kelurahan", "kecamatan", "current_agency")
        .order_by("given", "pk")
    )
