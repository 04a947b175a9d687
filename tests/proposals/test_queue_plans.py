"""How PostgreSQL reads a busy office's queue: by its index, never the whole table."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kecamatan.desk import DESK as KECAMATAN
from opd.desk import DESK as AGENCY
from proposals.desks import sit_down
from proposals.models import Addressee, Proposal
from proposals.queue_choices import SORTS, Choice
from regions.models import Agency, Kecamatan
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
ROWS = 3000
OFFICES = 12  # a busy one has a fifth of everything, the others share the rest


@pytest.fixture
def world() -> World:
    world = World()
    first = world.proposal("opd_review")
    others = range(20, 20 + OFFICES)
    agencies = Agency.objects.bulk_create(
        [Agency(code=f"PD{n}", name=f"Dinas {n}", short_name=f"PD{n}") for n in others]
    )
    places = Kecamatan.objects.bulk_create(
        [
            Kecamatan(code=f"36.71.{n}", name=f"Kec {n}", city=world.city, latitude=-6, longitude=106)
            for n in others
        ]
    )
    rows = []
    for number in range(ROWS):
        copy = Proposal(**vars_of(first))
        copy.pk, copy.uuid, copy.reference = None, uuid.uuid4(), f"2021-X-{number:05d}"
        busy = number % 5 == 0
        copy.current_agency = world.dpupr if busy else agencies[number % OFFICES]
        copy.kecamatan = world.batuceper if busy else places[number % OFFICES]
        copy.status = ("opd_review", "kecamatan_review", "scoring")[number % 3]
        copy.kecamatan_order = copy.kelurahan_order = number % 300 or None
        rows.append(copy)
    Proposal.objects.bulk_create(rows, batch_size=1000)
    Addressee.objects.bulk_create(
        [Addressee(proposal=row, agency=row.current_agency, since=first.created_at) for row in rows]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def vars_of(row: Proposal) -> dict:
    return {field.attname: getattr(row, field.attname) for field in Proposal._meta.concrete_fields}


def explain(sql: str) -> tuple[set[str], set[str]]:
    """The tables that the statement reads from end to end, and the indexes that it uses."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (answer,) = cursor.fetchone()
    plans = [(json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]]
    tables, indexes = set(), set()
    while plans:
        plan = plans.pop()
        plans += plan.get("Plans", [])
        indexes |= {plan["Index Name"]} if "Index Name" in plan else set()
        tables |= {plan["Relation Name"]} if "Seq Scan" in plan["Node Type"] else set()
    return tables, indexes


def test_queue_of_a_busy_office_never_scans_the_table(world):
    for desk, person in ((AGENCY, world.verifier), (KECAMATAN, world.officer)):
        pile = sit_down(desk, person).pile(world.cycle)
        middle = pile.read(Choice()).rows[-1]
        with CaptureQueriesContext(connection) as asked:
            pile.read(Choice())
            for sort in SORTS:
                pile.read(Choice(sort=sort, after=middle.uuid))
            pile.read_around(Choice(), middle)
            pile.next_after(Choice(), middle)
            pile.count(Choice())
        plans = [explain(query["sql"]) for query in asked.captured_queries]
        read = zip(asked.captured_queries, plans, strict=True)
        assert [query["sql"] for query, (tables, _) in read if "proposals_proposal" in tables] == []
        # So few rows may be sorted as cheaply; where sorting costs, the index of the queue's order does it.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = off")
        assert f"queue_of_{desk.place}" in explain(asked.captured_queries[0]["sql"])[1]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = on")
        # What is counted for the office is what the person may see.
        assert set(pile.counted.values_list("pk")) == set(pile.scope.values_list("pk"))
