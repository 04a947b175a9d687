"""The part of Bappeda and the leadership of the home page: time left, what waits, how far the year is, money."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum
from django.db.models.functions import Coalesce

from bappeda.models import Assessment, Assignment
from bappeda.querysets import find_published_run, list_gauges, list_runs
from bappeda.services.publishing import find_in_force
from bappeda.sheets import find_next_unmarked, list_progress
from bappeda.standing import APPROVED, MADE, find_state
from bappeda.views.access import acts_as
from proposals import questions, stage_line, workflow
from proposals.models import Proposal
from proposals.windows import Windows

SHOWN = 5
GAUGES = 4


def build_home(user, cycle, now: datetime) -> dict[str, Any]:
    """The context of templates/bappeda/home.html and home_leadership.html."""
    context = {"cycle": cycle, "now": now}
    if cycle is None:
        return context
    windows = Windows(cycle)
    opening = windows.of_stage("bappeda", now)
    tally = _count(cycle)
    published = find_published_run(cycle)
    return context | {
        "opening": opening,
        "left": (opening.closes_at - now).total_seconds() if opening.is_open else None,
        "stages": stage_line.tell(windows, now),
        "statuses": _sum_statuses(tally),
        "total": _portion(tally, lambda status: True),
        "places": _sum_places(tally),
        "published": published,
        "gauges": list_gauges(published)[:GAUGES] if published else [],
        "tasks": _list_tasks(user, cycle),
        "progress": list_progress(cycle) if acts_as(user, "bappeda_admin", "bappeda_head") else [],
    }


def _list_tasks(user, cycle) -> dict[str, Any]:
    """What waits for this person, by role; a person who stands for several finds all of it."""
    tasks: dict[str, Any] = {}
    if acts_as(user, "bappeda_reviewer"):
        own = list_progress(cycle, reviewer=user)
        tasks["own"] = own[0] if own else None
        tasks["next"] = find_next_unmarked(user, cycle)
        tasks["is_reviewer"] = True
    if acts_as(user, "bappeda_admin"):
        tasks |= _list_tasks_of_admin(cycle)
    if acts_as(user, "bappeda_admin", "bappeda_head"):
        tasks["owed"] = questions.count_owed(user, cycle)
        run = list_runs(cycle).first()
        state = find_state(run, find_in_force(cycle)) if run else ""
        tasks["to_approve"] = run if state == MADE and acts_as(user, "bappeda_head") else None
        tasks["to_publish"] = run if state == APPROVED and acts_as(user, "bappeda_admin") else None
        tasks["is_head"] = acts_as(user, "bappeda_head")
    tasks["count"] = sum(
        bool(tasks.get(name))
        for name in (
            "next",
            "unassigned",
            "pokir",
            "disputes",
            "suggestions",
            "to_approve",
            "to_publish",
            "ready",
            "owed",
        )
    )
    return tasks


def _list_tasks_of_admin(cycle) -> dict[str, Any]:
    rows = Proposal.objects.filter(cycle=cycle)
    scoring = rows.filter(status="scoring")
    assigned = Exists(Assignment.objects.filter(proposal=OuterRef("pk")))
    marked = Exists(Assessment.objects.filter(proposal=OuterRef("pk"), state=Assessment.State.SUBMITTED))
    suggestions = (
        Assessment.objects.filter(proposal__cycle=cycle, proposal__status="scoring", state="submitted")
        .exclude(suggestion="")
        .select_related("proposal", "reviewer")
        .order_by("-submitted_at")[:SHOWN]
    )
    unmarked = scoring.exclude(marked).count()
    return {
        "is_admin": True,
        "unassigned": scoring.exclude(assigned).count(),
        "unmarked": unmarked,
        "ready": scoring.exists() and not unmarked,
        "pokir": rows.filter(source="pokir", status="draft").count(),
        "disputes": rows.filter(status="opd_review", redirect_count=1).count(),
        "suggestions": list(suggestions),
    }


def _count(cycle) -> list[tuple]:
    """(status, kecamatan, proposals, rupiah) of everything endorsed, in one query."""
    return list(
        Proposal.objects.filter(cycle=cycle)
        .endorsed()
        .order_by()
        .values_list("status", "kecamatan__name")
        .annotate(proposals=Count("pk"), rupiah=Coalesce(Sum("current_budget"), 0))
    )


def _portion(tally, keep) -> dict:
    kept = [row for row in tally if keep(row[0])]
    return {"count": sum(row[2] for row in kept), "amount": sum(row[3] for row in kept)}


def _sum_statuses(tally) -> list[dict]:
    rows = [
        {"status": status, **_portion(tally, lambda key, wanted=status.key: key == wanted)}
        for status in workflow.STATUSES.values()
    ]
    return [row for row in rows if row["count"]]


def _sum_places(tally) -> dict:
    """Rows per kecamatan, most rupiah first, and the largest sum for the bars."""
    rows = []
    for name in sorted({row[1] for row in tally}):
        own = [row for row in tally if row[1] == name]
        rows.append(
            {
                "name": name,
                **_portion(own, lambda status: True),
                "prioritised": _portion(own, lambda status: status == "prioritised"),
            }
        )
    rows.sort(key=lambda row: -row["amount"])
    return {"rows": rows, "largest": max((row["amount"] for row in rows), default=0)}
