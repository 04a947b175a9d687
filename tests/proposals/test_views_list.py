"""/usulan/: scope, filters in the address, keyset paging, capped count, constant queries, empty states."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals import pages
from proposals.models import Proposal
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db
URL = reverse("proposals:list")


@pytest.fixture
def world():
    return World()


def titles(client, user, query="", status=200) -> list[str]:
    client.force_login(user)
    response = client.get(f"{URL}{query}")
    assert response.status_code == status
    return [row.title for row in response.context["page"].rows]


def test_list_shows_only_what_the_office_sees(client, world):
    world.draft(title="Draf Batujaya")
    sent = world.proposal("kecamatan_review", title="Sudah diteruskan")
    assert titles(client, world.lurah) == ["Sudah diteruskan", "Draf Batujaya"]
    assert titles(client, world.camat) == [sent.title]
    assert titles(client, world.person("camat", world.benda)) == []
    assert titles(client, world.person("administrator")) == []


def test_list_keeps_to_the_chosen_cycle(client, world):
    world.proposal("kecamatan_review", title="Sebenarnya")
    training = World(kind="training")
    training.operator = world.operator
    training.lurah = world.lurah
    training.proposal("kecamatan_review", title="Latihan")
    assert titles(client, world.lurah) == ["Sebenarnya"]
    assert titles(client, world.lurah, "?tahun=latihan-2021") == ["Latihan"]
    page = client.get(URL).content.decode()
    assert "LATIHAN" in page and "Tahun perencanaan: Latihan 2021" in page and "?tahun=2021" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=kecamatan_review", ["Trotoar"]), ("?status=draft", ["Drainase 100%"]),
        ("?status=draft&status=kecamatan_review", ["Trotoar", "Drainase 100%"]),
        ("?kecamatan=36.71.03", ["Trotoar", "Drainase 100%"]),
        ("?kelurahan=36.71.03.1003", []), ("?agency=DPUPR", ["Trotoar", "Drainase 100%"]), ("?agency=DISHUB", []),
        ("?field=infrastruktur", ["Trotoar", "Drainase 100%"]), ("?source=pokir", []), ("?kind=nonphysical", []),
        ("?q=trotoar", ["Trotoar"]), ("?q=0001", ["Trotoar"]), ("?q=anggrek", ["Trotoar"]),
        ("?q=100%25", ["Drainase 100%"]),
        ("?q=trotoar+melati", []),
    ],
)  # fmt: skip
def test_list_filters(client, world, query, found):
    world.draft(title="Drainase 100%")
    world.proposal("kecamatan_review", title="Trotoar", street="Jl. Anggrek")
    assert titles(client, world.lurah, query) == found


@pytest.mark.parametrize(
    "query", ["?status=apa", "?kecamatan=%00", "?q=%00", "?agency=a%20b", f"?q={'x' * 101}", "?kind=1"]
)
def test_unknown_filter_is_named_and_finds_nothing(client, world, query):
    world.draft()
    assert titles(client, world.lurah, query, status=422) == []


def test_list_without_match_says_what_to_do(client, world):
    client.force_login(world.lurah)
    page = client.get(f"{URL}?q=Melatih").content.decode()
    assert "Tidak ada usulan yang cocok dengan “Melatih”." in page and "Hapus saringan" in page


def test_empty_list_says_what_to_do(client, world):
    client.force_login(world.lurah)
    assert "Belum ada usulan. Mulai" in client.get(URL).content.decode()
    client.force_login(world.camat)
    assert "setelah diteruskan lurah" in client.get(URL).content.decode()


def test_list_without_any_cycle_opens(client, world):
    world.cycle.windows.all().delete()
    world.cycle.delete()
    assert titles(client, world.lurah) == []


def test_list_takes_the_same_queries_for_one_row_and_three(client, world):
    def count() -> int:
        client.force_login(world.camat)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    world.proposal("kecamatan_review")
    count()
    one = count()
    world.proposal("kecamatan_review")
    world.proposal("opd_review")
    assert count() == one


def test_filter_links_keep_the_other_filters(client, world):
    client.force_login(world.camat)
    response = client.get(f"{URL}?status=draft&q=jalan&sebelum=9")
    field = next(menu for menu in response.context["menus"] if menu["label"] == "Bidang")
    assert field["choices"][0]["url"] == "?status=draft&q=jalan&field=infrastruktur"


def test_pages_follow_one_another_without_gap(world):
    rows = [world.draft(photo=False) for _ in range(5)]
    everything, newest_first = Proposal.objects.all(), [row.pk for row in rows][::-1]
    first = pages.read_page(everything, {"status": "draft"}, size=2)
    assert [row.pk for row in first.rows] == newest_first[:2]
    assert first.previous_url == "" and first.next_url == f"?status=draft&sebelum={first.rows[-1].pk}"
    second = pages.read_page(everything, {"sebelum": str(first.rows[-1].pk)}, size=2)
    last = pages.read_page(everything, {"sebelum": str(second.rows[-1].pk)}, size=2)
    assert [row.pk for row in [*first.rows, *second.rows, *last.rows]] == newest_first
    assert last.next_url == ""
    back = pages.read_page(everything, {"sesudah": str(last.rows[0].pk)}, size=2)
    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    assert back.previous_url and back.next_url
    top = pages.read_page(everything, {"sesudah": str(second.rows[0].pk)}, size=2)
    assert top.previous_url == ""


@pytest.mark.parametrize("cursor", ["abc", "-1", "9" * 30, "１２"])
def test_unreadable_cursor_gives_the_first_page(world, cursor):
    row = world.draft(photo=False)
    assert [r.pk for r in pages.read_page(Proposal.objects.all(), {"sebelum": cursor}).rows] == [row.pk]


def test_count_stops_in_time(world, monkeypatch):
    for _ in range(4):
        world.draft(photo=False)
    monkeypatch.setattr(pages, "COUNT_UP_TO", 2)
    assert pages.count(Proposal.objects.all()) == 3
    assert pages.tell_count(3) == "lebih dari 2 usulan"
    assert pages.tell_count(2) == "2 usulan"


@pytest.mark.parametrize("role, stage", [("operator", "kelurahan"), ("officer", "kecamatan")])
def test_a_new_proposal_is_offered_only_while_the_stage_is_open(client, world, role, stage):
    client.force_login(getattr(world, role))
    assert "Buat usulan baru" in client.get(URL).content.decode()
    close_stage(world.cycle, stage)
    assert "Buat usulan baru" not in client.get(URL).content.decode()
