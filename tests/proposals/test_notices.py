"""Whom each act tells: its sender always, once, and never from inside the request."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from jobs.models import Notification, Outbox
from jobs.services import deliver_outbox
from proposals import notices, workflow
from proposals.models import Event, Proposal
from proposals.services.transitions import perform
from tests.factories import World

pytestmark = pytest.mark.django_db
WRITING = (
    "create",
    "edit",
    "attach",
    "recommend",
    "mark",
)  # leave the proposal where it is, among the writers
BY_MACHINE = {"publish", "supersede", "close", "take_back"}


@pytest.fixture
def world():
    return World()


def told_after(row, act) -> set:
    """Who learns of what `act` does; everything before is delivered and forgotten."""
    deliver_outbox()
    Notification.objects.all().delete()
    act()
    deliver_outbox()
    return {note.recipient for note in Notification.objects.filter(url=row.get_absolute_url())}


def moves(action: str) -> bool:
    """Whether some rule of the table brings the proposal to another status or office, or asks for that."""
    return action in ("redirect", "object") or any(
        rule.action == action and rule.source and rule.target != workflow.SAME for rule in workflow.RULES
    )


def test_table_tells_the_sender_of_every_act_that_moves_a_proposal():
    moving = {action for action in workflow.ACTIONS if moves(action)}
    assert set(notices.NEWS) == moving and set(WRITING) == set(workflow.ACTIONS) - moving
    silent = {action for action, audiences in notices.NEWS.items() if "sender" not in audiences}
    assert silent == {"submit"}  # within the kelurahan: the lurah learns it as the receiver


@pytest.mark.parametrize(
    "rule", [r for r in workflow.RULES if r.action in notices.NEWS and r.source], ids=str
)
def test_no_act_is_silent_to_the_office_that_sent_the_proposal(world, rule):
    """Every rule of the table, on an event as `perform` writes it, for every origin."""
    colleagues = {
        "musrenbang": [world.operator, world.lurah],
        "kecamatan": [world.officer, world.person("kecamatan_officer")],
        "pokir": [world.admin, world.person("bappeda_admin")],
    }
    row = world.proposal("draft", photo=False)
    for origin in rule.origins:
        Proposal.objects.filter(pk=row.pk).update(source=origin, current_agency=world.dpupr)
        target = rule.target if rule.target in workflow.STATUSES else "opd_review"
        by = colleagues[origin][0] if rule.action not in BY_MACHINE else None
        event = Event.objects.create(
            proposal=row, seq=row.events.count() + 1, action=rule.action, status=target, by=by,
            at=row.created_at, content='{"data": {}}', sha256="0" * 64, training=False,
        )  # fmt: skip
        notices.deliver_transitions([Outbox(payload={"event": event.pk})])
        told = set(Notification.objects.filter(key=f"event:{event.pk}").values_list("recipient", flat=True))
        assert told & {person.pk for person in colleagues[origin]}, origin
        assert by is None or by.pk not in told


def test_forwarding_kecamatan_learns_what_the_offices_above_end_or_send_back(world):
    staff = {world.officer, world.camat}
    row = world.proposal("opd_review")
    give = {"targets": {row.uuid: row.version}, "by": world.verifier}
    assert staff <= told_after(row, lambda: perform(action="return", text="Foto kabur.", **give).require())
    row = world.proposal("opd_review")
    reject = {
        "targets": {row.uuid: row.version},
        "by": world.verifier,
        "category": "land",
        "text": "Lahan warga.",
    }
    assert staff <= told_after(row, lambda: perform(action="reject", **reject).require())
    row = world.proposal("kecamatan_review")
    assert world.camat not in told_after(row, lambda: world.step(row, "reject"))


def test_former_agency_learns_of_a_redirection_and_the_returner_of_a_withdrawal(world):
    colleague, newcomer = world.person("opd_verifier"), world.person("opd_verifier", world.dishub)
    row = world.proposal("opd_review")
    told = told_after(row, lambda: world.step(row, "redirect"))
    assert {colleague, newcomer} <= told and world.verifier not in told
    row = world.proposal("revision")
    assert {world.officer, world.camat} <= told_after(row, lambda: world.step(row, "withdraw"))


def test_nothing_is_sent_from_inside_a_request(client, world):
    row = world.proposal("kecamatan_review")
    deliver_outbox()
    Notification.objects.all().delete()
    client.force_login(world.camat)
    url = reverse("proposals:act", args=[row.uuid, "reject"])
    data = {"version": row.version, "category": "duplicate", "text": "Sudah diusulkan."}
    assert client.post(url, data).status_code == 302
    assert Outbox.objects.undelivered().count() == 1 and not Notification.objects.exists()
    deliver_outbox()
    assert Notification.objects.filter(recipient=world.operator).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_outbox_delivered_twice_at_once_tells_once():
    """As after a worker that was taken for dead: both hold the same rows and write the same news."""
    world = World()
    people = [world.operator, world.lurah]
    for _ in range(3):
        world.proposal("rejected")
    rows, start, faults = list(Outbox.objects.filter(kind="proposals.transition")), threading.Barrier(4), []

    def deliver() -> None:
        try:
            start.wait(20)
            notices.deliver_transitions(rows)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    couriers = [threading.Thread(target=deliver) for _ in range(4)]
    for courier in couriers:
        courier.start()
    for courier in couriers:
        courier.join()
    assert faults == []
    told = Notification.objects.values_list("recipient", "key")
    assert len(told) == len(set(told)) > 0
    assert Notification.objects.filter(recipient__in=people).count() == 3 * 2 + 3 + 3  # see NEWS
