"""The ranking board and its explanations: who sees what, filters in the address, cut-lines, constant queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bappeda import querysets
from bappeda.services.publishing import approve, publish
from bappeda.wording import PUBLIC_NOTE
from proposals.models import Proposal
from tests.bappeda.factories import (
    assign_sheet,
    make_marked,
    make_published_run,
    make_run,
    make_world,
    mark,
    set_ceiling,
)

pytestmark = pytest.mark.django_db
BOARD = "/bappeda/peringkat/"


@pytest.fixture
def world():
    return make_world()


def open_page(client, user, url: str, **extra):
    client.force_login(user)
    return client.get(url, **extra)


def read(client, user, url: str, **extra) -> str:
    answer = open_page(client, user, url, **extra)
    assert answer.status_code == 200
    return answer.content.decode()


def explanation(row, run=None) -> str:
    url = reverse("bappeda:explanation", args=[row.uuid])
    return f"{url}?perhitungan={run.pk}" if run else url


@pytest.mark.parametrize(
    ("role", "run_before", "run_after"),
    [
        ("kelurahan_operator", 404, 200),
        ("lurah", 404, 200),
        ("kecamatan_officer", 404, 200),
        ("camat", 404, 200),
        ("opd_verifier", 404, 200),
        ("bappeda_reviewer", 200, 200),
        ("bappeda_admin", 200, 200),
        ("bappeda_head", 200, 200),
        ("leadership", 200, 200),
        ("administrator", 403, 403),
    ],
)
def test_run_by_role_before_and_after_publication(client, world, role, run_before, run_after):
    row = make_marked(world)
    run = make_run(world)
    person = world.person(role)
    url, why = reverse("bappeda:run", args=[run.pk]), explanation(row, run)
    in_scope = role != "administrator"
    assert open_page(client, person, url).status_code == run_before
    assert client.get(why).status_code == (run_before if in_scope else 404)
    approve(run=run, by=world.head)
    publish(run=run, by=world.admin)
    assert client.get(url).status_code == run_after
    assert client.get(why).status_code == (run_after if in_scope else 404)


def test_other_offices_find_only_their_own_proposals_on_a_published_board(client, world):
    own, foreign = make_marked(world, title="Milik Batujaya"), make_marked(world, title="Milik Belendung")
    Proposal.objects.filter(pk=foreign.pk).update(kelurahan=world.belendung, kecamatan=world.benda)
    make_published_run(world)
    text = read(client, world.lurah, BOARD)
    assert "Milik Batujaya" in text
    assert "Milik Belendung" not in text
    assert "1 usulan" in text
    assert open_page(client, world.lurah, explanation(foreign)).status_code == 404
    assert open_page(client, world.lurah, explanation(own)).status_code == 200


def test_reviewer_with_open_sheets_sees_no_scores_before_publication(client, world):
    row, other = make_marked(world), world.proposal("scoring")
    mark(world, other, reviewer=world.person("bappeda_reviewer"))
    run = make_run(world)
    assign_sheet(world, other)
    answer = open_page(client, world.reviewer, reverse("bappeda:run", args=[run.pk]))
    assert answer.status_code == 403
    assert "1 lembar penilaian Anda yang tersisa" in answer.content.decode()
    assert client.get(explanation(row, run)).status_code == 403
    assert client.get(reverse("bappeda:run_file", args=[run.pk])).status_code == 403
    assert client.get(reverse("bappeda:run_check", args=[run.pk])).status_code == 403


def test_board_without_a_run_offers_the_admin_to_make_one(client, world):
    assert reverse("bappeda:new_run") in read(client, world.admin, BOARD)
    assert reverse("bappeda:new_run") not in read(client, world.head, BOARD)


def test_board_says_who_when_what_and_that_it_is_no_budget(client, world):
    make_marked(world)
    run = make_run(world)
    text = read(client, world.head, BOARD)
    assert f"perhitungan ke-{run.number}" in text
    assert str(world.admin) in text
    assert "Kriteria versi 1" in text
    assert run.result_sha256 in text
    assert PUBLIC_NOTE in text


def test_cut_line_and_shortfall_stand_in_the_table(client, world):
    first, _ = make_marked(world), make_marked(world)
    set_ceiling(world, first.current_budget + 1000)
    make_run(world)
    text = read(client, world.admin, BOARD)
    assert "Garis batas pagu Kota Tangerang." in text
    assert "perlu Rp\u00a0184.500.000, sisa Rp\u00a01.000" in text
    assert "seri 2" in text
    assert text.index("urutan-1") < text.index("Garis batas pagu") < text.index('id="urutan-2"')


def test_filtered_board_shows_the_line_of_the_chosen_ceiling_and_of_the_city(client, world):
    first, second, third = make_marked(world), make_marked(world), make_marked(world)
    Proposal.objects.filter(pk=second.pk).update(kelurahan=world.belendung, kecamatan=world.benda)
    set_ceiling(world, first.current_budget)
    set_ceiling(world, first.current_budget, "kecamatan", kecamatan=world.batuceper)
    make_run(world)
    whole = read(client, world.admin, BOARD)
    assert "Garis batas pagu Kecamatan Batuceper" not in whole
    text = read(client, world.admin, f"{BOARD}?kecamatan=36.71.03")
    assert "Garis batas pagu Kota Tangerang." in text
    assert "Garis batas pagu Kecamatan Batuceper." in text
    assert "2 usulan" in text
    assert third.title in text


def test_filters_stay_in_the_address_and_paging_walks_all_rows_once(client, world, monkeypatch):
    rows = [make_marked(world, title=f"Usulan bernomor {number}") for number in range(5)]
    make_run(world)
    monkeypatch.setattr(
        querysets.read_board, "__kwdefaults__", querysets.read_board.__kwdefaults__ | {"limit": 2}
    )
    client.force_login(world.admin)
    seen, url = [], f"{BOARD}?pd=DPUPR"
    for _ in range(3):
        answer = client.get(url)
        seen += [item["reference"] for item in answer.context["rows"]]
        assert "pd=DPUPR" in (answer.context["next_url"] or "pd=DPUPR")
        url = f"{BOARD}{answer.context['next_url']}"
    assert sorted(seen) == sorted(row.reference for row in rows)
    assert len(seen) == 5
    back = client.get(f"{BOARD}{answer.context['previous_url']}")
    assert [item["place"] for item in back.context["rows"]] == ["3", "4"]


@pytest.mark.parametrize("value", ["-1", "abc", "²", "9" * 30])
def test_addresses_that_make_no_sense_show_the_first_page(client, world, value):
    make_marked(world)
    make_run(world)
    assert "urutan-1" in read(client, world.admin, f"{BOARD}?setelah={value}")


def test_board_takes_the_same_queries_for_one_row_and_for_three(client, world, django_assert_num_queries):
    make_marked(world)
    run = make_run(world)
    client.force_login(world.admin)
    url = reverse("bappeda:run", args=[run.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    make_marked(world)
    make_marked(world)
    url = reverse("bappeda:run", args=[make_run(world).pk])
    with django_assert_num_queries(len(first)):
        assert client.get(url).context["count"] == 3


def test_explanation_is_a_page_and_a_fragment(client, world):
    first, second = make_marked(world), make_marked(world)
    set_ceiling(world, first.current_budget)
    run = make_run(world)
    page = read(client, world.admin, explanation(second, run))
    assert "Mengapa urutan 2 dan Cadangan" in page
    assert (
        "Perlu Rp\u00a0184.500.000, sisa pagu Kota Tangerang Rp\u00a00. Kurang Rp\u00a0184.500.000." in page
    )
    assert "lebih dulu daripada urutan 1 yang skornya sama" in page
    assert "Skor sama dengan 1 usulan lain." in page
    assert "1 dari 1 menilai." in page
    part = read(client, world.admin, explanation(second, run), headers={"HX-Request": "true"})
    assert "<html" not in part
    assert "Dari mana skor" in part


def test_explanation_of_what_is_not_ranked_does_not_exist(client, world):
    make_marked(world)
    run = make_run(world)
    outside = world.proposal("scoring")
    assert open_page(client, world.admin, explanation(outside, run)).status_code == 404
    assert client.get(f"{explanation(outside)}?perhitungan=abc").status_code == 404


def test_changed_ceiling_and_moved_proposals_are_said(client, world):
    make_marked(world)
    make_run(world)
    set_ceiling(world, 5)
    world.proposal("scoring")
    text = read(client, world.admin, BOARD)
    assert "Pagu sudah berubah." in text
    assert "1 usulan berubah sejak dibekukan." in text


@pytest.mark.parametrize("query", ["kecamatan=%00", "pd=tidak-ada", "bidang=%EF%BF%BD", "hasil=entah&seri=x"])
def test_filters_that_are_no_codes_break_nothing(client, world, query):
    make_marked(world)
    make_run(world)
    read(client, world.admin, f"{BOARD}?{query}")


@pytest.mark.parametrize(("role", "name"), [("bappeda_reviewer", "marking"), ("bappeda_head", "board")])
def test_desk_leads_to_the_page_of_the_role(client, world, role, name):
    assert open_page(client, world.person(role), "/bappeda/").url == reverse(f"bappeda:{name}")
