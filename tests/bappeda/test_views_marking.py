"""The marking room: who gets in, what is saved, what is refused with which sentence, and what stays hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bappeda.models import Assessment, Conflict, CriteriaSet
from bappeda.room import NAME
from bappeda.views import marking
from proposals.models import Event
from proposals.services.transitions import perform
from tests.bappeda.factories import assign_sheet, make_world, mark
from tests.factories import close_stage

pytestmark = pytest.mark.django_db
DONE = {NAME.format("rkpd"): "4", NAME.format("lintas_wilayah"): "3"}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def row(world):
    row = world.proposal("scoring")
    assign_sheet(world, row)
    row.refresh_from_db()
    return row


def address(row) -> str:
    return reverse("bappeda:sheet", args=[row.uuid])


def send(client, user, row, *, version: int = 0, seen: int | None = None, **fields):
    client.force_login(user)
    row.refresh_from_db()
    return client.post(address(row), {"versi": version, "versi_usulan": seen or row.version, **fields})


def see(client, user, url: str) -> str:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "own", "sheet"),
    [
        ("kelurahan_operator", 403, 403),
        ("lurah", 403, 403),
        ("kecamatan_officer", 403, 403),
        ("camat", 403, 403),
        ("opd_verifier", 403, 403),
        ("bappeda_reviewer", 200, 403),
        ("bappeda_admin", 403, 403),
        ("bappeda_head", 403, 403),
        ("leadership", 403, 403),
        ("administrator", 403, 404),
    ],
)
def test_pages_by_role_of_somebody_who_is_not_assigned(client, world, row, role, own, sheet):
    client.force_login(world.person(role))
    assert client.get(reverse("bappeda:marking")).status_code == own
    assert client.get(address(row)).status_code == sheet


def test_sheet_of_a_foreign_kelurahan_does_not_exist(client, world, row):
    client.force_login(world.person("lurah", world.belendung))
    assert client.get(address(row)).status_code == 404


def test_sheet_shows_levels_computed_criteria_and_the_range(client, world, row):
    text = see(client, world.reviewer, address(row))
    assert "Mendukung satu sasaran dan ada program yang menampungnya" in text
    assert "34 KK termasuk kelompok 30 sampai kurang dari 40 KK, nilai 4." in text
    assert "ditetapkan kamus usulan, nilai 5." in text
    assert "5 dari 7 kriteria terisi." in text
    assert "Isi dulu kriteria 1 dan 4." in text


def test_draft_is_kept_and_shown_again(client, world, row):
    answer = send(client, world.reviewer, row, simpan="1", note="Lihat foto.", **{NAME.format("rkpd"): "5"})
    assert answer.status_code == 302
    sheet = Assessment.objects.get()
    assert (sheet.state, sheet.marks, sheet.note) == ("draft", {"rkpd": 5}, "Lihat foto.")
    assert "Lihat foto." in see(client, world.reviewer, address(row))


def test_page_saves_by_itself_and_tells_the_new_version(client, world, row):
    client.force_login(world.reviewer)
    answer = client.post(address(row), {"versi": 0, **DONE}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'name="versi" id="versi" value="1" hx-swap-oob="true"' in answer.content.decode()


def test_finishing_leads_to_the_next_unmarked_sheet_and_at_the_end_to_the_list(client, world, row):
    other = world.proposal("scoring")
    assign_sheet(world, other)
    answer = send(client, world.reviewer, row, finish="1", **DONE)
    assert answer.url == address(other)
    assert send(client, world.reviewer, other, finish="1", **DONE).url == reverse("bappeda:marking")
    assert Event.objects.filter(proposal=row, action="mark").count() == 1


def test_finishing_after_the_page_saved_the_same_by_itself_is_no_conflict(client, world, row):
    send(client, world.reviewer, row, simpan="1", **DONE)
    assert send(client, world.reviewer, row, version=0, finish="1", **DONE).status_code == 302
    assert Assessment.objects.get().state == "submitted"


def test_finishing_with_open_criteria_is_refused_and_keeps_what_was_typed(client, world, row):
    answer = send(
        client, world.reviewer, row, finish="1", note="Sudah dilihat.", **{NAME.format("rkpd"): "4"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Beri nilai, atau pilih tidak menilai: Nilai tambah lintas wilayah." in text
    assert "Sudah dilihat." in text
    assert 'name="nilai-rkpd" value="4" data-points="18.75000" checked' in text
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("given", ["6", "-1", "abc", "²", "99999999999999999999"])
def test_a_mark_outside_one_to_five_is_refused(client, world, row, given):
    answer = send(client, world.reviewer, row, finish="1", **{**DONE, NAME.format("rkpd"): given})
    assert answer.status_code == 422
    assert "Pilih nilai 1 sampai 5 untuk Kesesuaian dengan rancangan awal RKPD." in answer.content.decode()
    assert not Assessment.objects.exists()


def test_sheet_saved_in_another_window_is_a_conflict(client, world, row):
    send(client, world.reviewer, row, simpan="1", **{NAME.format("rkpd"): "1"})
    answer = send(client, world.reviewer, row, version=0, finish="1", **DONE)
    assert answer.status_code == 409
    assert "Lembar ini sudah disimpan dari jendela lain" in answer.content.decode()
    assert Assessment.objects.get().marks == {"rkpd": 1}


def test_proposal_that_changed_meanwhile_is_a_conflict(client, world, row):
    seen = row.version
    perform(targets={row.uuid: row.version}, action="return", by=world.admin, text="Ukur ulang.").require()
    answer = send(client, world.reviewer, row, seen=seen, finish="1", **DONE)
    assert answer.status_code == 409
    assert "jadi tidak dinilai" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_abstaining_needs_a_reason_and_counts_as_done(client, world, row):
    assert send(client, world.reviewer, row, abstain="1").status_code == 422
    answer = send(client, world.reviewer, row, abstain="1", abstain_reason="Pernah ikut merencanakan.")
    assert answer.status_code == 302
    assert Assessment.objects.get().abstained
    assert "0 dinilai, 1 tidak menilai" in see(client, world.reviewer, reverse("bappeda:marking"))


def test_others_marks_stay_hidden_until_the_own_sheet_is_in(client, world, row):
    mark(
        world,
        row,
        reviewer=world.person("bappeda_reviewer", username="lain"),
        note="Catatan rahasia penilai lain.",
    )
    assert "Catatan rahasia penilai lain." not in see(client, world.reviewer, address(row))
    send(client, world.reviewer, row, finish="1", **DONE)
    assert "Catatan rahasia penilai lain." in see(client, world.reviewer, address(row))


def test_finished_sheet_is_read_until_it_is_opened_again(client, world, row):
    send(client, world.reviewer, row, finish="1", **DONE)
    assert send(client, world.reviewer, row, version=1, simpan="1", **DONE).status_code == 409
    answer = client.post(reverse("bappeda:sheet_reopen", args=[row.uuid]), {"versi": 1})
    assert answer.status_code == 302
    assert Assessment.objects.get().state == "draft"


def test_closed_stage_refuses_finishing_with_its_reason(client, world, row):
    close_stage(world.cycle, "bappeda")
    assert "Tahap penilaian sedang tidak dibuka" in see(client, world.reviewer, address(row))
    answer = send(client, world.reviewer, row, finish="1", **DONE)
    assert answer.status_code == 409
    assert "ditutup" in answer.content.decode()


def test_declared_conflict_keeps_the_sheet_shut(client, world, row):
    Conflict.objects.create(reviewer=world.reviewer, kelurahan=world.batujaya, reason="Keluarga")
    client.force_login(world.reviewer)
    assert client.get(address(row)).status_code == 409
    assert send(client, world.reviewer, row, finish="1", **DONE).status_code == 409


def test_list_pages_and_narrows_by_state(client, world, row, monkeypatch):
    monkeypatch.setattr(marking, "PAGE", 1)
    other = world.proposal("scoring", title="Kedua dalam antrean")
    assign_sheet(world, other)
    url = reverse("bappeda:marking")
    text = see(client, world.reviewer, url)
    assert "Kedua dalam antrean" not in text
    assert "setelah=" in text
    send(client, world.reviewer, row, finish="1", **DONE)
    assert "Kedua dalam antrean" in see(client, world.reviewer, f"{url}?keadaan=belum")
    assert "Kedua dalam antrean" not in see(client, world.reviewer, f"{url}?keadaan=selesai")


def test_list_takes_the_same_queries_for_one_sheet_and_for_three(
    client, world, row, django_assert_num_queries
):
    client.force_login(world.reviewer)
    url = reverse("bappeda:marking")
    client.get(url)
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    for _ in range(2):
        assign_sheet(world, world.proposal("scoring"))
    with django_assert_num_queries(len(first)):
        client.get(url)


def test_sheet_shows_what_changed_since_it_was_returned(client, world, row):
    for action, by, given in (
        ("return", world.admin, {"text": "Jumlah KK dari mana?"}),
        ("edit", world.operator, {"values": {"households": "30"}}),
        ("resubmit", world.lurah, {}),
    ):
        perform(targets={row.uuid: row.version}, action=action, by=by, **given).require()
        row.refresh_from_db()
    text = see(client, world.reviewer, address(row))
    assert "Jumlah KK dari mana?" in text and "turun 4 KK" in text and "Tepat waktu" in text


def test_page_has_everything_needed_and_the_way_to_the_neighbours(client, world, row):
    assign_sheet(world, world.proposal("scoring", title="Kedua dalam antrean"))
    text = see(client, world.reviewer, address(row))
    for part in ("Angka dan alasan tiap jenjang", "dari pusat Batujaya", "1 lembar sehari", "U-ditch 40"):
        assert part in text
    assert text.count('data-key="next"') == 1 and 'data-key="previous"' not in text
    assert "Belum dinilai berikutnya" in text


def test_marks_by_criteria_that_are_no_longer_in_force_are_refused(client, world, row):
    seen = world.criteria_set.pk
    newer = CriteriaSet.objects.create(cycle=world.cycle, version=2, title="Lebih baru")
    for criterion in world.criteria_set.criteria.all():
        criterion.pk, criterion.criteria_set = None, newer
        criterion.save()
    answer = send(client, world.reviewer, row, finish="1", perangkat=seen, **DONE)
    assert answer.status_code == 409
    assert "Perangkat kriteria berubah sejak halaman ini dibuka." in answer.content.decode()
    assert not Assessment.objects.exists()


def test_levels_of_a_cost_are_worth_the_other_way_round(client, world, row):
    world.criteria_set.criteria.filter(key="rkpd").update(type="cost")
    text = see(client, world.reviewer, address(row))
    assert 'name="nilai-rkpd" value="1" data-points="25.00000"' in text
    assert 'name="nilai-rkpd" value="5" data-points="0' in text
