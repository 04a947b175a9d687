"""13 kecamatan and 43 agencies decide at once over HTTP: every decision is once in Review, Event and Notification.

    bin/test load                    two minutes (LOAD_SECONDS changes that)

One answer in five is treated as lost: the same request is sent again, as a browser does on a bad line.
"""

import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from jobs.models import Notification, Outbox
from jobs.services import deliver_outbox
from proposals.models import Event, Proposal, Review
from proposals.services.verification import find_faults
from regions.models import Agency, Kecamatan, Kelurahan
from tests.crowd import make_many
from tests.factories import World
from tests.races.racing import Person
from tests.races.servers import RaceServer

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SECONDS = float(os.environ.get("LOAD_SECONDS") or 120)
AT_KECAMATAN, AT_AGENCY = (
    400,
    160,
)  # proposals that wait at each office: more than can be decided in that time
LOST = 0.2  # of the answers
ALONE = threading.Barrier(1)


def move(world: World, kelurahan: Kelurahan) -> World:
    """The same city seen from another kelurahan, with people of its own."""
    moved = copy(world)
    moved.batujaya, moved.batuceper = kelurahan, kelurahan.kecamatan
    for name, role, office in (
        ("operator", "kelurahan_operator", kelurahan),
        ("lurah", "lurah", kelurahan),
        ("officer", "kecamatan_officer", kelurahan.kecamatan),
        ("camat", "camat", kelurahan.kecamatan),
    ):
        moved.__dict__[name] = world.person(role, office)
    return moved


def values_of(kelurahan: Kelurahan, **changed) -> dict:
    return {"latitude": str(kelurahan.latitude), "longitude": str(kelurahan.longitude), **changed}


def fill_city(world: World) -> tuple[dict, dict]:
    """(kecamatan officer: rows, agency verifier: rows), each with what waits at the office."""
    officers, verifiers = {}, {}
    here = None
    for kecamatan in Kecamatan.objects.order_by("code"):
        here = move(world, Kelurahan.objects.filter(kecamatan=kecamatan).select_related("kecamatan").first())
        officers[here.officer] = make_many(here, AT_KECAMATAN, **values_of(here.batujaya))
    for agency in Agency.objects.order_by("pk"):
        rows = make_many(here, AT_AGENCY, "opd_review", **values_of(here.batujaya, target_agency=agency.code))
        verifiers[world.person("opd_verifier", agency)] = rows
    return officers, verifiers


class Office:
    """One person who decides as fast as the server answers, and counts what was answered."""

    def __init__(self, person: Person, decisions, seed: int):
        self.person, self.decisions, self.random = person, decisions, Random(seed)
        self.done: list[tuple[str, str]] = []
        self.answers: Counter = Counter()

    def work(self, until: float) -> None:
        try:
            for row, action, inputs in self.decisions:
                if time.monotonic() > until:
                    return
                send = self.person.decide(row, action, **inputs)
                answer = send(ALONE)
                self.answers[answer.status] += 1
                if answer.status == 200:
                    self.done.append((str(row.uuid), action))
                    if self.random.random() < LOST:
                        self.answers[f"again {send(ALONE).status}"] += 1
                    row.version += 1
        finally:
            connection.close()


def decide_at_kecamatan(rows):
    for row in rows:
        yield row, "recommend", {"volume": "110", "price": str(row.unit_price), "text": "Hasil ukur 110 m."}
        yield row, "return", {"text": "Lampirkan surat pernyataan lahan."}


def decide_at_agency(rows):
    figures = {"volume": "120", "sub_kegiatan": "1.03.06.2.01.05", "readiness": 4}
    for row in rows:
        yield row, "verify", {**figures, "price": str(row.unit_price)}


def deliver_everything() -> None:
    while Outbox.objects.filter(delivered_at=None).exists():
        deliver_outbox()


def test_every_decision_is_there_exactly_once(django_db_setup, capsys):
    call_command("load_reference", verbosity=0)
    officers, verifiers = fill_city(World())
    assert (len(officers), len(verifiers)) == (13, 43)
    deliver_everything()
    before = {model: model.objects.count() for model in (Review, Event, Notification)}
    last = Event.objects.order_by("-pk").first().pk
    with RaceServer() as server:
        offices = [
            Office(Person(server.port, user), decide(rows), seed)
            for seed, (user, decide, rows) in enumerate(
                [(user, decide_at_kecamatan, rows) for user, rows in officers.items()]
                + [(user, decide_at_agency, rows) for user, rows in verifiers.items()]
            )
        ]
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(len(offices)) as pool:
            list(pool.map(lambda office: office.work(until), offices))
    deliver_everything()
    answers = sum((office.answers for office in offices), Counter())
    done = Counter(decision for office in offices for decision in office.done)
    events = Event.objects.filter(pk__gt=last)
    written = Counter((str(uuid), action) for uuid, action in events.values_list("proposal__uuid", "action"))
    reviews = Review.objects.count() - before[Review]
    told = dict(
        Notification.objects.filter(key__startswith="event:").values_list("key").annotate(Count("pk"))
    )
    with capsys.disabled():
        print(
            f"\n{len(offices)} offices, {SECONDS:.0f} s: {sum(done.values())} decisions, {reviews} reviews, "
            f"{sum(written.values())} events, {Notification.objects.count() - before[Notification]} notifications; "
            f"answers {dict(sorted(answers.items(), key=str))}"
        )
    assert done == written and set(done.values()) == {1}
    assert reviews == sum(done.values())
    assert set(answers) <= {200, "again 409"}
    for pk, action in events.values_list("pk", "action"):
        assert told.get(f"event:{pk}", 0) == (0 if action == "recommend" else 2), action  # operator and lurah
    assert Proposal.objects.filter(status="scoring").count() == sum(action == "verify" for _, action in done)
    assert [fault for fault in find_faults() if "berkas tidak ada" not in fault] == []
