"""Two people, all or nothing, and superseding with a reason."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bappeda.models import CriteriaSet, Publication, RankedProposal, RunApproval
from bappeda.querysets import find_published_run, list_published
from bappeda.services.publishing import approve, find_in_force, find_moved, publish, supersede
from proposals import clock
from proposals.models import Event, PlanningCycle, Proposal
from proposals.refusals import Refused
from proposals.services.transitions import perform
from tests.bappeda.factories import (
    make_approved_run,
    make_marked,
    make_published_run,
    make_run,
    make_world,
    mark,
    set_ceiling,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def refuse(service, **given) -> Refused:
    with pytest.raises(Refused) as refusal:
        service(**given)
    return refusal.value


def statuses() -> list[str]:
    return list(Proposal.objects.order_by("pk").values_list("status", flat=True))


def send_back(world, row) -> None:
    row.refresh_from_db()
    given = {"text": "Ukur ulang panjangnya."}
    perform(targets={row.uuid: row.version}, action="return", by=world.admin, **given).require()


def test_publishing_gives_every_proposal_its_result(world):
    first = make_marked(world)
    make_marked(world)
    set_ceiling(world, first.current_budget)
    publication = make_published_run(world).publication
    assert statuses() == ["prioritised", "reserve"]
    assert (publication.by, publication.run.approval.by) == (world.admin, world.head)
    assert find_in_force(world.cycle) == publication
    assert [row.outcome for row in list_published(world.cycle)] == ["prioritised", "reserve"]
    assert find_published_run(world.cycle) == publication.run


def test_publishing_writes_one_event_each_and_marks_the_cycle(world):
    make_marked(world)
    make_marked(world)
    make_published_run(world)
    assert Event.objects.filter(action="publish", by=world.admin).count() == 2
    assert PlanningCycle.objects.get(pk=world.cycle.pk).published_at is not None


def test_published_set_is_locked(world):
    make_marked(world)
    make_published_run(world)
    assert CriteriaSet.objects.get(pk=world.criteria_set.pk).is_locked


def test_run_without_approval_is_not_published(world):
    make_marked(world)
    refusal = refuse(publish, run=make_run(world), by=world.admin)
    assert (refusal.http, refusal.refusals[0].code) == (409, "not_approved")
    assert statuses() == ["scoring"]
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("role", ["bappeda_admin", "bappeda_reviewer", "leadership", "camat"])
def test_only_the_head_approves(world, role):
    make_marked(world)
    assert refuse(approve, run=make_run(world), by=world.person(role)).http == 403
    assert RunApproval.objects.count() == 0


def test_maker_who_stands_in_for_the_head_does_not_approve(world):
    make_marked(world)
    run = make_run(world)
    today = timezone.localdate()
    world.admin.deputies.create(
        role="bappeda_head", capacity="Plh.", letter_number="800/1", starts_on=today, ends_on=today
    )
    del world.admin._standings
    assert refuse(approve, run=run, by=world.admin).refusals[0].code == "own_run"


def test_deputy_of_the_head_approves_and_the_capacity_is_kept(world):
    make_marked(world)
    run, deputy, today = make_run(world), world.person("bappeda_admin"), timezone.localdate()
    deputy.deputies.create(
        role="bappeda_head", capacity="Plh.", letter_number="800/1", starts_on=today, ends_on=today
    )
    assert approve(run=run, by=deputy).capacity == "Plh."


def test_second_approval_is_refused(world):
    make_marked(world)
    run = make_approved_run(world)
    assert refuse(approve, run=run, by=world.head).refusals[0].code == "approved"


@pytest.mark.parametrize("role", ["bappeda_head", "bappeda_reviewer", "leadership"])
def test_only_an_admin_publishes(world, role):
    make_marked(world)
    run = make_approved_run(world)
    assert refuse(publish, run=run, by=world.person(role)).http == 403
    assert statuses() == ["scoring"]


def test_moved_proposal_stops_the_whole_publication(world):
    make_marked(world)
    moved = make_marked(world)
    run = make_approved_run(world)
    send_back(world, moved)
    events = Event.objects.count()
    refusal = refuse(publish, run=run, by=world.admin)
    assert refusal.http == 409
    assert [item.uuid for item in refusal.refusals] == [moved.uuid]
    assert "sekarang Perlu Perbaikan" in str(refusal)
    assert statuses() == ["scoring", "revision"]
    assert (Publication.objects.count(), Event.objects.count()) == (0, events)
    assert PlanningCycle.objects.get(pk=world.cycle.pk).published_at is None


def test_new_mark_stops_the_publication(world):
    row = make_marked(world)
    run = make_approved_run(world)
    mark(world, row, reviewer=world.person("bappeda_reviewer"))
    assert [item.code for item in find_moved(run)] == ["moved"]


def test_proposal_that_arrived_since_stops_the_publication(world):
    make_marked(world)
    run = make_approved_run(world)
    newcomer = world.proposal("scoring")
    refusal = refuse(publish, run=run, by=world.admin)
    assert [(item.uuid, item.code) for item in refusal.refusals] == [(newcomer.uuid, "arrived")]


def test_left_out_proposal_that_moved_stops_the_publication(world):
    make_marked(world)
    row = world.proposal("scoring")
    run = make_approved_run(world, unassessed={row.uuid: "Penilai sakit."})
    assert find_moved(run) == []
    send_back(world, row)
    assert [item.uuid for item in find_moved(run)] == [row.uuid]


def test_left_out_proposal_stays_in_scoring(world):
    make_marked(world)
    row = world.proposal("scoring")
    publish(run=make_approved_run(world, unassessed={row.uuid: "Penilai sakit."}), by=world.admin)
    assert statuses() == ["prioritised", "scoring"]


def test_outdated_run_is_not_approved(world):
    row = make_marked(world)
    run = make_run(world)
    send_back(world, row)
    assert refuse(approve, run=run, by=world.head).refusals[0].code == "moved"


def test_cycle_is_published_once(world):
    make_marked(world)
    run = make_published_run(world)
    assert refuse(publish, run=run, by=world.admin).refusals[0].code == "published"
    later = make_approved_run(world)
    assert "Umumkan perubahan" in str(refuse(publish, run=later, by=world.admin))


def test_published_run_does_not_supersede_itself(world):
    make_marked(world)
    run = make_published_run(world)
    refusal = refuse(supersede, run=run, by=world.admin, category="correction", text="Salah.")
    assert (refusal.http, "sudah diumumkan" in str(refusal)) == (409, True)
    assert Publication.objects.count() == 1


def test_closed_cycle_is_not_published(world):
    make_marked(world)
    run = make_approved_run(world)
    PlanningCycle.objects.update(closed_at=clock.now())
    assert refuse(publish, run=run, by=world.admin).refusals[0].code == "closed"


def test_database_holds_one_first_publication_a_cycle(world):
    make_marked(world)
    make_published_run(world)
    other = make_run(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(run=other, cycle=world.cycle, by=world.admin, at=clock.now())


@pytest.mark.parametrize("action", ["publish", "supersede"])
def test_perform_alone_publishes_nothing(world, action):
    row = make_marked(world)
    if action == "supersede":
        make_published_run(world)
        row.refresh_from_db()
    reason = {"category": "correction", "text": "Salah."} if action == "supersede" else {}
    for run in (None, make_approved_run(world)):
        outcome = perform(
            targets={row.uuid: row.version},
            action=action,
            by=world.admin,
            results={row.uuid: "reserve"},
            run=run,
            **reason,
        )
        assert [item.code for item in outcome.refused] == ["no_publication"]


def test_superseding_changes_only_what_differs(world):
    first, second = make_marked(world), make_marked(world)
    ceiling = set_ceiling(world, first.current_budget)
    old = make_published_run(world)
    ceiling.replaced_by = ceiling
    ceiling.save()
    set_ceiling(world, first.current_budget + second.current_budget)
    run = make_approved_run(world)
    publication = supersede(run=run, by=world.admin, category="ceiling_changed", text="Pagu kota naik.")
    assert statuses() == ["prioritised", "prioritised"]
    assert publication.supersedes == old.publication
    assert find_in_force(world.cycle) == publication
    assert Event.objects.filter(action="supersede").values_list("proposal", flat=True).get() == second.pk
    assert RankedProposal.objects.filter(run=old, outcome="reserve").count() == 1


def test_cancelled_land_is_rejected_by_superseding(world):
    row = make_marked(world)
    make_marked(world)
    make_published_run(world)
    run = make_approved_run(world, cancelled={row.uuid: "Lahan ditarik pemilik."})
    supersede(run=run, by=world.admin, category="land_cancelled", text="Lahan ditarik.")
    assert statuses() == ["rejected", "prioritised"]


def test_proposal_left_out_at_first_is_published_by_the_superseding_run(world):
    make_marked(world)
    row = world.proposal("scoring")
    publish(run=make_approved_run(world, unassessed={row.uuid: "Penilai sakit."}), by=world.admin)
    mark(world, row)
    supersede(run=make_approved_run(world), by=world.admin, category="correction", text="Menyusul.")
    assert statuses() == ["prioritised", "prioritised"]


@pytest.mark.parametrize(
    ("category", "text", "fields"),
    [
        ("", "", {"category", "text"}),
        ("duplicate", "Alasan.", {"category"}),
        ("correction", "  ", {"text"}),
        ("correction", "a\x00", {"text"}),
    ],
)
def test_superseding_needs_a_reason(world, category, text, fields):
    make_marked(world)
    make_published_run(world)
    refusal = refuse(supersede, run=make_approved_run(world), by=world.admin, category=category, text=text)
    assert (refusal.http, set(refusal.refusals[0].fields)) == (422, fields)


def test_nothing_published_is_not_superseded(world):
    make_marked(world)
    refusal = refuse(
        supersede, run=make_approved_run(world), by=world.admin, category="correction", text="Salah."
    )
    assert refusal.refusals[0].code == "not_published"
