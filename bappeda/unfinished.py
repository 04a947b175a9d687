"""Sheets that wait for a reviewer and proposals without one: Bappeda's part of `proposals.waiting`."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from bappeda.models import Assignment
from bappeda.sheets import list_progress
from proposals.models import PlanningCycle, Proposal
from proposals.waiting import Counts, Place, counts


@counts("bappeda")
def count_sheets(cycle: PlanningCycle, now: datetime) -> dict[Place, Counts]:
    waiting = {
        Place("person", own.reviewer.pk): {"unmarked": own.left} for own in list_progress(cycle) if own.left
    }
    assigned = Exists(Assignment.objects.filter(proposal=OuterRef("pk")))
    unassigned = Proposal.objects.filter(cycle=cycle, status="scoring").exclude(assigned).count()
    return waiting | ({Place("bappeda"): {"unassigned": unassigned}} if unassigned else {})
