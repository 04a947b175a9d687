"""Finding likely doubles: who sees which, what of past years, and one indexed query however many there are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals import clock, duplicates, twins
from proposals.cycles import list_past
from proposals.duplicates import Subject
from proposals.models import PlanningCycle, Proposal
from regions.models import Kelurahan
from tests.benchmarks.city import write_proposals
from tests.factories import World, make_cycle

pytestmark = pytest.mark.django_db
DRAINAGE = "Perbaikan saluran drainase Jl. Melati RT 03/RW 05"


@pytest.fixture
def world() -> World:
    return World()


def publish(cycle: PlanningCycle) -> PlanningCycle:
    PlanningCycle.objects.filter(pk=cycle.pk).update(published_at=clock.now())
    cycle.refresh_from_db()
    return cycle


def bring_to_past(row: Proposal, status: str, *, year: int = 2020) -> Proposal:
    """Put the proposal into a published year with this end; what the finder reads, without a whole year's life."""
    cycle = PlanningCycle.objects.filter(planning_year=year).first() or publish(make_cycle(year=year))
    Proposal.objects.filter(pk=row.pk).update(
        cycle=cycle, status=status, reference=f"{year}-36.71.03.1002-{row.pk:04d}"
    )
    row.refresh_from_db()
    return row


def titles(user, row, **given) -> list[str]:
    return [twin.title for twin in twins.find(user, row, **given)]


def test_own_office_finds_this_year_whatever_its_status(world):
    own = world.draft(title="Perbaikan drainase Melati RW 05")
    draft = world.draft(title="Normalisasi got Melati RW 05")
    sent = world.proposal("kecamatan_review", title="Drainase Melati RW 05")
    world.proposal("withdrawn", title="Perbaikan drainase Melati RW 05 batal")
    world.draft(title="Pelatihan menjahit", latitude="", longitude="", street="", catalogue_item="")
    found = twins.find(world.operator, own)
    assert {twin.uuid for twin in found} == {draft.uuid, sent.uuid}
    assert "titik yang sama, jenis pekerjaan sama" in found[0].reason
    assert found[0].year is None and found[0].url == f"/usulan/{found[0].uuid}/"


def test_nothing_is_found_without_words_or_place(world):
    own, _ = world.draft(title="Perbaikan drainase"), world.draft(title="Perbaikan drainase")
    assert titles(world.operator, own) == ["Perbaikan drainase"]
    assert titles(world.operator, own, title="abc") == []
    own.kelurahan = None
    assert titles(world.operator, own) == []


def test_neighbours_show_only_what_the_person_may_see(world):
    own = world.draft(title=DRAINAGE)
    neighbour = world.person("kelurahan_operator", world.batusari)
    next_door = world.draft(by=neighbour, title=DRAINAGE + " Batusari")
    assert titles(world.operator, own) == []
    assert titles(world.officer, own) == []  # a draft is nobody else's
    Proposal.objects.filter(pk=next_door.pk).update(
        endorsed_at=clock.now(), status="kecamatan_review", reference="x"
    )
    assert titles(world.operator, own) == []
    (found,) = twins.find(world.officer, own)
    assert found.kelurahan == "Batusari"
    assert titles(world.person("kecamatan_officer", world.benda), own) == []


@pytest.mark.parametrize(
    ("status", "is_found"),
    [("reserve", True), ("rejected", True), ("lapsed", True), ("prioritised", False), ("local", False)],
)
def test_past_years_offer_what_was_not_funded(world, status, is_found):
    old = bring_to_past(world.draft(title=DRAINAGE), status)
    found = twins.find(world.operator, world.draft(title=DRAINAGE))
    assert [(twin.uuid, twin.year) for twin in found] == ([(old.uuid, 2020)] if is_found else [])


def test_what_is_asked_for_again_is_found_once(world):
    old = bring_to_past(world.draft(title=DRAINAGE), "reserve")
    again = world.draft(title=DRAINAGE)
    Proposal.objects.filter(pk=again.pk).update(carried_from=old)
    own = world.draft(title=DRAINAGE)
    assert [twin.uuid for twin in twins.find(world.operator, own)] == [again.uuid]
    Proposal.objects.filter(pk=again.pk).update(status="withdrawn")
    assert [twin.uuid for twin in twins.find(world.operator, own)] == [old.uuid]


