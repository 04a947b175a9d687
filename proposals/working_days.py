"""Working days: Monday to Friday without holidays; an office day ends at 16.00 WIB."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Jakarta")
END_OF_OFFICE_DAY = time(16, 0)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_working_days(start: datetime, days: int, holidays: Collection[date]) -> datetime:
    """16.00 WIB of the `days`-th working day after the day of `start` (an aware moment)."""
    day = start.astimezone(OFFICE_ZONE).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            left -= 1
    return datetime.combine(day, END_OF_OFFICE_DAY, OFFICE_ZONE)


def count_working_days(first: date, last: date, holidays: Collection[date]) -> int:
    """Working days from `first` to `last`, both included; 0 when `last` is before `first`."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def subtract_working_days(moment: datetime, days: int, holidays: Collection[date]) -> datetime:
    """The same time of day on the `days`-th working day before the day of `moment` (aware)."""
    local = moment.astimezone(OFFICE_ZONE)
    day = local.date()
    left = days
    while left > 0:
        day -= timedelta(days=1)
        if is_working_day(day, holidays):
            left -= 1
    return datetime.combine(day, local.time(), OFFICE_ZONE)
