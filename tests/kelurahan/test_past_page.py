"""The old proposals of an office, each with why it was not funded, taken up by one click or several at once."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Proposal
from tests.bappeda.factories import make_marked, make_published_run, make_world, set_ceiling
from tests.factories import World, close_stage
from tests.kelurahan.pages import address, read_text
from tests.past import make_old

pytestmark = pytest.mark.django_db
PAGE = "/kelurahan/usulan-lama/"


def carry_url(old) -> str:
    return reverse("proposals:carry", args=[old.uuid])


def test_list_says_how_each_ended_and_why(operator, world):
    make_old(world, "rejected", title="Drainase Melati")
    make_old(world, "lapsed", title="Drainase Mawar")
    make_old(world, "reserve", title="Drainase Kenanga", unit_price="1500000")
    make_old(world, "prioritised", title="Sudah didanai")
    Proposal.objects.filter(title="Drainase Kenanga").update(current_budget=90_000_000)
    text = read_text(operator.get(PAGE))
    assert "Rp 180.000.000, terakhir Rp 90.000.000" in text
    assert "Usulan tahun 2020 yang belum didanai" in text and "Sudah didanai" not in text
    assert "Ditolak Kecamatan Batuceper. Usulan ganda: Sudah diusulkan RW lain." in text
    assert "Tahun ditutup saat usulan ini masih Draf." in text
    assert "Tidak muat dalam pagu." in text
    assert text.index("Drainase Kenanga") < text.index("Drainase Melati") < text.index("Drainase Mawar")


def test_reserve_of_a_published_list_tells_rank_and_what_was_missing(client):
    world = make_world()
    set_ceiling(world, 100_000_000)
    row = make_marked(world)
    make_published_run(world)
    practice = World(kind="training")
    client.force_login(world.operator)
    text = read_text(client.get(PAGE, {"tahun": practice.cycle.slug}))
    assert row.title in text
    assert "Urutan 1 dari 1. Perlu Rp 184.500.000, sisa pagu" in text and "Kurang Rp 84.500.000." in text


def test_one_click_leads_to_the_draft_and_again_to_the_same(operator, world):
    old = make_old(world)
    answer = operator.post(carry_url(old))
    new = Proposal.objects.get(carried_from=old)
    assert answer.url == address(new, "masalah")
    assert "tambahkan foto keadaan sekarang" in read_text(operator.get(answer.url))
    assert operator.post(carry_url(old)).url == answer.url
    text = read_text(operator.get(PAGE))
    assert "Sudah diusulkan kembali: draf" in text and "Usulkan kembali yang dicentang" not in text
    Proposal.objects.filter(pk=new.pk).update(status="kecamatan_review", reference="2021-x")
    assert operator.post(carry_url(old)).url == new.get_absolute_url()


def test_draft_that_was_being_written_is_not_forgotten(operator, world):
    old, typed = make_old(world), world.draft(photo=False)
    answer = operator.post(carry_url(old), {"usulan": typed.uuid})
    assert "Draf yang tadi Anda isi masih tersimpan" in read_text(operator.get(answer.url))


def test_several_are_taken_up_at_once(operator, world):
    olds = [make_old(world, title=f"Lama {n}") for n in range(3)]
    answer = operator.post(PAGE, {"pilih": [olds[0].uuid, olds[2].uuid, "bukan-uuid"]}, follow=True)
    assert "2 usulan lama sudah menjadi draf" in read_text(answer)
    assert set(Proposal.objects.filter(cycle=world.cycle).values_list("carried_from", flat=True)) == {
        olds[0].pk,
        olds[2].pk,
    }


def test_nothing_ticked_and_things_of_others_are_refused(operator, world):
    make_old(world)
    assert operator.post(PAGE).status_code == 422
    foreign = make_old(world, by=world.person("kelurahan_operator", world.belendung))
    for key in (foreign.uuid, uuid.uuid4()):
        assert operator.post(PAGE, {"pilih": [key]}).status_code == 404
        assert operator.post(reverse("proposals:carry", args=[key])).status_code == 404
    assert not Proposal.objects.filter(cycle=world.cycle).exists()


@pytest.mark.parametrize(
    "role", ["kecamatan_officer", "opd_verifier", "bappeda_admin", "leadership", "administrator"]
)
def test_page_is_closed_to_other_roles(client, world, role):
    client.force_login(world.person(role))
    assert client.get(PAGE).status_code == client.post(PAGE, {"pilih": uuid.uuid4()}).status_code == 403


def test_closed_stage_shows_the_list_and_takes_nothing(operator, world):
    old = make_old(world)
    close_stage(world.cycle, "kelurahan")
    page = operator.get(PAGE)
    assert "Tahap kelurahan tidak sedang dibuka" in read_text(page) and "<button" not in _main(page)
    assert operator.post(PAGE, {"pilih": [old.uuid]}).status_code == 409
    assert operator.post(carry_url(old)).status_code == 409


def _main(page) -> str:
    return page.content.decode().split("<main")[1].split("</main>")[0]


def test_office_without_a_past_is_told_so(operator, world):
    assert "Belum ada tahun sebelumnya yang selesai." in read_text(operator.get(PAGE))


@pytest.mark.parametrize("url", ["/", "/kelurahan/"])
def test_home_and_desk_lead_there_while_there_is_something_to_take_up(operator, world, url):
    old = make_old(world)
    assert "1 usulan tahun 2020 belum didanai" in read_text(operator.get(url))
    operator.post(carry_url(old))
    assert "belum didanai" not in read_text(operator.get(url))
    make_old(world)
    close_stage(world.cycle, "kelurahan")
    assert "belum didanai" not in read_text(operator.get(url))


def test_proposals_pages_show_the_lineage_both_ways(operator, world):
    old = make_old(world)
    operator.post(carry_url(old))
    new = Proposal.objects.get(carried_from=old)
    there = operator.get(new.get_absolute_url())
    assert (
        "Diusulkan ke-2 kali." in read_text(there)
        and f'href="{old.get_absolute_url()}"' in there.content.decode()
    )
    assert f"Disalin dari usulan {old.reference}" in read_text(there)
    back = operator.get(old.get_absolute_url())
    assert "Diusulkan kembali pada tahun 2021" in read_text(back)
    assert f'href="{new.get_absolute_url()}"' in back.content.decode()


def test_form_offers_to_take_up_an_old_double(operator, world):
    old = make_old(world, title="Perbaikan drainase Jl. Melati RW 05")
    row = world.draft(title="Drainase Jl. Melati RW 05")
    for step in ("masalah", "periksa"):
        page = operator.get(address(row, step)).content.decode()
        assert f'form="usulkan-kembali" formaction="{carry_url(old)}"' in page
        assert '<form id="usulkan-kembali" method="post">' in page
    assert "Pada usulan lama" not in read_text(operator.get(address(row, "volume")))


def test_form_shows_the_old_price(operator, world):
    old = make_old(world, unit_price="900000")
    operator.post(carry_url(old))
    new = Proposal.objects.get(carried_from=old)
    Proposal.objects.filter(pk=new.pk).update(unit_price=1_000_000)
    assert "Pada usulan lama Rp 900.000 per meter." in read_text(operator.get(address(new, "volume")))


def test_list_takes_the_same_queries_at_one_and_at_three_rows(operator, world):
    counts = []
    for _ in range(2):
        for status in ("rejected", "reserve", "lapsed"):
            make_old(world, status)
        operator.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            operator.get(PAGE)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 16
