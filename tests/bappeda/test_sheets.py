"""A reviewer's queue, progress, and whose marks one may read."""

from datetime import timedelta

import pytest

from bappeda.services.marking import save_marks
from bappeda.sheets import (
    count_working_days_left,
    find_next_unmarked,
    list_progress,
    list_readable_assessments,
    list_sheets,
)
from proposals import clock
from proposals.models import Holiday, StageWindow
from tests.bappeda.factories import MARKS, assign_sheet, make_marked, make_world, mark
from tests.factories import close_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def test_queue_shows_the_state_of_each_sheet(world, django_assert_num_queries):
    done = make_marked(world)
    begun, untouched = world.proposal("scoring"), world.proposal("scoring")
    assign_sheet(world, begun)
    assign_sheet(world, untouched)
    save_marks(uuid=begun.uuid, by=world.reviewer, version=0, marks={"rkpd": 3})
    with django_assert_num_queries(1):
        sheets = list(list_sheets(world.reviewer, world.cycle))
        assert [(sheet.proposal, sheet.state) for sheet in sheets] == [
            (done, "submitted"),
            (begun, "draft"),
            (untouched, None),
        ]
        assert sheets[0].proposal.kelurahan.name == "Batujaya"


def test_queue_of_another_reviewer_or_cycle_does_not_leak(world):
    make_marked(world)
    training = make_world(kind="training")
    assert not list_sheets(world.reviewer, training.cycle).exists()
    assert not list_sheets(world.person("bappeda_reviewer"), world.cycle).exists()


def test_next_unmarked_goes_on_and_then_starts_again(world):
    first, second = world.proposal("scoring"), world.proposal("scoring")
    sheets = [assign_sheet(world, row) for row in (first, second)]
    assert find_next_unmarked(world.reviewer, world.cycle) == first
    assert find_next_unmarked(world.reviewer, world.cycle, after=sheets[0].pk) == second
    assert find_next_unmarked(world.reviewer, world.cycle, after=sheets[1].pk) == first
    mark(world, first)
    mark(world, second)
    assert find_next_unmarked(world.reviewer, world.cycle) is None


def test_progress_counts_marks_abstentions_and_begun_sheets(world, django_assert_num_queries):
    make_marked(world)
    for values in ({"abstained": True, "abstain_reason": "Bukan bidang saya.", "marks": {}}, {}):
        mark(world, world.proposal("scoring"), **values)
    begun = world.proposal("scoring")
    assign_sheet(world, begun)
    save_marks(uuid=begun.uuid, by=world.reviewer, version=0, marks={"rkpd": 3})
    other = world.person("bappeda_reviewer")
    assign_sheet(world, begun, other)
    with django_assert_num_queries(2):
        own, others = list_progress(world.cycle)
    assert (own.reviewer, own.assigned, own.marked, own.abstained, own.begun, own.left) == (
        world.reviewer,
        4,
        2,
        1,
        1,
        1,
    )
    assert (others.reviewer, others.assigned, others.left) == (other, 1, 1)
    assert list_progress(world.cycle, reviewer=other) == [others]


def test_marks_of_others_are_hidden_until_the_own_are_in(world):
    row = make_marked(world)
    other = world.person("bappeda_reviewer")
    assert not list_readable_assessments(row, other).exists()
    mark(world, row, reviewer=other, marks=MARKS)
    assert list_readable_assessments(row, other).count() == 2


@pytest.mark.parametrize(
    ("role", "count"),
    [("bappeda_admin", 1), ("bappeda_head", 1), ("leadership", 0), ("camat", 0), ("opd_verifier", 0)],
)
def test_marks_are_read_by_bappeda_alone(world, role, count):
    assert list_readable_assessments(make_marked(world), world.person(role)).count() == count


def test_working_days_left_leave_out_weekends_and_holidays(world):
    now = clock.now()
    StageWindow.objects.filter(cycle=world.cycle, stage="bappeda").update(closes_at=now + timedelta(days=6))
    week = count_working_days_left(world.cycle)
    assert week == 5
    day = next(d for n in range(7) if (d := (now + timedelta(days=n)).date()).weekday() == 2)
    Holiday.objects.create(day=day, name="Libur uji")
    assert count_working_days_left(world.cycle) == 4


def test_no_working_days_are_left_when_the_stage_has_closed(world):
    close_stage(world.cycle, "bappeda")
    assert count_working_days_left(world.cycle) == 0
    StageWindow.objects.filter(stage="bappeda").delete()
    assert count_working_days_left(world.cycle) == 0
