"""Many at once: the statements of one, each told for itself; and in whose name somebody acts."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Deputy, User
from accounts.offices import standings
from jobs.models import Outbox
from proposals import clock, notices, workflow
from proposals.models import Event, Proposal, Review
from proposals.querysets import visible_to
from proposals.refusals import Refused
from proposals.services import history
from proposals.services.transitions import perform
from tests.crowd import make_many
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def targets_of(rows) -> dict:
    keys = [row.pk for row in rows]
    return dict(Proposal.objects.filter(pk__in=keys).order_by("pk").values_list("uuid", "version"))


# Sets


def test_batch_takes_the_queries_of_a_few(world):
    """Nothing is asked row by row; rows are written in parcels, because a statement holds only so many values."""
    counts = {}
    standings(world.lurah)  # read once per person and then kept
    for size in (3, 300):
        rows = make_many(world, size, "draft")
        perform(targets=targets_of(rows), action="submit", by=world.operator).require()
        with CaptureQueriesContext(connection) as queries:
            outcome = perform(targets=targets_of(rows), action="endorse", by=world.lurah, ordered=True)
        assert len(outcome.done) == size
        reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        parcels = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
        counts[size] = len(reads), len(parcels)
    assert counts[300][0] == counts[3][0]
    assert counts[300][1] < counts[3][1] + 30


def test_batch_tells_of_each_what_happened(world):
    good, draft, foreign = (
        world.proposal("awaiting_lurah"),
        world.draft(),
        world.draft(by=world.person("kelurahan_operator", world.batusari)),
    )
    stale, unknown = world.proposal("awaiting_lurah"), uuid.uuid4()
    targets = targets_of([good, draft, foreign, stale]) | {
        stale.uuid: stale.version - 1,
        unknown: 1,
        "bukan-uuid": 1,
    }
    outcome = perform(targets=targets, action="endorse", by=world.lurah)
    assert [done.uuid for done in outcome.done] == [good.uuid]
    assert {(r.uuid, r.http, r.code) for r in outcome.refused} == {
        (draft.uuid, 409, "status"), (foreign.uuid, 404, "not_found"), (stale.uuid, 409, "version"),
        (unknown, 404, "not_found"), (None, 404, "not_found"),
    }  # fmt: skip


def test_all_or_nothing_writes_nothing_when_one_is_refused(world):
    good, draft = world.proposal("awaiting_lurah"), world.draft()
    before = Event.objects.count(), Review.objects.count(), Outbox.objects.count()
    with pytest.raises(Refused):
        perform(targets=targets_of([good, draft]), action="endorse", by=world.lurah, all_or_nothing=True)
    assert (Event.objects.count(), Review.objects.count(), Outbox.objects.count()) == before
    good.refresh_from_db()
    assert good.status == "awaiting_lurah"


def test_each_may_have_inputs_of_its_own(world):
    one, other = make_many(world, 2)
    price = one.current_price
    perform(
        targets=targets_of([one, other]), action="recommend", by=world.officer, price=price,
        each={one.uuid: {"volume": "120"}, other.uuid: {"volume": "60", "text": "Separuh."}},
    ).require()  # fmt: skip
    assert list(Proposal.objects.order_by("pk").values_list("current_volume", flat=True)) == [120, 60]


def test_every_event_leaves_a_message_to_deliver(world):
    rows = make_many(world, 3)
    events = Event.objects.filter(proposal__in=rows, action="endorse")
    waiting = {row.payload["event"] for row in Outbox.objects.filter(kind="proposals.transition")}
    assert set(events.values_list("pk", flat=True)) <= waiting


def test_what_is_only_written_leaves_no_message_because_nobody_is_told(world):
    assert set(history.UNTOLD) | set(notices.NEWS) == set(workflow.ACTIONS)
    assert set(history.UNTOLD).isdisjoint(notices.NEWS)
    row, before = world.draft(), Outbox.objects.count()
    perform(targets=targets_of([row]), action="edit", by=world.operator, values={"people": 7}).require()
    assert Outbox.objects.count() == before


def test_same_uuid_created_twice_is_the_row_that_stands(world):
    row = world.draft()
    values = {"cycle": world.cycle, "title": "Judul lain"}
    outcome = perform(targets={row.uuid: 0}, action="create", by=world.operator, values=values)
    assert [(done.uuid, done.version) for done in outcome.done] == [
        (row.uuid, Proposal.objects.get().version)
    ]
    assert Proposal.objects.get().title == row.title


def test_uuid_of_another_office_is_not_found(world):
    row = world.draft()
    other = world.person("kelurahan_operator", world.batusari)
    outcome = perform(targets={row.uuid: 0}, action="create", by=other, values={"cycle": world.cycle})
    assert [refusal.http for refusal in outcome.refused] == [404]


@pytest.mark.parametrize("version", [-1, "1", None, True, 2**31, 1.5])
def test_unreadable_version_is_refused(world, version):
    row = world.draft()
    outcome = perform(targets={row.uuid: version}, action="submit", by=world.operator)
    assert [(refusal.http, set(refusal.fields)) for refusal in outcome.refused] == [(422, {"version"})]


def test_unknown_action_and_unknown_input_are_refused(world):
    row = world.draft()
    with pytest.raises(Refused) as refused:
        perform(targets={row.uuid: row.version}, action="hapus", by=world.operator)
    assert refused.value.http == 422
    outcome = perform(targets=targets_of([row]), action="submit", by=world.operator, status="scoring")
    assert [set(refusal.fields) for refusal in outcome.refused] == [{"status"}]


# In whose name


def depute(world, person: User, role: str, *, starts: int = 0, ends: int = 0, **office) -> User:
    today = timezone.localdate()
    Deputy.objects.create(
        person=person, role=role, capacity="Plt.", letter_number="800/12", starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends), **office,
    )  # fmt: skip
    return User.objects.get(pk=person.pk)


def test_deputy_acts_and_the_event_says_as_what(world):
    row = world.proposal("awaiting_lurah")
    deputy = depute(
        world, world.person("kelurahan_operator", world.batusari), "lurah", kelurahan=world.batujaya
    )
    perform(targets=targets_of([row]), action="endorse", by=deputy).require()
    event = Event.objects.get(proposal=row, action="endorse")
    assert event.by == deputy
    assert '"capacity":"Plt."' in event.content and '"role":"lurah"' in event.content
    review = Review.objects.get(proposal=row)
    assert (review.role, review.capacity, review.office) == ("lurah", "Plt.", "Kelurahan Batujaya")


def test_deputy_acts_for_the_own_office_without_a_capacity(world):
    row = world.proposal("awaiting_lurah")
    lurah = depute(world, world.lurah, "camat", kecamatan=world.batuceper)
    perform(targets=targets_of([row]), action="endorse", by=lurah).require()
    assert Review.objects.get(proposal=row).capacity == ""


@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, 9)])
def test_deputy_before_or_after_the_period_sees_nothing(world, starts, ends):
    row = world.proposal("awaiting_lurah")
    person = world.person("kelurahan_operator", world.batusari)
    deputy = depute(world, person, "lurah", kelurahan=world.batujaya, starts=starts, ends=ends)
    assert not visible_to(deputy).exists()
    assert [r.http for r in perform(targets=targets_of([row]), action="endorse", by=deputy).refused] == [404]


def test_former_deputy_of_the_own_office_sees_but_may_not(world):
    row = world.proposal("awaiting_lurah")
    deputy = depute(world, world.operator, "lurah", kelurahan=world.batujaya, starts=-9, ends=-1)
    assert [r.http for r in perform(targets=targets_of([row]), action="endorse", by=deputy).refused] == [403]


def test_deputy_for_another_office_is_refused(world):
    row = world.proposal("awaiting_lurah")
    deputy = depute(world, world.operator, "lurah", kelurahan=world.batusari)
    assert [r.code for r in perform(targets=targets_of([row]), action="endorse", by=deputy).refused] == [
        "office"
    ]


def test_inactive_person_sees_and_does_nothing(world):
    row = world.proposal("awaiting_lurah")
    world.lurah.is_active = False
    world.lurah.save()
    lurah = User.objects.get(pk=world.lurah.pk)
    assert [r.http for r in perform(targets=targets_of([row]), action="endorse", by=lurah).refused] == [404]


def test_events_hold_nothing_personal(world):
    world.proposal("scoring", contact="Pak Mardi 0812-3456")
    contents = "".join(Event.objects.values_list("content", flat=True))
    assert "Mardi" not in contents and "0812" not in contents
    assert clock.now() > Event.objects.first().at
