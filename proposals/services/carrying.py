"""Asking again for what a past year did not fund: a draft of this year with what the old proposal says.

The place, the words and the beneficiaries come along. The kind of work is looked up in this year's catalogue, and unit,
price and agency follow it. Photos stay behind: they must show how it is now.
"""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from accounts.offices import standings
from accounts.roles import KELURAHAN
from proposals.cycles import list_past
from proposals.lineage import UNFUNDED
from proposals.models import CatalogueItem, PlanningCycle, Proposal, RkpdPriority
from proposals.querysets import visible_to
from proposals.refusals import Refusal
from proposals.services.batches import not_found
from proposals.services.editing import natural_key
from proposals.services.transitions import perform

COPIED = (
    "title", "problem", "expected_output", "proposer", "field", "street", "rt", "rw", "latitude", "longitude",
    "justification", "kind", "volume", "unit", "unit_price", "price_basis", "funding", "households", "people",
    "land_status", "contact",
)  # fmt: skip
FROM_CATALOGUE = ("kind", "unit", "unit_price", "price_basis")
RELATED = ("cycle", "kelurahan", "field", "catalogue_item", "rkpd_priority", "target_agency")


@dataclass(frozen=True, slots=True)
class Carried:
    """The drafts by the UUID of the old proposal, those that had been made before included; and what was refused."""

    drafts: dict[UUID, UUID]
    refused: tuple[Refusal, ...] = ()


def carry_over(*, uuids: Sequence[UUID], cycle: PlanningCycle, by) -> Carried:
    """Open a draft in `cycle` for each old proposal named, once: a second call leads to the same draft.

    Refusals: 404 out of scope, 403 for anybody but its kelurahan, 409 for one that is not left over from a past year
    and while the stage is closed.
    """
    old = {row.uuid: row for row in visible_to(by).filter(uuid__in=list(uuids)).select_related(*RELATED)}
    refused = [not_found(uuid) for uuid in uuids if uuid not in old]
    past = {year.pk for year in list_past(cycle)}
    offices = {standing.office_id for standing in standings(by) if standing.role in KELURAHAN}
    left_over = {}
    for uuid, row in old.items():
        if refusal := _refuse(row, cycle, past, offices):
            refused.append(refusal)
        else:
            left_over[uuid] = row
    made, tries = _read_made(list(left_over.values()), cycle)
    drafts = {row.uuid: made[row.pk] for row in left_over.values() if row.pk in made}
    new = {_key(row, cycle, tries.get(row.pk, 0)): row for row in left_over.values() if row.pk not in made}
    if new:
        copier = _Copier(cycle, list(new.values()))
        outcome = perform(
            targets=dict.fromkeys(new, 0),
            action="create",
            by=by,
            each={key: {"values": copier.copy(row), "carried_from": row} for key, row in new.items()},
            values={"cycle": cycle},
        )
        drafts |= {new[done.uuid].uuid: done.uuid for done in outcome.done}
        refused += outcome.refused
    return Carried(drafts, tuple(refused))


def map_items(rows: Sequence[Proposal], planning_year: int) -> dict[str, CatalogueItem]:
    """This year's catalogue items for the kinds of work of old proposals, by code."""
    codes = {row.catalogue_item.code for row in rows if row.catalogue_item_id}
    items = CatalogueItem.objects.filter(planning_year=planning_year, code__in=codes, is_active=True)
    return {item.code: item for item in items}


def _refuse(row: Proposal, cycle: PlanningCycle, past: set[int], offices: set[int]) -> Refusal | None:
    about = {"uuid": row.uuid, "reference": row.reference or ""}
    if row.source != "musrenbang" or row.kelurahan_id not in offices:
        sentence = "Hanya kelurahan yang mengusulkannya dulu yang bisa mengusulkannya kembali."
        return Refusal(403, "role", sentence, **about)
    if row.cycle_id not in past or row.status not in UNFUNDED:
        sentence = (
            f"Usulan ini tidak bisa diusulkan kembali pada {cycle}: hanya Cadangan, Ditolak, dan Tidak Terproses "
            "dari tahun yang sudah selesai."
        )
        return Refusal(409, "left_over", sentence, **about)
    return None


def _read_made(rows: Sequence[Proposal], cycle: PlanningCycle) -> tuple[dict[int, UUID], dict[int, int]]:
    """By the old pk: the UUID of what was made of it, and how many of those were withdrawn again."""
    made = Proposal.objects.filter(cycle=cycle, carried_from__in=rows)
    standing = made.exclude(status="withdrawn").values_list("carried_from_id", "uuid")
    withdrawn = (
        made.filter(status="withdrawn").values_list("carried_from_id").annotate(Count("pk")).order_by()
    )
    return dict(standing), dict(withdrawn)


def _key(row: Proposal, cycle: PlanningCycle, tries: int) -> UUID:
    """The same for everybody who asks at the same moment."""
    return uuids.uuid5(row.uuid, f"{cycle.slug}/{tries}")


class _Copier:
    """What old proposals say, as raw values of the form for this year."""

    def __init__(self, cycle: PlanningCycle, rows: Sequence[Proposal]):
        self._year = cycle.planning_year
        self._items = map_items(rows, cycle.planning_year)
        self._priorities = {
            item.priority: item.number for item in RkpdPriority.objects.filter(planning_year=self._year)
        }

    def copy(self, row: Proposal) -> dict:
        values = {name: _write(getattr(row, name)) for name in COPIED} | {"kelurahan": row.kelurahan.code}
        if row.rkpd_priority_id:
            values["rkpd_priority"] = _write(self._priorities.get(row.rkpd_priority.priority))
        item = self._items.get(row.catalogue_item.code) if row.catalogue_item_id else None
        if item is not None:
            values["catalogue_item"] = item.code
        if item is not None and item.pk != row.catalogue_item_id:
            values |= dict.fromkeys(FROM_CATALOGUE, "")  # filled from this year's catalogue, like the agency
            if item.unit != row.unit:
                values["volume"] = ""  # a number of something else
        elif row.target_agency_id and row.target_agency.is_active:
            values["target_agency"] = row.target_agency.code
        return {name: value for name, value in values.items() if value != ""}


def _write(value):
    return "" if value is None else natural_key(value)
