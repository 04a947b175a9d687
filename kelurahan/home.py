"""The kelurahan's part of the home page: time left, what waits, how far the office is, what was sent last."""

from datetime import datetime, timedelta

from django.utils import timezone

from kelurahan import reading
from kelurahan.offices import find_office, is_lurah
from proposals import workflow
from proposals.windows import Windows
from regions.indonesian import MONTHS

SHOWN = 5  # of each list; the desk has them all


def build_home(user, cycle, now: datetime) -> dict:
    """The context of templates/kelurahan/home.html."""
    office, _ = find_office(user)
    context = {"office": office, "cycle": cycle, "now": now, "is_lurah": is_lurah(user, office)}
    if cycle is None:
        return context | {"papers": None}
    windows = Windows(cycle)
    here = {"kelurahan": office.pk, "kecamatan": office.kecamatan_id}
    opening = windows.of_stage("kelurahan", now, **here)
    papers = reading.read(user, cycle=cycle, office=office)
    waiting = papers.waiting if context["is_lurah"] else []
    return context | {
        "opening": opening,
        "left": (opening.closes_at - now).total_seconds() if opening.is_open else None,
        "stages": [_tell_stage(stage, known, now) for stage, known in windows.stages(now, **here)],
        "papers": papers,
        "repair": papers.repair[:SHOWN],
        "drafts": papers.drafts[:SHOWN],
        "to_endorse": len(waiting),
        "to_do": len(papers.repair) + len(papers.drafts) + len(waiting),
        "sent": papers.sent[:SHOWN],
    }


def _tell_stage(stage: workflow.Stage, opening, now: datetime) -> dict:
    """{label, when, state} for components/cycle_path.html."""
    opens, closes = opening.opens_at, opening.closes_at
    if closes is None:
        return {"label": stage.label, "when": "belum dijadwalkan", "state": ""}
    state = "now" if opening.is_open else "done" if now > closes else ""
    when = f"sampai {_day(closes)}" if state == "now" else _span(opens, closes)
    return {"label": stage.label, "when": when, "state": state}


def _span(opens: datetime, closes: datetime) -> str:
    first, last = timezone.localtime(opens), timezone.localtime(closes - timedelta(minutes=1))
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTHS[last.month - 1][:3]}"
    return f"{_day(first)}–{_day(last)}"


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {MONTHS[local.month - 1][:3]}"
