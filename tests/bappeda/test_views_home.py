"""The home of Bappeda and the leadership: what waits by role, until when, and the money."""

import pytest

from bappeda.home import build_home
from proposals import clock
from tests.bappeda.factories import (
    assign_sheet,
    make_approved_run,
    make_marked,
    make_published_run,
    make_run,
    make_world,
    mark,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def home(client, user) -> str:
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_reviewer_finds_the_next_sheet(client, world):
    assert "Belum ada usulan yang ditugaskan kepada Anda." in home(client, world.reviewer)
    row = world.proposal("scoring")
    assign_sheet(world, row)
    assert "1 usulan menunggu nilai Anda" in home(client, world.reviewer)
    mark(world, row)
    assert "Semua lembar penilaian Anda sudah selesai." in home(client, world.reviewer)


def test_admin_finds_what_is_not_assigned_disputed_or_suggested(client, world):
    world.proposal("scoring")
    disputed = world.proposal("opd_review")
    world.step(disputed, "redirect")
    row = make_marked(world)
    mark(
        world, row, reviewer=world.person("bappeda_reviewer"), suggestion="return", note="Panjang diragukan."
    )
    text = home(client, world.admin)
    assert "1 usulan belum punya penilai" in text
    assert "1 usulan dialihkan dan menunggu keputusan" in text
    assert "Panjang diragukan." in text


def test_admin_is_told_when_everything_is_marked(client, world):
    make_marked(world)
    assert "Semua usulan sudah dinilai" in home(client, world.admin)


def test_head_finds_the_run_and_admin_the_approved_one(client, world):
    make_marked(world)
    make_run(world)
    assert "Perhitungan ke-1 menunggu persetujuan Anda" in home(client, world.head)
    make_approved_run(world)
    assert "menunggu persetujuan Anda" not in home(client, world.head)
    assert "Perhitungan ke-2 sudah disetujui" in home(client, world.admin)


def test_leadership_sees_money_per_kecamatan_and_no_drafts(client, world):
    row = make_marked(world)
    world.draft()
    make_published_run(world)
    leader = world.person("leadership")
    assert "Perlu Anda kerjakan" not in home(client, leader)
    told = build_home(leader, world.cycle, clock.now())
    assert told["total"] == {"count": 1, "amount": row.current_budget}
    assert [(place["name"], place["count"]) for place in told["places"]["rows"]] == [("Batuceper", 1)]
