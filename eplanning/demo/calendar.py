"""When things happened in the demo: the windows of 2020, shifted so that publication lies just behind today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
# Default windows for planning year 2021 (DESIGN §3); the result was made public on 17 April 2020.
WINDOWS = {
    "kelurahan": (date(2020, 1, 13), date(2020, 1, 31)),
    "kecamatan": (date(2020, 2, 3), date(2020, 2, 14)),
    "opd": (date(2020, 2, 17), date(2020, 3, 6)),
    "bappeda": (date(2020, 3, 9), date(2020, 3, 31)),
    "publication": (date(2020, 4, 1), date(2020, 4, 30)),
}
PUBLISHED = date(2020, 4, 17)
HOLIDAYS_2020 = {
    date(2020, 1, 1): "Tahun Baru",
    date(2020, 1, 25): "Tahun Baru Imlek",
    date(2020, 3, 22): "Isra Mikraj",
    date(2020, 3, 25): "Hari Suci Nyepi",
    date(2020, 4, 10): "Wafat Isa Almasih",
    date(2020, 5, 1): "Hari Buruh",
}


TRAINING_DAYS_AGO = {
    "kelurahan": (28, 18),
    "kecamatan": (17, 10),
    "opd": (9, 4),
    "bappeda": (3, 2),
    "publication": (1, 1),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The windows of one cycle as dates; every moment is at an office hour, seconds included."""

    windows: dict[str, tuple[date, date]]
    happened: dict[str, tuple[date, date]]  # when the demo's people acted: nothing lies in the future

    @classmethod
    def published(cls, today: date) -> "Calendar":
        """Shifted by whole weeks, so that weekdays stay, with publication some days ago."""
        shift = timedelta(weeks=(today - timedelta(days=3) - PUBLISHED).days // 7)
        shifted = {stage: (first + shift, last + shift) for stage, (first, last) in WINDOWS.items()}
        return cls(shifted, shifted)

    @classmethod
    def everything_open(cls, today: date) -> "Calendar":
        """Every stage from four weeks ago to four weeks from now; the stages were lived through one by one."""
        month = timedelta(weeks=4)
        happened = {
            stage: (today - timedelta(days=first), today - timedelta(days=last))
            for stage, (first, last) in TRAINING_DAYS_AGO.items()
        }
        return cls(dict.fromkeys(WINDOWS, (today - month, today + month)), happened)

    def opens_at(self, stage: str) -> datetime:
        return datetime.combine(self.windows[stage][0], time(8), ZONE)

    def closes_at(self, stage: str) -> datetime:
        return datetime.combine(self.windows[stage][1], time(16), ZONE)

    def moment(self, random: Random, stage: str, low: float = 0.0, high: float = 1.0) -> datetime:
        """A random office moment between two shares of the stage's length."""
        first, last = self.happened[stage]
        days = (last - first).days
        day = first + timedelta(days=round(days * random.uniform(low, high)))
        if day.weekday() >= 5:
            day -= timedelta(days=day.weekday() - 4)
        return datetime.combine(day, time(8), ZONE) + timedelta(seconds=random.randint(0, 7 * 3600 + 3500))
