"""What the last year left over for a kelurahan: each with why it was not funded, its age, and this year's price."""

from dataclasses import dataclass, field

from proposals import why_not
from proposals.cycles import list_past
from proposals.lineage import UNFUNDED, count_ages
from proposals.models import CatalogueItem, PlanningCycle, Proposal
from proposals.querysets import visible_to
from proposals.services.carrying import map_items

MOST = 300  # an office files some dozens a year


@dataclass(slots=True)
class Old:
    """One old proposal. `age`: asked for so many times so far; `again`: what was made of it this year, if anything.

    `item` is its kind of work in this year's catalogue when that is another row than then.
    """

    row: Proposal
    why: str
    age: int
    again: Proposal | None = None
    item: CatalogueItem | None = None

    @property
    def new_price(self) -> int | None:
        """Whole rupiah for a unit, when this year's catalogue asks another price than the old proposal."""
        return self.item.unit_price if self.item and self.item.unit_price != self.row.unit_price else None


@dataclass(slots=True)
class Shelf:
    """The old proposals by how they ended, and the year they are of; None while no year is past."""

    year: PlanningCycle | None
    groups: list[tuple[str, list[Old]]] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many can still be asked for again."""
        return sum(old.again is None for _, group in self.groups for old in group)


def read_shelf(user, *, cycle: PlanningCycle, office) -> Shelf:
    """Everything of the page: a constant number of queries, and one for each year that an age goes back."""
    years = list_past(cycle, most=1)
    if not years:
        return Shelf(None)
    rows = list(
        _left_over(user, years[0], office)
        .with_names()
        .select_related("catalogue_item")
        .order_by("kelurahan_order", "-budget", "pk")[:MOST]
    )
    reasons, ages = why_not.tell(rows), count_ages(rows)
    again = {row.carried_from_id: row for row in _asked_again(cycle, rows)}
    items = map_items(rows, cycle.planning_year)
    found = [
        Old(row, reasons.get(row.pk, ""), ages[row.pk], again.get(row.pk), _find_item(row, items))
        for row in rows
    ]
    groups = [(status, [old for old in found if old.row.status == status]) for status in UNFUNDED]
    return Shelf(years[0], [(status, group) for status, group in groups if group])


def count_waiting(user, *, cycle: PlanningCycle, office) -> tuple[int, PlanningCycle | None]:
    """How many of the last year can still be asked for again, and that year; two queries."""
    years = list_past(cycle, most=1)
    if not years:
        return 0, None
    rows = _left_over(user, years[0], office)
    taken = Proposal.objects.filter(cycle=cycle, carried_from__isnull=False).exclude(status="withdrawn")
    return rows.exclude(pk__in=taken.values("carried_from")).count(), years[0]


def _left_over(user, year: PlanningCycle, office):
    return visible_to(user).filter(cycle=year, kelurahan=office, source="musrenbang", status__in=UNFUNDED)


def _asked_again(cycle: PlanningCycle, rows: list[Proposal]):
    made = Proposal.objects.filter(cycle=cycle, carried_from__in=rows)
    return made.exclude(status="withdrawn").only("uuid", "reference", "status", "carried_from_id")


def _find_item(row: Proposal, items: dict[str, CatalogueItem]) -> CatalogueItem | None:
    item = items.get(row.catalogue_item.code) if row.catalogue_item_id else None
    return item if item and item.pk != row.catalogue_item_id else None
