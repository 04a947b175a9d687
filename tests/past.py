"""Past years: a published cycle before this one, and proposals in it with the end that a test needs."""

from proposals import clock
from proposals.models import PlanningCycle, Proposal
from proposals.services.transitions import perform
from tests.factories import World, make_cycle

FREE_ITEM = {
    "catalogue_item": "", "rkpd_priority": "", "justification": "Mendesak.", "kind": "physical", "unit": "meter",
    "unit_price": "1500000", "price_basis": "estimate", "target_agency": "DPUPR",
}  # fmt: skip


def make_past_cycle(year: int = 2020) -> PlanningCycle:
    """The published real cycle of the year, made once."""
    cycle = PlanningCycle.objects.filter(planning_year=year, kind="live").first() or make_cycle(year=year)
    return publish(cycle)


def publish(cycle: PlanningCycle) -> PlanningCycle:
    PlanningCycle.objects.filter(pk=cycle.pk).update(published_at=clock.now())
    cycle.refresh_from_db()
    return cycle


def make_old(world: World, status: str = "reserve", *, year: int = 2020, by=None, **values) -> Proposal:
    """A proposal of a past year, outside the catalogue unless its item is named.

    Rejected and lapsed ones come about through the workflow, the others by their status alone.
    """
    cycle, now_cycle = make_past_cycle(year), world.cycle
    PlanningCycle.objects.filter(pk=cycle.pk).update(published_at=None)
    cycle.refresh_from_db()
    world.cycle = cycle
    try:
        by = by or world.operator
        free = {} if values.get("catalogue_item") else FREE_ITEM
        row = world.draft(by=by, **{"rkpd_priority": "", **free, **values})
        if status == "rejected":
            for step in ("submit", "endorse", "reject"):
                world.step(row, step)
        elif status == "lapsed":
            perform(targets={row.uuid: row.version}, action="close", by=None).require()
        else:
            number = f"{year}-36.71.03.1002-9{row.pk:04d}"
            Proposal.objects.filter(pk=row.pk).update(status=status, reference=number)
    finally:
        world.cycle = now_cycle
        publish(cycle)
    row.refresh_from_db()
    return row
