"""What waits at an office: order, filters, paging without gaps, neighbours, and how much is done."""

import uuid
from datetime import timedelta

import pytest
from django.http import QueryDict

from proposals import queue_choices, queues
from proposals.models import Proposal
from proposals.queue_choices import Choice
from proposals.queues import Pile
from tests.factories import World

pytestmark = pytest.mark.django_db
ALL = tuple(queue_choices.FILTERS)


@pytest.fixture
def world() -> World:
    return World()


def pile(world: World) -> Pile:
    scope = Proposal.objects.filter(cycle=world.cycle, kecamatan=world.batuceper, endorsed_at__isnull=False)
    return Pile(scope, "kecamatan_review", "kelurahan_order", ("endorsed_at",))


def choose(query: str = "") -> Choice:
    return Choice.read(QueryDict(query), allowed=ALL)


def rows_of(world: World, count: int) -> list[Proposal]:
    """Proposals that wait at the kecamatan, copied from one that went the whole way."""
    first = world.proposal()
    for number in range(2, count + 1):
        copy = Proposal.objects.get(pk=first.pk)
        copy.pk, copy.uuid, copy.reference = None, uuid.uuid4(), f"2021-36.71.03.1002-{number:04d}"
        copy.endorsed_at += timedelta(minutes=number)
        copy.current_budget += number % 7
        copy.current_households = (number * 3) % 11
        copy.kelurahan_order = number % 9 or None
        copy.save(force_insert=True)
    return list(Proposal.objects.order_by("pk"))


@pytest.mark.parametrize("sort", list(queue_choices.SORTS))
def test_paging_forward_gives_every_row_once_in_order(world, monkeypatch, sort):
    monkeypatch.setattr(queues, "PAGE", 5)
    everything = rows_of(world, 23)
    seen, choice = [], choose(f"urut={sort}")
    for _ in range(9):
        page = pile(world).read(choice)
        seen += page.rows
        if not page.more_after:
            break
        choice = choose(f"urut={sort}&setelah={page.rows[-1].uuid}")
    assert len(seen) == len(everything)
    places = [pile(world)._place(sort, row) for row in seen]
    assert places == sorted(places)
    assert len({row.pk for row in seen}) == 23


@pytest.mark.parametrize("sort", list(queue_choices.SORTS))
def test_paging_backward_gives_the_same_pages(world, monkeypatch, sort):
    monkeypatch.setattr(queues, "PAGE", 5)
    rows_of(world, 13)
    first = pile(world).read(choose(f"urut={sort}"))
    second = pile(world).read(choose(f"urut={sort}&setelah={first.rows[-1].uuid}"))
    back = pile(world).read(choose(f"urut={sort}&sebelum={second.rows[0].uuid}"))
    assert back.rows == first.rows
    assert (back.more_before, back.more_after) == (False, True)


def test_paging_goes_on_after_the_last_row_was_decided(world, monkeypatch):
    monkeypatch.setattr(queues, "PAGE", 2)
    rows_of(world, 6)
    first = pile(world).read(choose())
    rest = [row.pk for row in pile(world).read(choose(f"setelah={first.rows[-1].uuid}")).rows]
    Proposal.objects.filter(pk=first.rows[-1].pk).update(status="rejected")
    assert [row.pk for row in pile(world).read(choose(f"setelah={first.rows[-1].uuid}")).rows] == rest


def test_paging_with_a_foreign_anchor_shows_nothing(world):
    rows_of(world, 2)
    assert pile(world).read(choose(f"setelah={uuid.uuid4()}")).rows == []


def test_page_takes_one_query_at_one_and_at_three_rows(world, django_assert_num_queries):
    rows_of(world, 1)
    with django_assert_num_queries(1):
        pile(world).read(choose())
    rows_of_more = Proposal.objects.get()
    for number in (2, 3):
        rows_of_more.pk, rows_of_more.uuid, rows_of_more.reference = None, uuid.uuid4(), f"X-{number}"
        rows_of_more.save(force_insert=True)
    with django_assert_num_queries(1):
        assert [row.kelurahan.name for row in pile(world).read(choose()).rows] == ["Batujaya"] * 3


@pytest.mark.parametrize("sort", list(queue_choices.SORTS))
def test_neighbours_are_the_rows_beside_the_open_one(world, sort):
    rows_of(world, 15)
    ordered = pile(world).read(choose(f"urut={sort}")).rows
    for number, row in enumerate(ordered):
        page = pile(world).read_around(choose(f"urut={sort}"), row)
        assert page.previous == (ordered[number - 1] if number else None)
        assert page.following == (ordered[number + 1] if number < 14 else None)