def test_past_years_are_real_older_and_over(world):
    older, oldest = publish(make_cycle(year=2020)), make_cycle(year=2019)
    training = make_cycle(year=2021, kind="training")
    assert list_past(world.cycle) == [older]  # 2019 is neither announced nor closed
    PlanningCycle.objects.filter(pk=oldest.pk).update(closed_at=clock.now())
    assert list_past(world.cycle) == [older, oldest]
    assert list_past(world.cycle, most=1) == [older]
    publish(make_cycle(year=2022))
    publish(training)
    assert list_past(world.cycle) == [older, oldest]
    publish(world.cycle)
    assert list_past(training) == [world.cycle, older, oldest]


def test_two_queries_however_many(world):
    own, counts = world.draft(title=DRAINAGE), []
    for _ in range(2):
        for _ in range(2):
            world.draft(title=DRAINAGE)
        twins.find(world.operator, own)  # places come from the cache
        with CaptureQueriesContext(connection) as captured:
            twins.find(world.operator, own)
        counts.append(len(captured))
    assert counts == [2, 2]


def test_many_rows_are_asked_for_at_once(world):
    row = world.draft(title=DRAINAGE)
    subjects = {
        1: twins.describe(row, title="Drainase Melati RW 05"),
        "b": Subject("Pelatihan menjahit"),
        3: Subject("Got Melati", "Melati", "05"),
    }
    world.operator.is_ever_deputy = False
    with CaptureQueriesContext(connection) as captured:
        found = twins.find_for_many(
            world.operator, cycle=world.cycle, kelurahan_id=world.batujaya.pk, subjects=subjects
        )
    assert {key: [twin.uuid for twin in rows] for key, rows in found.items()} == {
        1: [row.uuid], "b": [], 3: [row.uuid]
    }  # fmt: skip
    assert len(captured) == 2


@pytest.mark.postgresql
def test_candidates_among_a_hundred_thousand_come_by_index(world):
    past = [publish(make_cycle(year=year)) for year in (2020, 2019)]
    own = world.draft(title=DRAINAGE)
    _fill_city(world, past, 100_000)
    for user in (world.operator, world.officer):
        with CaptureQueriesContext(connection) as captured:
            found = twins.find(user, own)
        query = captured.captured_queries[-1]["sql"]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query)
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan on proposals_proposal" not in plan, plan
        assert re.search(r"Index Scan (using|on) proposal\w*kelurahan", plan), plan
        assert len(found) == duplicates.SHOWN


def _fill_city(world: World, past: list[PlanningCycle], count: int) -> None:
    """`count` rows by one statement, in three years and 103 kelurahan."""
    kecamatan = world.batuceper
    Kelurahan.objects.bulk_create(
        Kelurahan(
            code=f"36.71.03.{2000 + n}", name=f"Lain {n}", kecamatan=kecamatan, latitude=-6.3, longitude=106.8
        )
        for n in range(100)
    )
    (seed,) = write_proposals(world, 1)
    told = {"id", "uuid", "reference", "cycle_id", "kelurahan_id", "title", "status"}
    columns = ", ".join(f.column for f in Proposal._meta.concrete_fields if f.column not in told)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO proposals_proposal
                   (uuid, reference, cycle_id, kelurahan_id, title, status, {columns})
            SELECT gen_random_uuid(), 'x-' || n, (%s::bigint[])[1 + n %% 3],
                   (ARRAY(SELECT id FROM regions_kelurahan ORDER BY id))[1 + n %% 103],
                   'Perbaikan saluran drainase Jl. Melati ' || n %% 900,
                   (ARRAY['reserve', 'rejected', 'lapsed', 'prioritised'])[1 + n / 7 %% 4],
                   {columns}
            FROM proposals_proposal, generate_series(1, %s) AS n WHERE id = %s
            """,
            [[world.cycle.pk, *(year.pk for year in past)], count, seed.pk],
        )
        cursor.execute("ANALYZE proposals_proposal")
