"""/kecamatan/teruskan/: an ordered batch, its bill against the ceiling, and what became of it."""

import uuid

import pytest

from kecamatan.services import ordering
from proposals.models import Ceiling, Event, Proposal
from proposals.refusals import Refused
from tests.factories import World, close_stage
from tests.kelurahan.pages import read_form, read_text

pytestmark = pytest.mark.django_db
LIST = "/kecamatan/teruskan/"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def camat(client, world):
    client.force_login(world.camat)
    return client


def ready(world, *titles) -> list[Proposal]:
    rows = [world.proposal(title=title) for title in titles]
    for row in rows:
        world.step(row, "recommend")
    return rows


def send(client, *rows, **more):
    form = read_form(client.get(LIST))
    return client.post(LIST, form | {f"pilih-{row.uuid}": "1" for row in rows} | {"teruskan": "1"} | more)


def orders() -> dict[str, int]:
    return dict(Proposal.objects.exclude(kecamatan_order=None).values_list("title", "kecamatan_order"))


def test_list_shows_only_what_is_recommended(camat, world):
    ready(world, "Siap")
    world.proposal(title="Belum direkomendasikan")
    text = read_text(camat.get(LIST))
    assert "Siap" in text and "Belum direkomendasikan" not in text


def test_empty_list_says_what_to_do(camat):
    assert "Belum ada usulan yang direkomendasikan." in read_text(camat.get(LIST))


def test_batch_goes_in_the_order_of_the_numbers(camat, world):
    first, second, third = ready(world, "Satu", "Dua", "Tiga")
    numbers = {f"urutan-{first.uuid}": "9", f"urutan-{second.uuid}": "5", f"urutan-{third.uuid}": "1"}
    response = send(camat, first, second, third, **numbers)
    assert (response.status_code, response.url) == (302, LIST + "hasil/")
    assert orders() == {"Tiga": 1, "Dua": 2, "Satu": 3}
    assert set(Proposal.objects.values_list("status", flat=True)) == {"opd_review"}


def test_result_page_gives_each_its_receipt(camat, world):
    first, second = ready(world, "Satu", "Dua")
    response = camat.get(send(camat, first, second).url)
    text = read_text(response)
    assert "2 usulan diteruskan ke Perangkat Daerah" in text
    for row in (first, second):
        row.refresh_from_db()
        assert f"/usulan/{row.uuid}/tanda-terima/{row.version}/" in response.content.decode()


def test_unticked_lines_stay(camat, world):
    first, second = ready(world, "Satu", "Dua")
    send(camat, second)
    assert Proposal.objects.get(pk=first.pk).status == "kecamatan_review"


def test_mixed_batch_says_what_did_not_go_and_why(camat, world):
    first, second = ready(world, "Satu", "Dua")
    form = read_form(camat.get(LIST))
    world.step(second, "recommend")  # moved meanwhile: still in the list, another version
    posted = form | {f"pilih-{row.uuid}": "1" for row in (first, second)} | {"teruskan": "1"}
    text = read_text(camat.get(camat.post(LIST, posted).url))
    assert "1 usulan diteruskan" in text and "Belum diteruskan" in text
    assert "Direkomendasikan kecamatan oleh" in text


def test_batch_of_which_nothing_goes_is_drawn_again_with_the_reason(camat, world):
    (row,) = ready(world, "Satu")
    form = read_form(camat.get(LIST))
    world.step(row, "recommend")
    response = camat.post(LIST, form | {f"pilih-{row.uuid}": "1", "teruskan": "1"})
    assert response.status_code == 409
    assert "Usulan ini berubah sejak Anda membukanya" in read_text(response)
    assert read_form(response)[f"pilih-{row.uuid}"] == "1"


def test_batch_sent_twice_is_done_once(camat, world):
    (row,) = ready(world, "Satu")
    posted = read_form(camat.get(LIST)) | {f"pilih-{row.uuid}": "1", "teruskan": "1"}
    assert camat.post(LIST, posted).status_code == 302
    assert camat.post(LIST, posted).status_code == 422, "the list no longer holds it"
    assert Event.objects.filter(action="forward").count() == 1


def test_batch_of_nothing_asks_for_a_tick(camat, world):
    ready(world, "Satu")
    response = send(camat)
    assert response.status_code == 422
    assert "Centang usulan yang akan diteruskan." in read_text(response)


def test_every_line_is_ticked_without_script(camat, world):
    first, second = ready(world, "Satu", "Dua")
    response = camat.post(LIST, read_form(camat.get(LIST)) | {"semua": "1"})
    form = read_form(response)
    assert form[f"pilih-{first.uuid}"] == form[f"pilih-{second.uuid}"] == "1"
    assert Proposal.objects.filter(status="kecamatan_review").count() == 2


