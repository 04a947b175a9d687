"""What the marking room shows of a sheet: criteria with levels, computed ones with why, total, queue, others' marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from bappeda import scoring
from bappeda.computed import tell_level
from bappeda.models import Assessment, Assignment, EarlierSheet
from bappeda.preview import Preview, preview_sheet
from bappeda.sheets import (
    Progress,
    annotate_state,
    find_next_unmarked,
    list_progress,
    list_readable_assessments,
)
from bappeda.wording import say_points
from bappeda.workload import read_pace
from proposals.models import Proposal
from regions.indonesian import fixed

NAME = "nilai-{}"  # of the radio buttons of a criterion
ABSTAIN = "0"
NARROW = 4  # points whose part of the bar has no room for a number, as live-total.js
BEFORE, AFTER = 2, 3  # sheets shown around the open one


@dataclass(frozen=True, slots=True)
class Queue:
    """The own sheets around the open one: its number among all, its neighbours, and the progress.

    `a_day`: sheets a working day that are needed; None when no day is left.
    """

    number: int
    near: list[Assignment]
    progress: Progress | None
    previous: Assignment | None
    following: Assignment | None
    unmarked: Proposal | None
    a_day: int | None


def read_queue(reviewer: User, assignment: Assignment) -> Queue:
    """Four short queries, two for the progress and three for the days that are left."""
    cycle = assignment.proposal.cycle
    own = Assignment.objects.filter(reviewer=reviewer, proposal__cycle=cycle)
    listed = annotate_state(own).select_related("proposal")
    before = list(listed.filter(pk__lt=assignment.pk).order_by("-pk")[:BEFORE])
    after = list(listed.filter(pk__gte=assignment.pk).order_by("pk")[: AFTER + 1])
    number = own.filter(proposal__status="scoring", pk__lte=assignment.pk).count()
    progress = list_progress(cycle, reviewer=reviewer)
    own_progress = progress[0] if progress else None
    unmarked = find_next_unmarked(reviewer, cycle, after=assignment.pk)
    return Queue(
        number,
        [*before[::-1], *after],
        own_progress,
        previous=before[0] if before else None,
        following=next((sheet for sheet in after if sheet.pk != assignment.pk), None),
        unmarked=unmarked if unmarked and unmarked.pk != assignment.proposal_id else None,
        a_day=read_pace(cycle).a_day(own_progress.left) if own_progress else None,
    )


def describe_sheet(proposal: Proposal, marks: Mapping[str, int | None]) -> dict:
    """The criteria for components/criterion(_fixed).html and what components/live_total.html says of `marks`.

    `marks` holds 1–5 or None (abstained) per criterion; what is missing is open.
    """
    usable = {key: mark for key, mark in marks.items() if mark is None or mark in range(1, 6)}
    preview = preview_sheet(proposal, usable)
    rows = [
        _describe_part(number, part, proposal, usable) for number, part in enumerate(preview.parts, start=1)
    ]
    waiting = [row for row in rows if row["is_open"]]
    here = waiting[0] if waiting else next((row for row in rows if not row["is_fixed"]), None)
    if here:
        here["active"] = True
    filled = len(rows) - len(waiting)
    return {
        "criteria": rows,
        "segments": [
            {
                "label": row["number"] if row["points"] >= NARROW else "",
                "value": row["points"],
                "state": "here" if row is here else "given",
            }
            for row in rows
            if row["points"]
        ],
        "total": say_short(preview.total),
        "range_text": f"{filled} dari {len(rows)} kriteria terisi. {_say_range(preview)}",
        "blocked": f"Isi dulu kriteria {_join([str(row['number']) for row in waiting])}." if waiting else "",
    }


def _describe_part(number: int, part, proposal: Proposal, marks: Mapping) -> dict:
    criterion, given = part.criterion, marks.get(part.criterion.key, "")
    row = {
        "number": number,
        "key": criterion.key,
        "name": criterion.label,
        "question": criterion.question,
        "weight_text": say_points(criterion.weight),
        "points": part.points,
        "points_text": "–" if part.points is None else say_short(part.points),
        "maximum": part.most,
        "is_fixed": not part.is_marked,
        "is_open": part.is_marked and given == "",
    }
    if not part.is_marked:
        return row | {"sentence": tell_level(criterion, proposal, part.level)}
    return row | {
        "field": NAME.format(criterion.key),
        "note_url": "#catatan",
        "active": False,
        "abstained": given is None,
        "levels": [
            {
                "level": level,
                "text": criterion.descriptors.get(str(level), ""),
                "points": _worth(part, level),
                "checked": given == level,
            }
            for level in range(1, 6)
        ],
    }


def _worth(part, level: int) -> Decimal:
    """Points of a level in the whole score: of a cost the lowest level is worth most."""
    share = scoring.share_of_best(level, part.criterion.type)
    return part.most * share.numerator / share.denominator


def compare_others(proposal: Proposal, reviewer: User, criteria: list[dict]) -> dict | None:
    """The finished sheets of the others as a table; None while the own sheet is not in."""
    sheets = list(list_readable_assessments(proposal, reviewer))
    if not any(sheet.reviewer_id == reviewer.pk for sheet in sheets):
        return None
    marked = [row for row in criteria if not row["is_fixed"]]
    return {
        "headings": [row["number"] for row in marked],
        "rows": [
            {
                "sheet": sheet,
                "own": sheet.reviewer_id == reviewer.pk,
                "marks": [_say_mark(sheet, row["key"]) for row in marked],
            }
            for sheet in sheets
        ],
    }


def list_earlier(sheet: Assessment | None, criteria: list[dict]) -> list[dict]:
    """What the own sheet said before it was opened again, the latest first; one query."""
    if sheet is None:
        return []
    marked = [row for row in criteria if not row["is_fixed"]]
    return [
        {
            "old": old,
            "marks": [(row["number"], row["name"], _say_mark(old, row["key"])) for row in marked],
        }
        for old in sheet.earlier.order_by("-version")
    ]


def _say_mark(sheet: Assessment | EarlierSheet, key: str) -> str:
    return "–" if sheet.abstained or sheet.marks.get(key) is None else str(sheet.marks[key])


def say_short(points: Decimal) -> str:
    """Points with one decimal, with two where needed: "65,0", "11,25"; as live-total.js says them."""
    text = fixed(points, places=2)
    return text[:-1] if text.endswith("0") else text


def _say_range(preview: Preview) -> str:
    if preview.low == preview.high:
        return "Semua kriteria terisi."
    return f"Nilai akhir antara {say_short(preview.low)} dan {say_short(preview.high)}."


def _join(words: list[str]) -> str:
    return " dan ".join(filter(None, (", ".join(words[:-1]), words[-1])))
