"""The kelurahan's part of the home page: time left, what waits, how far the office is, what was sent last."""

from datetime import datetime

from kelurahan import past, reading
from kelurahan.offices import find_office, is_lurah
from proposals import questions, stage_line
from proposals.windows import Windows

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
    papers = reading.read(user, cycle=cycle, office=office, windows=windows, now=now)
    repair, drafts = ([e for e in entries if not e.is_shut] for entries in (papers.repair, papers.drafts))
    left_over, year = past.count_waiting(user, cycle=cycle, office=office) if opening.is_open else (0, None)
    waiting = papers.waiting if context["is_lurah"] else []
    return context | {
        "opening": opening,
        "left": (opening.closes_at - now).total_seconds() if opening.is_open else None,
        "stages": stage_line.tell(windows, now, **here),
        "papers": papers,
        "left_over": left_over,
        "past_year": year,
        "repair": repair[:SHOWN],
        "drafts": drafts[:SHOWN],
        "has_more": max(len(repair), len(drafts)) > SHOWN,
        "to_endorse": len(waiting),
        "to_do": len(repair) + len(drafts) + len(waiting),
        "owed": questions.count_owed(user, cycle),
        "sent": papers.sent[:SHOWN],
    }
