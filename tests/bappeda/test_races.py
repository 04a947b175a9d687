"""Several people at the same moment, with real transactions in real threads."""

import threading

import pytest
from django.db import connection, transaction

from bappeda.models import Assessment, Publication
from bappeda.services import locking
from bappeda.services.marking import submit_marks
from bappeda.services.publishing import publish
from proposals.models import Event, Proposal
from proposals.refusals import Refused
from proposals.services.transitions import perform
from tests.bappeda.factories import MARKS, assign_sheet, make_approved_run, make_marked, make_world

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def together(*acts) -> list:
    """Run the acts at once; each one's answer, or the refusal that it met."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait(timeout=20)
            answers[number] = act()
        except Refused as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_publishing_against_a_return_is_all_or_nothing():
    world = make_world()
    outcomes, returner = set(), world.person("bappeda_admin")
    for _ in range(ROUNDS):
        rows = [make_marked(world), make_marked(world)]
        run, target = make_approved_run(world), rows[1]
        published, returned = together(
            lambda run=run: publish(run=run, by=world.admin),
            lambda row=target: perform(
                targets={row.uuid: row.version}, action="return", by=returner, text="Ukur ulang."
            ),
        )
        statuses = sorted(
            Proposal.objects.filter(pk__in=[r.pk for r in rows]).values_list("status", flat=True)
        )
        if isinstance(published, Publication):
            assert statuses == ["prioritised", "prioritised"]
            assert returned.done == ()
            outcomes.add("published")
            break  # the cycle has its list now
        assert statuses == ["revision", "scoring"]
        assert len(returned.done) == 1
        assert not Publication.objects.exists()
        assert not Event.objects.filter(action="publish").exists()
        Proposal.objects.filter(pk__in=[r.pk for r in rows]).update(status="withdrawn")
        outcomes.add("returned")
    assert outcomes


@pytest.mark.postgresql
def test_marks_that_arrive_while_a_run_is_made_are_refused():
    world = make_world()
    row = world.proposal("scoring")
    assign_sheet(world, row)
    row.refresh_from_db()

    def submit():
        return submit_marks(
            uuid=row.uuid, by=world.reviewer, version=0, proposal_version=row.version, marks=MARKS
        )

    with transaction.atomic():
        locking.hold_marks(world.cycle.pk)
        (refused,) = together(submit)
    assert [(item.http, item.message) for item in refused.refusals] == [(409, locking.BUSY)]
    assert not Assessment.objects.exists()
    submit()
    assert Assessment.objects.get().state == Assessment.State.SUBMITTED


def test_reviewers_who_finish_at_once_are_all_counted():
    world = make_world()
    row = world.proposal("scoring")
    reviewers = [world.person("bappeda_reviewer") for _ in range(3)]
    for reviewer in reviewers:
        assign_sheet(world, row, reviewer)
    answers = together(
        *(
            lambda by=by: submit_marks(
                uuid=row.uuid, by=by, version=0, proposal_version=row.version, marks=MARKS
            )
            for by in reviewers
        )
    )
    assert [isinstance(answer, Refused) for answer in answers] == [False] * 3
    assert Assessment.objects.filter(state="submitted").count() == 3
    row.refresh_from_db()
    assert Event.objects.filter(proposal=row, action="mark").count() == 3
    assert row.version == Event.objects.filter(proposal=row).count()


def test_same_sheet_finished_from_two_windows_is_written_once():
    world = make_world()
    row = world.proposal("scoring")
    assign_sheet(world, row)
    answers = together(
        *(
            lambda mark=mark: submit_marks(
                uuid=row.uuid,
                by=world.reviewer,
                version=0,
                proposal_version=row.version,
                marks={"rkpd": mark, "lintas_wilayah": 3},
            )
            for mark in (1, 5)
        )
    )
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert Event.objects.filter(proposal=row, action="mark").count() == 1
