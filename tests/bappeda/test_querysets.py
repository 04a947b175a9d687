"""The board, runs, gauges and explanations: right rows, constant queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda.explanations import explain_place
from bappeda.models import RankedProposal
from bappeda.querysets import (
    BoardFilter,
    find_published_run,
    list_changed_ceilings,
    list_gauges,
    list_published,
    list_runs,
    read_board,
)
from bappeda.services.publishing import approve
from proposals.models import Field, Proposal
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


def positions(page) -> list[int]:
    return [row.position for row in page.rows]


def show(page) -> list[str]:
    """What a template reads of each row."""
    return [
        f"{row.proposal.title} {row.proposal.uuid} {row.proposal.reference} {row.proposal.kelurahan.name} "
        f"{row.agency.short_name} {row.kecamatan.name} {row.field.name} {row.score} {row.shortfalls}"
        for row in page.rows
    ]


def test_board_pages_by_position_forth_and_back(world):
    for _ in range(5):
        make_marked(world)
    run = make_run(world)
    first = read_board(run, limit=2)
    assert (positions(first), first.next_after, first.previous_before) == ([1, 2], 2, None)
    middle = read_board(run, after=first.next_after, limit=2)
    assert (positions(middle), middle.next_after, middle.previous_before) == ([3, 4], 4, 3)
    last = read_board(run, after=middle.next_after, limit=2)
    assert (positions(last), last.next_after, last.previous_before) == ([5], None, 5)
    back = read_board(run, before=last.previous_before, limit=2)
    assert (positions(back), back.next_after, back.previous_before) == ([3, 4], 4, 3)
    start = read_board(run, before=back.previous_before, limit=2)
    assert (positions(start), start.previous_before) == ([1, 2], None)
    assert (first.prioritised, first.reserve) == (5, 0)


def test_board_of_another_run_does_not_leak(world):
    make_marked(world)
    make_run(world)
    training = make_world(kind="training")
    assert read_board(make_run(world)).rows[0].proposal.cycle_id == world.cycle.pk
    make_marked(training)
    assert len(read_board(make_run(training)).rows) == 1


def test_board_is_narrowed_by_office_field_outcome_and_tie(world):
    first, second = make_marked(world), make_marked(world, marks={"rkpd": 1, "lintas_wilayah": 1})
    other = Field.objects.create(code="sosial", name="Sosial")
    Proposal.objects.filter(pk=second.pk).update(
        kecamatan=world.benda, current_agency=world.dishub, field=other
    )
    set_ceiling(world, first.current_budget)
    run = make_run(world)
    for narrowed, found in (
        (BoardFilter(kecamatan="36.71.04"), [second]),
        (BoardFilter(agency="DPUPR"), [first]),
        (BoardFilter(field="sosial"), [second]),
        (BoardFilter(outcome="reserve"), [second]),
        (BoardFilter(is_tied=True), []),
        (BoardFilter(is_near_cut=True), [first, second]),
        (BoardFilter(kecamatan="tidak ada"), []),
    ):
        page = read_board(run, narrowed)
        assert [row.proposal for row in page.rows] == found
        assert page.prioritised + page.reserve == len(found)


def test_board_places_the_cut_line_above_its_row(world):
    first, _ = make_marked(world), make_marked(world)
    set_ceiling(world, first.current_budget)
    page = read_board(make_run(world))
    assert {position: [use["label"] for use in uses] for position, uses in page.cuts.items()} == {
        2: ["Kota Tangerang"]
    }


def test_board_takes_the_same_queries_for_one_row_and_for_three(world, django_assert_num_queries):
    make_marked(world)
    run = make_run(world)
    with django_assert_num_queries(1):
        show(read_board(run))
    make_marked(world)
    make_marked(world)
    run = make_run(world)
    with django_assert_num_queries(1):
        assert len(show(read_board(run))) == 3
    with django_assert_num_queries(2):  # what a filter leaves has to be counted
        assert len(show(read_board(run, BoardFilter(outcome="prioritised")))) == 3


def test_runs_are_listed_with_their_people_and_without_inputs(world, django_assert_num_queries):
    make_marked(world)
    make_run(world)
    run = make_run(world)
    approve(run=run, by=world.head)
    with django_assert_num_queries(1):
        runs = list(list_runs(world.cycle))
        assert [item.number for item in runs] == [2, 1]
        assert (runs[0].made_by, runs[0].approval.by) == (world.admin, world.head)
    assert "inputs" in runs[0].get_deferred_fields()


def test_published_run_and_rows(world):
    make_marked(world)
    make_approved_run(world)
    assert find_published_run(world.cycle) is None
    assert not list_published(world.cycle).exists()
    run = make_published_run(world)
    assert find_published_run(world.cycle) == run
    assert [row.run_id for row in list_published(world.cycle)] == [run.pk]


def test_gauges_tell_use_and_warn_before_the_end(world):
    row = make_marked(world)
    set_ceiling(world, row.current_budget * 100 // 96)
    set_ceiling(world, row.current_budget * 2, "agency", agency=world.dpupr)
    set_ceiling(world, 0, "kecamatan", kecamatan=world.benda)
    city, benda, dpupr = list_gauges(make_run(world))
    assert (city.label, city.percent, city.is_nearly_used) == ("Kota Tangerang", Decimal("96.0"), True)
    assert (dpupr.label, dpupr.percent, dpupr.is_nearly_used) == ("DPUPR", Decimal("50.0"), False)
    assert (benda.percent, benda.used, benda.left) == (Decimal("100.0"), 0, 0)
    assert (city.used, city.left, city.cut_position) == (row.current_budget, city.amount - city.used, None)


def test_changed_new_and_removed_ceilings_are_named(world):
    make_marked(world)
    city = set_ceiling(world, 10**12)
    dpupr = set_ceiling(world, 10**12, "agency", agency=world.dpupr)
    set_ceiling(world, 10**12, "kecamatan", kecamatan=world.batuceper)
    run = make_run(world)
    assert list_changed_ceilings(run) == []
    city.amount = 5
    city.save()
    dpupr.delete()
    set_ceiling(world, 1, "kecamatan", kecamatan=world.benda)
    set_ceiling(world, 1, "kelurahan", kelurahan=world.batujaya)
    assert list_changed_ceilings(run) == ["Kota Tangerang", "DPUPR", "Kecamatan Benda"]


def test_explanation_names_parts_neighbours_and_who_must_be_passed(world):
    first = make_marked(world, marks={"rkpd": 5, "lintas_wilayah": 5})
    second = make_marked(world)
    mark(world, second, reviewer=world.person("bappeda_reviewer"), marks={"rkpd": 1, "lintas_wilayah": 3})
    third = make_marked(world, marks={"rkpd": 1, "lintas_wilayah": 1})
    set_ceiling(world, first.current_budget)
    run = make_run(world)
    told = explain_place(run, 2)
    assert (told.row.proposal, told.above.proposal, told.below.proposal) == (second, first, third)
    assert told.to_pass.proposal == first
    assert told.row.pass_points == told.above.score - told.row.score
    assert (told.assigned, told.marked) == (2, 2)
    assert told.widest == ("Kesesuaian dengan rancangan awal RKPD", 3)
    part = told.parts[0]
    assert (part.label, part.level, part.points, part.most) == (
        "Kesesuaian dengan rancangan awal RKPD",
        Decimal("2.50"),
        Decimal("9.375000"),
        Decimal(25),
    )
    assert sum(part.points for part in told.parts) == told.row.score


def test_explanation_at_the_ends_has_one_neighbour(world):
    make_marked(world)
    run = make_run(world)
    told = explain_place(run, 1)
    assert (told.above, told.below, told.to_pass, told.widest) == (None, None, None, None)
    assert explain_place(run, 2) is None


def test_explanation_takes_three_queries(world, django_assert_num_queries):
    for _ in range(3):
        make_marked(world)
    run = make_run(world)
    with django_assert_num_queries(3):
        explain_place(run, 2)


def test_explanation_keeps_the_words_of_the_freeze(world):
    make_marked(world)
    run = make_run(world)
    world.criteria_set.criteria.filter(key="rkpd").delete()
    assert explain_place(run, 1).parts[0].label == "Kesesuaian dengan rancangan awal RKPD"


def test_page_costs_no_hidden_query_per_row(world):
    for _ in range(3):
        make_marked(world)
    run = make_run(world)
    page = read_board(run)
    with CaptureQueriesContext(connection) as queries:
        show(page)
    assert len(queries) == 0
    assert RankedProposal.objects.filter(run=run).count() == 3
