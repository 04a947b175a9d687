"""What waits at each office in a stage, as the news before and after a closing counts it."""

from datetime import timedelta

import pytest

from proposals import clock
from proposals.models import Proposal
from proposals.waiting import Place, count_waiting, tell
from tests.bappeda.factories import assign_sheet, make_world

pytestmark = pytest.mark.django_db


def test_waiting_is_counted_per_office_in_one_query(django_assert_num_queries):
    world = make_world()
    world.proposal("draft")
    world.proposal("draft")
    world.proposal("awaiting_lurah")
    world.draft(by=world.person("kelurahan_operator", world.belendung))
    world.step(world.proposal("kecamatan_review"), "recommend")
    world.proposal("kecamatan_review")
    for _ in range(2):
        world.proposal("opd_review")
    own_time = world.proposal("opd_review")
    Proposal.objects.filter(pk=own_time.pk).update(act_until=clock.now() + timedelta(days=1))
    now = clock.now()
    with django_assert_num_queries(3):
        found = [count_waiting(world.cycle, stage, now) for stage in ("kelurahan", "kecamatan", "opd")]
    assert found[0] == {
        Place("kelurahan", world.batujaya.pk): {"draft": 2, "awaiting_lurah": 1},
        Place("kelurahan", world.belendung.pk): {"draft": 1},
    }
    assert found[1] == {Place("kecamatan", world.batuceper.pk): {"unforwarded": 1, "unrecommended": 1}}
    assert found[2] == {Place("agency", world.dpupr.pk): {"unverified": 2}}


def test_waiting_sheets_are_counted_per_reviewer():
    world = make_world()
    rows = [world.proposal("scoring") for _ in range(3)]
    for row in rows[:2]:
        assign_sheet(world, row, world.reviewer)
    assert count_waiting(world.cycle, "bappeda", clock.now()) == {
        Place("person", world.reviewer.pk): {"unmarked": 2},
        Place("bappeda"): {"unassigned": 1},
    }
    assert count_waiting(world.cycle, "publication", clock.now()) == {}


def test_tell_names_what_waits_in_order():
    assert tell({"awaiting_lurah": 2, "draft": 3, "unverified": 0}) == (
        "3 draf belum diajukan dan 2 usulan belum diteruskan ke kecamatan"
    )
    assert tell({"draft": 1}) == "1 draf belum diajukan"
    assert tell({}) == ""