def test_neighbours_of_a_decided_row_are_still_found(world):
    rows_of(world, 4)
    ordered = pile(world).read(choose()).rows
    Proposal.objects.filter(pk=ordered[1].pk).update(status="rejected")
    ordered[1].refresh_from_db()
    page = pile(world).read_around(choose(), ordered[1])
    assert (page.previous, page.following) == (ordered[0], ordered[2])
    assert ordered[1] not in page.rows


def test_rows_around_are_cut_and_say_so(world, monkeypatch):
    monkeypatch.setattr(queues, "PAGE", 3)
    monkeypatch.setattr(queues, "BEFORE", 2)
    rows_of(world, 12)
    ordered = pile(world).read_around(choose(), Proposal.objects.order_by("kelurahan_order", "pk")[5])
    assert len(ordered.rows) == 6
    assert (ordered.more_before, ordered.more_after) == (True, True)


def test_next_after_the_last_row_is_the_first(world):
    rows_of(world, 3)
    ordered = pile(world).read(choose()).rows
    assert pile(world).next_after(choose(), ordered[0]) == ordered[1]
    assert pile(world).next_after(choose(), ordered[2]) == ordered[0]


def test_next_after_the_only_row_is_nothing(world):
    (row,) = rows_of(world, 1)
    assert pile(world).next_after(choose(), row) is None


def test_count_tells_what_is_done_and_what_fits(world, django_assert_num_queries):
    rows = rows_of(world, 5)
    Proposal.objects.filter(pk=rows[0].pk).update(status="rejected")
    Proposal.objects.filter(pk=rows[1].pk).update(is_recommended=True)
    with django_assert_num_queries(1):
        progress = pile(world).count(choose("rekomendasi=sudah"))
    assert (progress.total, progress.waiting, progress.done, progress.matching) == (5, 4, 1, 1)
    assert not progress.capped


def test_count_numbers_the_first_row_of_a_page(world, monkeypatch):
    monkeypatch.setattr(queues, "PAGE", 2)
    rows_of(world, 5)
    first = pile(world).read(choose())
    choice = choose(f"setelah={first.rows[-1].uuid}")
    second = pile(world).read(choice)
    assert pile(world).count(choice, second).first == 3


def test_count_stops_at_its_limit(world, monkeypatch):
    monkeypatch.setattr(queues, "COUNT_UP_TO", 3)
    rows_of(world, 5)
    assert pile(world).count(choose()).capped


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kelurahan=36.71.03.1002", 1), ("kelurahan=36.71.03.1003", 0), ("bidang=infrastruktur", 1), ("bidang=lain", 0),
        ("rekomendasi=sudah", 0), ("rekomendasi=belum", 1), ("rekomendasi=mungkin", 1), ("kembali=1", 0),
        ("posisi=1", 0), ("alihan=1", 0), ("cari=melati", 1), ("cari=melati+drainase", 1), ("cari=melati+xyz", 0),
        ("cari=1002-0001", 1), ("cari=%00", 1), ("cari=%25", 0), ("kecamatan=36.71.04", 0),
    ],
)  # fmt: skip
def test_filter_from_the_address(world, query, found):
    rows_of(world, 1)
    assert len(pile(world).read(choose(query)).rows) == found


def test_filter_of_what_came_back_finds_a_repaired_proposal(world):
    row = world.proposal("revision")
    from proposals.services.transitions import perform

    perform(
        targets={row.uuid: row.version}, action="edit", by=world.operator, values={"volume": "110"}
    ).require()
    world.step(row, "resubmit")
    (found,) = pile(world).read(choose("kembali=1")).rows
    assert found.was_repaired


def test_filter_that_the_desk_does_not_use_is_left_out():
    choice = Choice.read(QueryDict("kecamatan=36.71.03&bidang=air"), allowed=("bidang",))
    assert dict(choice.filters) == {"bidang": "air"}


def test_query_keeps_filters_and_drops_paging():
    choice = choose(f"bidang=air&urut=kk&setelah={uuid.uuid4()}")
    assert choice.query() == "?bidang=air&urut=kk"
    assert choice.query(bidang="") == "?urut=kk"
    assert choose().query() == ""


def test_list_choices_takes_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        places, fields = queues.list_choices(kecamatan=world.batuceper.pk)
    assert places == [("36.71.03.1002", "Batujaya"), ("36.71.03.1003", "Batusari")]
    assert fields == [("infrastruktur", "Infrastruktur")]
