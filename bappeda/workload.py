"""How the marking is spread: sheets of every reviewer, sheets a day until the stage closes, and what is short."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from bappeda.sheets import Progress, count_working_days_left, list_progress
from proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class Load:
    """One reviewer: sheets, and how many a working day are needed; None when no day is left."""

    progress: Progress
    a_day: int | None


def list_loads(cycle) -> list[Load]:
    """Every active reviewer, also those without sheets, and whoever still has some. Days left are counted once."""
    days = count_working_days_left(cycle)
    known = {progress.reviewer.pk: progress for progress in list_progress(cycle)}
    for reviewer in User.objects.filter(role="bappeda_reviewer", is_active=True):
        known.setdefault(reviewer.pk, Progress(reviewer, 0, 0, 0, 0))
    ordered = sorted(known.values(), key=lambda progress: (str(progress.reviewer), progress.reviewer.pk))
    return [Load(progress, -(-progress.left // days) if days else None) for progress in ordered]


def list_short(cycle, wanted: int):
    """Proposals in `scoring` that have fewer reviewers than wanted, with `given`: how many they have."""
    return (
        Proposal.objects.filter(cycle=cycle, status="scoring")
        .annotate(given=Count("assignments"))
        .filter(given__lt=wanted)
        .select_related("kelurahan", "kecamatan", "current_agency")
        .order_by("given", "pk")
    )
