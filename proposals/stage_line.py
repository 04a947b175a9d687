"""The stages of the year as one line for an office: what is over, what is on, and when the others are."""

from datetime import datetime, timedelta

from django.utils import timezone

from proposals.windows import Opening, Windows
from regions.indonesian import MONTHS


def tell(windows: Windows, now: datetime, **office) -> list[dict]:
    """{label, when, state} of each stage, for components/cycle_path.html; `office` as for `Windows.of_stage`."""
    return [_tell(stage.label, opening, now) for stage, opening in windows.stages(now, **office)]


def _tell(label: str, opening: Opening, now: datetime) -> dict:
    if opening.closes_at is None:
        return {"label": label, "when": "belum dijadwalkan", "state": ""}
    if opening.is_open:
        return {"label": label, "when": f"sampai {_day(_last(opening))}", "state": "now"}
    state = "done" if now > opening.closes_at else ""
    return {"label": label, "when": _span(opening.opens_at, _last(opening)), "state": state}


def _last(opening: Opening) -> datetime:
    """The last minute that counts: a stage that closes at midnight ends the day before."""
    return opening.closes_at - timedelta(minutes=1)


def _span(opens: datetime, last: datetime) -> str:
    first, end = timezone.localtime(opens), timezone.localtime(last)
    if (first.year, first.month) == (end.year, end.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(opens)}–{_day(last)}"


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {MONTHS[local.month - 1][:3]}"
