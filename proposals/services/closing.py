"""The end of things: a planning year is closed, and repairs that nobody made are taken back."""

from django.db import transaction

from accounts.offices import standings
from jobs.registry import sweeps
from proposals import clock, workflow
from proposals.models import PlanningCycle, Proposal
from proposals.refusals import Refusal, Refused
from proposals.services.transitions import perform
from proposals.windows import GRACE

BATCH = 500


def close_cycle(*, cycle: PlanningCycle, by) -> int:
    """Let everything that is not final lapse and shut the year; how many lapsed.

    Each proposal keeps the stage and office whose turn it was, and its sender is told. Raises Refused: 403 for
    anybody but a bappeda_admin, 409 when the year is closed already or a live year has no published result.
    """
    if "bappeda_admin" not in {standing.role for standing in standings(by)}:
        raise Refused(Refusal(403, "role", "Hanya Admin Bappeda yang menutup tahun perencanaan."))
    with transaction.atomic():
        cycle = PlanningCycle.objects.select_for_update().get(pk=cycle.pk)
        if cycle.closed_at:
            raise Refused(Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup."))
        if not cycle.is_training and cycle.published_at is None:
            raise Refused(
                Refusal(409, "not_published", "Umumkan hasil pemeringkatan lebih dulu, lalu tutup tahun ini.")
            )
        lapsed = 0
        waiting = Proposal.objects.filter(cycle=cycle, status__in=workflow.OPEN).order_by("pk")
        while targets := dict(waiting.values_list("uuid", "version")[:BATCH]):
            lapsed += len(perform(targets=targets, action="close", by=None, all_or_nothing=True).done)
        cycle.closed_at, cycle.closed_by = clock.now(), by
        cycle.save(update_fields=["closed_at", "closed_by"])
    return lapsed


@sweeps("proposals.take_back")
def take_back_overdue() -> int:
    """Bring back what was to be repaired and was not, once the deadline and its grace have passed; how many."""
    overdue = Proposal.objects.filter(
        status="revision", act_until__lt=clock.now() - GRACE, cycle__published_at=None, cycle__closed_at=None
    ).order_by("pk")
    targets = dict(overdue.values_list("uuid", "version")[:BATCH])
    return len(perform(targets=targets, action="take_back", by=None).done) if targets else 0
