"""A reviewer's queue of sheets, everybody's progress, and who may read whose marks."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from bappeda.models import Assessment, Assignment
from proposals import clock
from proposals.models import Holiday, PlanningCycle, Proposal
from proposals.windows import Windows
from proposals.working_days import count_working_days


def annotate_state(assignments):
    """Assignments of proposals in `scoring`, with `state` ("draft", "submitted" or None) and `abstained`."""
    own = Assessment.objects.filter(proposal=OuterRef("proposal"), reviewer=OuterRef("reviewer"))
    return assignments.filter(proposal__status="scoring").annotate(
        state=Subquery(own.values("state")[:1]), abstained=Subquery(own.values("abstained")[:1])
    )


def list_sheets(reviewer: User, cycle):
    """A reviewer's queue in the order in which it was assigned, with the state of each sheet."""
    own = Assignment.objects.filter(reviewer=reviewer, proposal__cycle=cycle).order_by("pk")
    return annotate_state(own).select_related("proposal__kelurahan", "proposal__current_agency")


def find_next_unmarked(reviewer: User, cycle, *, after: int = 0) -> Proposal | None:
    """The next proposal of the queue that is not finished: after an assignment, then from the start."""
    waiting = list_sheets(reviewer, cycle).exclude(
        Exists(
            Assessment.objects.filter(
                proposal=OuterRef("proposal"), reviewer=OuterRef("reviewer"), state=Assessment.State.SUBMITTED
            )
        )
    )
    sheet = waiting.filter(pk__gt=after).first() or waiting.first()
    return sheet.proposal if sheet else None


@dataclass(frozen=True, slots=True)
class Progress:
    """Sheets of one reviewer on proposals in `scoring`: all, with marks, abstained as a whole, begun."""

    reviewer: User
    assigned: int
    marked: int
    abstained: int
    begun: int

    @property
    def left(self) -> int:
        return self.assigned - self.done

    @property
    def done(self) -> int:
        return self.marked + self.abstained


def list_progress(cycle, *, reviewer: User | None = None) -> list[Progress]:
    """The progress of everybody who has sheets (or of one), two queries."""
    sheets = annotate_state(Assignment.objects.filter(proposal__cycle=cycle).order_by())
    if reviewer is not None:
        sheets = sheets.filter(reviewer=reviewer)
    counts: dict[int, dict[str, int]] = {}
    for person, state, abstained, count in sheets.values_list("reviewer", "state", "abstained").annotate(
        Count("pk")
    ):
        own = counts.setdefault(person, dict.fromkeys(("assigned", "marked", "abstained", "begun"), 0))
        own["assigned"] += count
        if state == Assessment.State.SUBMITTED:
            own["abstained" if abstained else "marked"] += count
        elif state == Assessment.State.DRAFT:
            own["begun"] += count
    people = User.objects.in_bulk(counts)
    return [Progress(people[pk], **own) for pk, own in sorted(counts.items())]


def list_readable_assessments(proposal: Proposal, viewer: User):
    """Finished sheets on a proposal that the viewer may read: a reviewer those of others only after the own."""
    sheets = Assessment.objects.filter(proposal=proposal, state=Assessment.State.SUBMITTED).select_related(
        "reviewer"
    )
    if viewer.role == "bappeda_reviewer" and not sheets.filter(reviewer=viewer).exists():
        return sheets.none()
    if viewer.role not in ("bappeda_reviewer", "bappeda_admin", "bappeda_head"):
        return sheets.none()
    return sheets


def count_working_days_left(cycle: PlanningCycle) -> int:
    """Working days from today until the stage of Bappeda closes, both included; 0 when it has closed."""
    now = clock.now()
    closes_at = Windows(cycle).of_stage("bappeda", now).closes_at
    if closes_at is None or closes_at < now:
        return 0
    today, last = timezone.localdate(now), timezone.localdate(closes_at)
    holidays = set(Holiday.objects.filter(day__range=(today, last)).values_list("day", flat=True))
    return count_working_days(today, last, holidays)
