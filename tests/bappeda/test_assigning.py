"""Who marks what: enough, balanced, near the Mitra Bidang, never against a conflict."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda.models import Assignment, Conflict, Partnership
from bappeda.services.assigning import assign, assign_to, declare_conflict
from proposals.models import Proposal
from proposals.refusals import Refused
from tests.bappeda.factories import assign_sheet, make_marked, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def loads() -> Counter:
    return Counter(Assignment.objects.values_list("reviewer__username", flat=True))


def make_reviewers(world, *bidang: str):
    return [
        world.person("bappeda_reviewer", username=f"penilai-{number}", bidang=name)
        for number, name in enumerate(bidang, start=1)
    ]


def test_every_proposal_gets_two_reviewers_and_loads_are_even(world):
    make_reviewers(world, "", "", "")
    for _ in range(3):
        world.proposal("scoring")
    result = assign(cycle=world.cycle, by=world.admin)
    assert (result.created, result.short) == (6, ())
    assert set(loads().values()) == {2}
    assert set(Counter(Assignment.objects.values_list("proposal", flat=True)).values()) == {2}


def test_assigning_again_adds_nothing(world):
    make_reviewers(world, "", "")
    world.proposal("scoring")
    assign(cycle=world.cycle, by=world.admin)
    assert assign(cycle=world.cycle, by=world.admin).created == 0


def test_only_proposals_in_scoring_are_assigned(world):
    make_reviewers(world, "", "")
    world.proposal("opd_review")
    assert assign(cycle=world.cycle, by=world.admin).created == 0


def test_partner_of_the_agency_comes_first_but_not_for_everything(world):
    first, second = make_reviewers(world, "Sosial", "Infrastruktur")
    Partnership.objects.create(bidang="Infrastruktur", agency=world.dpupr)
    for _ in range(4):
        world.proposal("scoring")
    assign(cycle=world.cycle, by=world.admin, per_proposal=1)
    assert loads() == {second.username: 3, first.username: 1}


def test_reviewer_with_a_conflict_gets_nothing_of_that_office(world):
    barred, free = make_reviewers(world, "", "")
    Conflict.objects.create(reviewer=barred, kecamatan=world.batuceper, reason="Saudara kandung.")
    row = world.proposal("scoring")
    result = assign(cycle=world.cycle, by=world.admin)
    assert list(Assignment.objects.values_list("reviewer", flat=True)) == [free.pk]
    assert result.short == (row.reference,)


def test_inactive_reviewers_get_nothing(world):
    active, gone = make_reviewers(world, "", "")
    gone.is_active = False
    gone.save()
    world.proposal("scoring")
    assign(cycle=world.cycle, by=world.admin)
    assert loads() == {active.username: 1}


def test_no_reviewers_is_refused(world):
    with pytest.raises(Refused) as refusal:
        assign(cycle=world.cycle, by=world.admin)
    assert refusal.value.refusals[0].code == "no_reviewers"


@pytest.mark.parametrize("role", ["bappeda_reviewer", "bappeda_head", "leadership"])
def test_only_an_admin_assigns(world, role):
    row, person = world.proposal("scoring"), world.person(role)
    for refused in (
        lambda: assign(cycle=world.cycle, by=person),
        lambda: assign_to(reviewer=world.reviewer, uuids=[row.uuid], by=person),
    ):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.http == 403
    assert not Assignment.objects.exists()


def count_queries(world) -> int:
    Assignment.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assign(cycle=world.cycle, by=world.admin)
    return len(queries)


def test_assigning_takes_the_same_queries_for_one_and_for_three(world):
    make_reviewers(world, "", "")
    world.proposal("scoring")
    count_queries(world)  # the offices of the person are asked once
    one = count_queries(world)
    world.proposal("scoring")
    world.proposal("scoring")
    assert count_queries(world) == one


def test_chosen_proposals_go_to_one_reviewer_once(world):
    rows = [world.proposal("scoring"), world.proposal("scoring")]
    uuids = [row.uuid for row in rows]
    assert assign_to(reviewer=world.reviewer, uuids=uuids, by=world.admin) == 2
    assert assign_to(reviewer=world.reviewer, uuids=uuids, by=world.admin) == 0


def refuse_assignment(world, *uuids, reviewer=None) -> Refused:
    with pytest.raises(Refused) as refusal:
        assign_to(reviewer=reviewer or world.reviewer, uuids=uuids, by=world.admin)
    assert not Assignment.objects.exists()
    return refusal.value


def test_chosen_proposal_of_a_conflict_is_refused(world):
    row = world.proposal("scoring")
    Conflict.objects.create(reviewer=world.reviewer, agency=world.dpupr, reason="Suami bekerja di sana.")
    assert refuse_assignment(world, row.uuid).refusals[0].code == "conflict"


def test_chosen_proposal_that_is_not_marked_now_is_refused(world):
    assert refuse_assignment(world, world.proposal("opd_review").uuid).refusals[0].code == "status"


def test_unknown_proposal_is_not_found(world):
    draft = world.draft()
    assert refuse_assignment(world, draft.uuid).http == 404


def test_person_who_is_no_reviewer_is_refused(world):
    row = world.proposal("scoring")
    assert refuse_assignment(world, row.uuid, reviewer=world.head).http == 422


def test_declared_conflict_gives_unfinished_sheets_back(world):
    finished = make_marked(world)
    open_sheet = world.proposal("scoring")
    assign_sheet(world, open_sheet)
    declare_conflict(by=world.reviewer, reason="Saudara kandung.", kelurahan=world.batujaya)
    assert list(Assignment.objects.values_list("proposal", flat=True)) == [finished.pk]


def test_conflict_with_another_office_keeps_the_sheets(world):
    assign_sheet(world, world.proposal("scoring"))
    declare_conflict(by=world.reviewer, reason="Saudara kandung.", kecamatan=world.benda)
    assert Assignment.objects.count() == 1
    assert str(Conflict.objects.get()) == f"{world.reviewer}: Benda"


@pytest.mark.parametrize(
    ("offices", "reason"),
    [((), "Saudara."), (("kelurahan", "agency"), "Saudara."), (("agency",), " "), (("agency",), "a\x00")],
)
def test_conflict_needs_one_office_and_a_reason(world, offices, reason):
    known = {"kelurahan": world.batujaya, "agency": world.dpupr}
    with pytest.raises(Refused) as refusal:
        declare_conflict(by=world.reviewer, reason=reason, **{name: known[name] for name in offices})
    assert refusal.value.http == 422
    assert not Conflict.objects.exists()


def test_only_a_reviewer_declares_a_conflict(world):
    with pytest.raises(Refused) as refusal:
        declare_conflict(by=world.admin, reason="Saudara.", agency=world.dpupr)
    assert refusal.value.http == 403
    assert Proposal.objects.count() == 0
