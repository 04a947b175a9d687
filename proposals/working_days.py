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


def one_working_day_before(moment: datetime, holidays: Collection[date]) -> datetime:
    """The same time of day on the last working day before the day of `moment` (aware)."""
    local = moment.astimezone(OFFICE_ZONE)
    day = local.date() - timedelta(days=1)
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return datetime.combine(day, local.time(), OFFICE_ZONE)
