"""Publishing a list while one of its proposals is returned: the whole list, or nothing of it."""

import time
from collections import Counter

import pytest

from bappeda.models import Publication, RunApproval
from proposals.models import Event, PlanningCycle, Proposal
from tests.bappeda.factories import make_approved_run, make_world, mark
from tests.crowd import make_many
from tests.races.racing import Person, race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 30
HEAD_START = (0, 0.02, -0.02)  # seconds that the return waits; negative: that publishing waits


def delay(act, seconds: float):
    """The act, begun so many seconds after the others."""

    class Late:
        def __init__(self, barrier):
            self.barrier = barrier

        def wait(self, timeout):
            self.barrier.wait(timeout)
            time.sleep(max(0, seconds))

    return lambda barrier: act(Late(barrier))


def start_again(rows) -> None:
    """Behind the application's back, so that one city serves all rounds."""
    Publication.objects.all().delete()
    RunApproval.objects.all().delete()
    PlanningCycle.objects.update(published_at=None)
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(
        status="scoring", returned_from="", closed_from="", act_until=None, decided_at=None
    )


def test_publishing_against_a_return_is_all_or_nothing(server, capsys):
    world = make_world()
    rows = make_many(world, 4, "scoring")
    for row in rows:
        mark(world, row)
    publisher = Person(server.port, world.admin)
    returner, outcomes = Person(server.port, world.person("bappeda_admin")), Counter()
    keys = [row.pk for row in rows]
    for number in range(ROUNDS):
        start_again(rows)
        run = make_approved_run(world)
        target = Proposal.objects.get(pk=keys[number % len(keys)])
        events, wait = Event.objects.count(), HEAD_START[number % len(HEAD_START)]
        published, returned = race(
            delay(publisher.send_form(f"/bappeda/perhitungan/{run.pk}/umumkan/", {}), -wait),
            delay(returner.decide(target, "return", text="Ukur ulang panjangnya."), wait),
        )
        statuses = dict(Proposal.objects.filter(pk__in=keys).values_list("pk", "status"))
        written = Event.objects.count() - events
        cycle = PlanningCycle.objects.get(pk=world.cycle.pk)
        is_published = Publication.objects.filter(run=run).exists()
        assert published.status == (302 if is_published else 409), published.body
        if is_published:
            assert set(statuses.values()) == {"prioritised"}
            assert (returned.status, written) == (409, len(rows))
            assert cycle.published_at is not None
        else:
            assert f"Usulan {target.reference} berubah sejak dibekukan" in published.body
            assert statuses == dict.fromkeys(keys, "scoring") | {target.pk: "revision"}
            assert (returned.status, written, Publication.objects.count()) == (200, 1, 0)
            assert cycle.published_at is None
        outcomes["published" if is_published else "returned"] += 1
    assert len(outcomes) == 2, "one of the two always came first, so nothing was tried"
    with capsys.disabled():
        print(f"\npublishing against a return, {ROUNDS} rounds: {dict(outcomes)}")
