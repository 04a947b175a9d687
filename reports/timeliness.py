"""How timely kelurahan sent their proposals: per day of the stage, and per kelurahan against its closing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from proposals.windows import GRACE, Windows
from reports.curve import Series

SENDERS, PROPOSALS = "senders", "proposals"
MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Day:
    """What was reached by the end of a day: proposals that came, and kelurahan that have sent any."""

    day: date
    proposals: int
    senders: int


@dataclass(frozen=True, slots=True)
class Sender:
    """One kelurahan: how many it sent, how many of them before the stage closed, and when the last one came."""

    name: str
    count: int
    timely: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """`closes_at` is that of the stage for everybody; who was given longer stands after it. `days` run to today.

    While the stage `is_open`, nobody knows how many proposals will come: their line is drawn when it has closed.
    """

    days: list[Day]
    senders: list[Sender]
    opens_at: datetime
    closes_at: datetime
    is_open: bool

    @property
    def sent(self) -> int:
        return sum(sender.count for sender in self.senders)

    @property
    def timely(self) -> int:
        return sum(sender.timely for sender in self.senders)

    @property
    def sending(self) -> int:
        """How many kelurahan sent at least one."""
        return sum(1 for sender in self.senders if sender.count)

    @property
    def timely_sending(self) -> int:
        """How many of them sent at least one before the closing."""
        return sum(1 for sender in self.senders if sender.timely)

    @property
    def first(self) -> date:
        """The first day of the axis."""
        return self.days[0].day if self.days else timezone.localdate(self.opens_at)

    @property
    def last(self) -> date:
        """The last day of the axis: that of the closing, or of the last proposal when it came later."""
        return max([timezone.localdate(self.closes_at), *(day.day for day in self.days)])

    @property
    def series(self) -> list[Series]:
        """The lines in percent: of all proposals that came, and of all kelurahan."""
        senders = Series(SENDERS, [_share(day.senders, len(self.senders)) for day in self.days])
        proposals = Series(PROPOSALS, [_share(day.proposals, self.sent) for day in self.days])
        return [senders] if self.is_open else [proposals, senders]


def read(rows: QuerySet, kelurahan: Iterable[tuple[int, str]], windows: Windows, now: datetime):
    """The timeliness of `kelurahan` (key and name) over counted proposals; None while the stage has no window.

    Two queries of groups, whatever the number of proposals.
    """
    opening = windows.of_stage("kelurahan", now)
    if opening.closes_at is None:
        return None
    rows = rows.order_by()
    timely = Count("pk", filter=Q(endorsed_at__lte=opening.closes_at + GRACE))
    sums = {
        place: rest
        for place, *rest in rows.values_list("kelurahan").annotate(
            Count("pk"), timely=timely, last_at=Max("endorsed_at")
        )
    }
    groups = rows.annotate(day=TruncDate("endorsed_at")).values_list("kelurahan", "day").annotate(Count("pk"))
    senders = [Sender(name, *sums.get(place, (0, 0, None))) for place, name in kelurahan]
    days = _accumulate(list(groups), opening, now)
    return Timeliness(days, senders, opening.opens_at, opening.closes_at, opening.is_open)


def _accumulate(groups: list[tuple[int, date, int]], opening, now: datetime) -> list[Day]:
    """Every day from the opening (or the first proposal) to the closing, the last proposal or today."""
    opened, closed = timezone.localdate(opening.opens_at), timezone.localdate(opening.closes_at)
    came, first_of = Counter(), {}
    for place, day, count in groups:
        came[day] += count
        first_of[place] = min(day, first_of.get(place, day))
    began = Counter(first_of.values())
    start, end = min([opened, *came]), min(max([closed, *came]), timezone.localdate(now))
    start = max(start, end - timedelta(days=MOST_DAYS))
    proposals = sum(count for day, count in came.items() if day < start)
    senders = sum(count for day, count in began.items() if day < start)
    days = []
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        proposals, senders = proposals + came[day], senders + began[day]
        days.append(Day(day, proposals, senders))
    return days


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
