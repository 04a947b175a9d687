"""The public list: only live and published, filters, keyset paging, constant queries, and the path of one proposal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bappeda.services.run_file import write_run_file
from portal import proving, reading
from proposals.models import Proposal
from tests.bappeda.factories import (
    make_approved_run,
    make_marked,
    make_published_run,
    make_run,
    make_world,
    set_ceiling,
)

pytestmark = pytest.mark.django_db
PAGE = "/publik/"


@pytest.fixture
def world():
    return make_world()


def read(client, url: str = PAGE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def path(row) -> str:
    return reverse("portal:proposal", args=[row.reference])


def test_nothing_is_public_before_publication(client, world):
    row = make_marked(world)
    make_approved_run(world)
    assert "Daftar prioritas belum diumumkan." in read(client)
    assert row.title not in read(client)
    assert client.get(path(row)).status_code == 404
    assert "Kriteria ditampilkan di sini setelah" in read(client, "/publik/cara/")


def test_a_training_year_is_never_public(client):
    world = make_world(kind="training")
    row = make_marked(world)
    make_published_run(world)
    assert "Daftar prioritas belum diumumkan." in read(client)
    assert client.get(path(row)).status_code == 404


def test_public_are_results_and_reasons_and_nothing_that_is_still_on_its_way(client, world):
    first, second = make_marked(world, title="Masuk daftar"), make_marked(world, title="Cadangan pertama")
    world.proposal("rejected", title="Ditolak kecamatan")
    hidden = [
        world.proposal(status, title=f"Masih {status}")
        for status in ("draft", "awaiting_lurah", "kecamatan_review", "opd_review", "withdrawn")
    ]
    set_ceiling(world, first.current_budget)
    make_published_run(world)
    text = read(client)
    assert "3 usulan dari 3 kelurahan." in text
    assert "Pagu Kota Tangerang tidak cukup, kurang Rp\u00a0184.500.000" in text
    assert "Usulan ganda: Sudah diusulkan RW lain." in text
    for row in hidden:
        assert row.title not in text
        if row.reference:
            assert client.get(path(row)).status_code == 404
    assert client.get(path(second)).status_code == 200


def test_path_tells_offices_and_reasons_but_no_people(client, world):
    row = make_marked(world, contact="0812-3456-7890", proposer="RW 05")
    make_published_run(world)
    text = read(client, path(row))
    for words in (
        "mengajukan",
        "menyatakan layak",
        "Bappeda menilai",
        "Diumumkan sebagai Prioritas",
        "urutan 1 dari 1",
    ):
        assert words in text
    assert "0812-3456-7890" not in text
    for person in (world.operator, world.lurah, world.camat, world.verifier, world.reviewer, world.admin):
        assert person.full_name not in text
        assert person.username not in text


def test_path_of_an_odd_reference_does_not_exist(client, world):
    make_marked(world)
    make_published_run(world)
    for odd in ("2021-36.71.03.1002-9999", "x" * 200, "ˣ", "2021%00"):
        assert client.get(f"/publik/usulan/{odd}/").status_code == 404


def test_filters_and_search_narrow_the_list(client, world):
    near, far = (
        make_marked(world, title="Drainase Melati"),
        make_marked(world, title="Drainase Kenanga", street="Jl. Kenanga"),
    )
    Proposal.objects.filter(pk=far.pk).update(kelurahan=world.belendung, kecamatan=world.benda)
    make_published_run(world)
    for query, found in (
        ("kecamatan=36.71.03", [near]),
        ("kelurahan=36.71.04.1001", [far]),
        ("pd=DISHUB", []),
        ("hasil=prioritas", [near, far]),
        ("hasil=cadangan", []),
        ("hasil=entah", [near, far]),
        ("cari=melati", [near]),
        ("cari=belendung", [far]),
        (f"cari={far.reference}", [far]),
        ("cari=%00", [near, far]),
    ):
        answer = client.get(f"{PAGE}?{query}")
        assert (query, {row.pk for row in answer.context["page"].rows}) == (query, {row.pk for row in found})


def test_no_match_offers_a_way_out(client, world):
    make_marked(world)
    make_published_run(world)
    assert "Tidak ada usulan yang cocok." in read(client, f"{PAGE}?cari=entah")


def test_paging_walks_ranked_and_unranked_rows_once_forth_and_back(client, world, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    rows = [make_marked(world) for _ in range(3)] + [world.proposal("rejected") for _ in range(2)]
    make_published_run(world)
    seen, url = [], PAGE
    while url:
        answer = client.get(url)
        seen.append([row.pk for row in answer.context["page"].rows])
        url = f"{PAGE}{answer.context['next_url']}" if answer.context["next_url"] else ""
    assert [len(page) for page in seen] == [2, 2, 1]
    assert sorted(pk for page in seen for pk in page) == sorted(row.pk for row in rows)
    back = client.get(f"{PAGE}{answer.context['previous_url']}")
    assert [row.pk for row in back.context["page"].rows] == seen[1]
    start = client.get(f"{PAGE}{back.context['previous_url']}")
    assert [row.pk for row in start.context["page"].rows] == seen[0]
    assert start.context["previous_url"] == ""


@pytest.mark.parametrize("value", ["abc", "1", "-", "1-x", "²-1", "9" * 40 + "-1"])
def test_an_anchor_that_makes_no_sense_shows_the_first_page(client, world, value):
    row = make_marked(world)
    make_published_run(world)
    assert row.title in read(client, f"{PAGE}?setelah={value}")


def test_list_takes_the_same_queries_for_one_row_and_for_three(client, world, django_assert_num_queries):
    make_marked(world)
    make_published_run(world)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        client.get(PAGE)
    for _ in range(2):
        row = make_marked(world)
        Proposal.objects.filter(pk=row.pk).update(status="reserve")
    with django_assert_num_queries(len(first)):
        assert client.get(PAGE).context["page"].count == 3


def test_method_names_criteria_weights_ties_and_ceilings(client, world):
    make_marked(world)
    set_ceiling(world, 10**12)
    make_published_run(world)
    text = read(client, "/publik/cara/")
    for words in (
        "Kesesuaian dengan rancangan awal RKPD",
        "25%",
        "Bila sama, urutan Musrenbang kecamatan yang lebih kecil lebih dulu",
        "Rp\u00a01.000.000.000.000",
    ):
        assert words in text


def test_newer_run_that_is_not_published_leaves_the_list_alone(client, world):
    row = make_marked(world)
    published = make_published_run(world)
    set_ceiling(world, 0)
    make_run(world)
    answer = client.get(PAGE)
    assert answer.context["publication"].run_id == published.pk
    assert [found.pk for found in answer.context["page"].rows] == [row.pk]
    assert answer.context["page"].rows[0].position == 1


def test_anybody_can_fetch_the_run_in_force_and_the_program_that_checks_it(client, world):
    assert client.get("/publik/cara/perhitungan.json").status_code == 404
    make_marked(world)
    run = make_published_run(world)
    page = read(client, "/publik/cara/")
    assert reverse("portal:run_file") in page and reverse("portal:verify_ranking") in page
    answer = client.get(reverse("portal:run_file"))
    assert answer.content.decode() == write_run_file(run)
    assert f"perhitungan-{run.cycle.slug}-1.json" in answer["Content-Disposition"]
    assert world.reviewer.username not in answer.content.decode()
    again = client.get(reverse("portal:run_file"), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    program = b"".join(client.get(reverse("portal:verify_ranking")).streaming_content)
    assert program == proving.PROGRAM.read_bytes()


def test_run_file_is_not_for_those_who_fetch_it_all_day(client, world, monkeypatch):
    monkeypatch.setattr(proving, "FILES_AN_HOUR", 1)
    make_marked(world)
    make_published_run(world)
    assert [client.get(reverse("portal:run_file")).status_code for _ in range(2)] == [200, 429]
