"""Two people decide on the same proposal at once: one decision stands, and the other person is told who did what."""

import pytest

from proposals.models import Event, Proposal, Review
from proposals.services.verification import find_faults
from tests.crowd import make_many
from tests.factories import World
from tests.races.racing import Person, race
from tests.races.servers import UNGUARDED, RaceServer

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS, CONTROL_ROUNDS = 200, 40


def decide_at_once(camat: Person, officer: Person, row: Proposal) -> list:
    return race(
        camat.decide(row, "reject", category="duplicate", text="Sudah diusulkan RW lain."),
        officer.decide(row, "return", text="Ukur ulang panjangnya."),
    )


def test_two_decisions_at_once_have_one_winner(server, capsys):
    world = World()
    people = (Person(server.port, world.camat), Person(server.port, world.officer))
    done = {"rejected": "Ditolak", "revision": "Dikembalikan untuk perbaikan"}
    wins = [0, 0]
    for row in make_many(world, ROUNDS):
        answers = decide_at_once(*people, row)
        assert sorted(answer.status for answer in answers) == [200, 409], [a.body for a in answers]
        first = [answer.status for answer in answers].index(200)
        wins[first] += 1
        told = answers[1 - first].json["refused"][0]
        version, events = row.version, row.events.count()
        row.refresh_from_db()
        assert row.status == ("rejected", "revision")[first]
        assert (row.version, row.events.count()) == (version + 1, events)
        assert told["code"] == "version"
        assert f"{done[row.status]} oleh {people[first].user.full_name}" in told["message"]
    assert Review.objects.filter(action__in=("reject", "return")).count() == ROUNDS
    assert [fault for fault in find_faults() if "berkas tidak ada" not in fault] == []
    with capsys.disabled():
        print(
            f"\ntwo decisions at once: {ROUNDS} rounds, one winner each (camat {wins[0]}, officer {wins[1]})"
        )


def test_without_lock_and_condition_both_win(django_db_setup, capsys):
    """The control: had the test above no teeth, this one would fail."""
    world = World()
    both = 0
    with RaceServer(UNGUARDED) as server:
        people = (Person(server.port, world.camat), Person(server.port, world.officer))
        for row in make_many(world, CONTROL_ROUNDS):
            answers = decide_at_once(*people, row)
            both += [answer.status for answer in answers] == [200, 200]
    assert both > 0
    assert Event.objects.filter(action__in=("reject", "return")).count() == CONTROL_ROUNDS + both
    with capsys.disabled():
        print(f"\ncontrol without lock and condition: two winners in {both} of {CONTROL_ROUNDS} rounds")
