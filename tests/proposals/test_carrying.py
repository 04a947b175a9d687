"""Asking again for what a past year did not fund: once, with its words, and with this year's catalogue."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Deputy
from proposals.lineage import count_ages, read_lineage
from proposals.models import CatalogueItem, Event, Proposal, RkpdPriority
from proposals.services.carrying import carry_over
from proposals.services.transitions import perform
from proposals.services.verification import find_faults
from regions.models import Agency
from tests.factories import World, close_stage
from tests.past import make_old, make_past_cycle, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def carry(world, *olds, by=None, cycle=None):
    return carry_over(uuids=[old.uuid for old in olds], cycle=cycle or world.cycle, by=by or world.operator)


def take_up(world, old, **given) -> Proposal:
    carried = carry(world, old, **given)
    assert carried.refused == ()
    return Proposal.objects.get(uuid=carried.drafts[old.uuid])


def make_item(world, year: int, **changed) -> CatalogueItem:
    values = {
        "name": "Drainase lama", "kind": "physical", "field": world.field, "unit": "meter", "unit_price": 1_000_000,
        "price_basis": "SSH", "agency": world.dishub,
    }  # fmt: skip
    return CatalogueItem.objects.create(planning_year=year, code="DRN-01", **values | changed)


@pytest.mark.parametrize("status", ["reserve", "rejected", "lapsed"])
def test_draft_says_what_the_old_one_said(world, status):
    old = make_old(
        world, status, title="Drainase Melati", contact="Bu Siti 0812", volume="12,5", unit_price="2000000",
        price_basis="estimate", kind="physical", justification="Mendesak.", target_agency="DISHUB",
    )  # fmt: skip
    new = take_up(world, old)
    same = (
        "title", "problem", "expected_output", "proposer", "field_id", "street", "rt", "rw", "latitude", "longitude",
        "volume", "unit", "unit_price", "price_basis", "households", "people", "land_status", "contact", "kelurahan_id",
        "target_agency_id", "budget", "justification",
    )  # fmt: skip
    assert {name: getattr(new, name) for name in same} == {name: getattr(old, name) for name in same}
    assert (new.status, new.carried_from, new.cycle, new.volume) == (
        "draft",
        old,
        world.cycle,
        Decimal("12.5"),
    )
    assert new.attachments.count() == 0 and new.reference is None
    assert [fault for fault in find_faults() if str(new.uuid) in fault] == []


def test_history_says_where_it_came_from_and_nothing_private(world):
    old = make_old(world, "reserve", contact="Bu Siti 0812")
    event = take_up(world, old).events.get()
    assert f'"carried_from":"{old.reference}"' in event.content and "Siti" not in event.content


def test_work_price_and_agency_follow_this_years_catalogue(world):
    make_item(world, 2020)
    RkpdPriority.objects.create(planning_year=2020, number=4, priority="Infrastruktur wilayah", target="Lama")
    old = make_old(world, catalogue_item="DRN-01", rkpd_priority="4", price_basis="")
    assert (old.unit_price, old.target_agency) == (1_000_000, world.dishub)
    new = take_up(world, old)
    assert (new.catalogue_item, new.unit_price, new.price_basis) == (world.drainage, 1_537_500, "SSH")
    assert (new.target_agency, new.rkpd_priority, new.volume) == (world.dpupr, world.priority, old.volume)


def test_volume_in_another_unit_is_left_open(world):
    make_item(world, 2020, unit="paket")
    new = take_up(world, make_old(world, catalogue_item="DRN-01", unit=""))
    assert (new.unit, new.volume, new.budget) == ("meter", None, None)


def test_work_that_left_the_catalogue_keeps_its_price(world):
    make_item(world, 2020)
    RkpdPriority.objects.create(planning_year=2020, number=9, priority="Sudah selesai", target="Lama")
    CatalogueItem.objects.filter(planning_year=2021).update(is_active=False)
    Agency.objects.filter(pk=world.dishub.pk).update(is_active=False)
    old = make_old(world, catalogue_item="DRN-01", rkpd_priority="", target_agency="")
    Proposal.objects.filter(pk=old.pk).update(
        rkpd_priority=RkpdPriority.objects.get(number=9), target_agency=world.dishub
    )
    new = take_up(world, old)
    assert (new.catalogue_item, new.unit_price, new.rkpd_priority, new.target_agency) == (
        None,
        1_000_000,
        None,
        None,
    )


def test_second_time_leads_to_the_same_draft(world):
    old = make_old(world)
    first, second = take_up(world, old), take_up(world, old, by=world.lurah)
    assert first == second and Event.objects.filter(proposal=first).count() == 1
    perform(targets={first.uuid: 1}, action="withdraw", by=world.operator, text="Keliru.").require()
    third = take_up(world, old)
    assert third not in (first, old) and third.status == "draft"


def test_database_keeps_it_once_a_year(world):
    old = make_old(world)
    take_up(world, old)
    other = world.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=other.pk).update(carried_from=old)


def test_drafts_made_at_the_same_moment_are_one(world, monkeypatch):
    """The other click came between the look and the write: same UUID, so the row that is there is the answer."""
    old = make_old(world)
    first = take_up(world, old)
    monkeypatch.setattr("proposals.services.carrying._read_made", lambda rows, cycle: ({}, {}))
    assert take_up(world, old) == first
    assert Proposal.objects.filter(carried_from=old).count() == 1


def test_several_go_at_once_whatever_is_refused(world):
    olds = [make_old(world, title=f"Lama {n}") for n in range(3)]
    new = world.draft()
    carried = carry(world, *olds, new)
    assert set(carried.drafts) == {old.uuid for old in olds}
    assert [(refusal.http, refusal.uuid) for refusal in carried.refused] == [(409, new.uuid)]


def test_many_take_few_queries_more_than_one(world):
    olds = [make_old(world, title=f"Lama {n}") for n in range(5)]
    counts = []
    for some in (olds[:1], olds[1:3], olds[3:]):
        with CaptureQueriesContext(connection) as captured:
            carry(world, *some)
        counts.append(len(captured))
    assert counts[1] == counts[2] <= 40


@pytest.mark.parametrize("status", ["prioritised", "local", "withdrawn", "merged", "referred"])
def test_only_what_was_left_over_is_asked_again(world, status):
    assert [r.http for r in carry(world, make_old(world, status)).refused] == [409]


def test_only_from_a_year_that_is_past(world):
    young, training = make_past_cycle(2022), World(kind="training").cycle
    row = world.proposal("rejected")
    assert [r.http for r in carry(world, row).refused] == [409]
    assert [r.http for r in carry(world, row, cycle=young).refused] == [409]  # 2021 is not over
    assert [r.http for r in carry(world, row, cycle=training).refused] == [409]
    publish(world.cycle)
    assert take_up(world, row, cycle=training).carried_from == row


def test_others_ask_nothing_again(world):
    old = make_old(world, "rejected")
    assert [
        r.http for r in carry(world, old, by=world.person("kelurahan_operator", world.batusari)).refused
    ] == [404]
    for person in (world.officer, world.camat, world.admin):
        assert [r.http for r in carry(world, old, by=person).refused] == [403], person.role
    assert not Proposal.objects.filter(cycle=world.cycle).exists()


def test_closed_stage_refuses(world):
    old = make_old(world)
    close_stage(world.cycle, "kelurahan")
    assert [r.http for r in carry(world, old).refused] == [409]


def test_deputy_asks_for_the_other_office(world):
    old, today = make_old(world), timezone.localdate()
    deputy = world.person("lurah", world.batusari)
    Deputy.objects.create(
        person=deputy, role="lurah", kelurahan=world.batujaya, capacity="Plh.", letter_number="800/1",
        starts_on=today, ends_on=today + timedelta(days=3),
    )  # fmt: skip
    assert take_up(world, old, by=deputy).kelurahan == world.batujaya


# Lineage


def test_age_counts_the_whole_chain(world):
    oldest, old = make_old(world, year=2019), make_old(world)
    Proposal.objects.filter(pk=old.pk).update(carried_from=oldest)
    old.refresh_from_db()
    new = take_up(world, old)
    assert count_ages([new, old, oldest]) == {new.pk: 3, old.pk: 2, oldest.pk: 1}
    lineage = read_lineage(new, user=world.operator)
    assert (lineage.age, lineage.earlier, lineage.later) == (3, [old, oldest], [])
    assert read_lineage(old, user=world.operator).later == [new]
    seen = read_lineage(new, user=world.officer)
    assert (seen.age, seen.earlier) == (3, [])  # never endorsed, so not shown to offices above


def test_training_is_told_only_to_those_who_train(world):
    training = World(kind="training").cycle
    publish(world.cycle)
    row = make_old(world, year=2021)
    new = take_up(world, row, cycle=training)
    assert read_lineage(row, user=world.operator).later == []
    assert read_lineage(row, user=world.operator, with_training=True).later == [new]