def test_bill_adds_up_by_agency_against_the_ceiling(camat, world):
    Ceiling.objects.create(
        cycle=world.cycle, kind="kecamatan", kecamatan=world.batuceper, amount=400_000_000, reason="Awal",
        effective_on="2020-01-02",
    )  # fmt: skip
    sent, first, second = ready(world, "Sudah", "Satu", "Dua")
    world.step(sent, "forward")
    response = camat.post(LIST, read_form(camat.get(LIST)) | {"semua": "1"})
    bill = response.context["bill"]
    assert bill.agencies == [("Dinas Pekerjaan Umum dan Penataan Ruang", 2, 369_000_000)]
    assert (bill.total, bill.after) == (369_000_000, 553_500_000)
    assert "melampaui pagu Rp 153.500.000" in read_text(response)


def test_bill_without_a_ceiling_says_that_nothing_binds(camat, world):
    ready(world, "Satu")
    assert "Pagu indikatif kecamatan belum diisi" in read_text(camat.get(LIST))


def test_officer_sees_the_list_but_cannot_forward(client, world):
    (row,) = ready(world, "Satu")
    client.force_login(world.officer)
    assert "Camat yang meneruskan." in read_text(client.get(LIST))
    assert send(client, row).status_code == 403
    assert Proposal.objects.get(pk=row.pk).status == "kecamatan_review"


def test_closed_window_forwards_nothing(camat, world):
    (row,) = ready(world, "Satu")
    close_stage(world.cycle, "kecamatan")
    response = send(camat, row)
    assert response.status_code == 409
    assert "Tahap Kecamatan sudah ditutup" in read_text(response)


def test_ids_of_another_kecamatan_are_ignored(client, world):
    (row,) = ready(world, "Satu")
    client.force_login(world.person("camat", world.benda))
    response = client.post(
        LIST, {f"pilih-{row.uuid}": "1", f"versi-{row.uuid}": row.version, "teruskan": "1"}
    )
    assert response.status_code == 422
    assert Proposal.objects.get(pk=row.pk).status == "kecamatan_review"


@pytest.mark.parametrize("place", ["", "-3", "abc", "99999999999", "1.5"])
def test_any_number_in_front_is_borne(camat, world, place):
    (row,) = ready(world, "Satu")
    assert send(camat, row, **{f"urutan-{row.uuid}": place}).status_code == 302


def test_result_page_without_a_batch_leads_to_the_list(camat):
    assert camat.get(LIST + "hasil/").url == LIST


@pytest.mark.parametrize("path", [LIST, LIST + "hasil/"])
def test_batch_pages_are_closed_to_other_roles(client, world, path):
    client.force_login(world.verifier)
    assert client.get(path).status_code == 403


def test_list_takes_the_same_queries_at_one_and_at_three_rows(camat, world, django_assert_max_num_queries):
    ready(world, "Satu")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as captured:
            camat.get(LIST)
        counts.append(len(captured))
        ready(world, "Dua", "Tiga")
    assert counts[0] == counts[1]


# The list itself


def test_place_moves_the_others(world):
    rows = ready(world, "Satu", "Dua", "Tiga")
    for row in rows:
        ordering.place(uuid=row.uuid, position=99, by=world.officer)
    ordering.place(uuid=rows[2].uuid, position=1, by=world.camat)
    assert orders() == {"Tiga": 1, "Satu": 2, "Dua": 3}


def test_line_up_leaves_the_others_where_they_are(world):
    rows = ready(world, "Satu", "Dua", "Tiga")
    for row in rows:
        ordering.place(uuid=row.uuid, position=99, by=world.camat)
    ordering.line_up(uuids=[rows[2].uuid, rows[0].uuid], by=world.camat)
    assert orders() == {"Tiga": 1, "Dua": 2, "Satu": 3}


@pytest.mark.parametrize("position", ["", "0", "-1", "x", "12345", None, "１"])
def test_place_without_a_position_is_refused(world, position):
    (row,) = ready(world, "Satu")
    with pytest.raises(Refused) as refused:
        ordering.place(uuid=row.uuid, position=position, by=world.camat)
    assert refused.value.http == 422


def test_place_by_a_sibling_finds_nothing(world):
    (row,) = ready(world, "Satu")
    with pytest.raises(Refused) as refused:
        ordering.place(uuid=row.uuid, position=1, by=world.person("camat", world.benda))
    assert refused.value.http == 404


def test_place_by_somebody_else_who_sees_it_is_refused(world):
    (row,) = ready(world, "Satu")
    with pytest.raises(Refused) as refused:
        ordering.place(uuid=row.uuid, position=1, by=world.admin)
    assert refused.value.http == 403


def test_place_of_an_unknown_proposal_finds_nothing(world):
    with pytest.raises(Refused) as refused:
        ordering.place(uuid=uuid.uuid4(), position=1, by=world.camat)
    assert refused.value.http == 404


def test_place_after_the_stage_has_closed_is_refused(world):
    (row,) = ready(world, "Satu")
    close_stage(world.cycle, "kecamatan")
    with pytest.raises(Refused) as refused:
        ordering.place(uuid=row.uuid, position=1, by=world.camat)
    assert refused.value.http == 409
