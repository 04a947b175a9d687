"""/kelurahan/musrenbang/: the draft, its preview, and the berita acara that the lurah issues once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deputy
from jobs.models import Notification, Outbox
from jobs.services import deliver_outbox
from proposals import minutes
from proposals.models import Counter, Forum, Proposal, SavedOrder
from proposals.refusals import Refused
from tests.factories import World, close_stage
from tests.kelurahan.pages import read_form, read_text
from tests.meetings import hold_meeting, issue_minutes, issue_now, read_meeting

pytestmark = pytest.mark.django_db
PAGE, ISSUE, PREVIEW = (
    "/kelurahan/musrenbang/",
    "/kelurahan/musrenbang/terbitkan/",
    "/kelurahan/musrenbang/pratinjau/",
)


@pytest.fixture
def rows(world) -> list[Proposal]:
    return [world.proposal("awaiting_lurah", title=f"Gg. {name}") for name in ("Anggrek", "Dahlia", "Mawar")]


def fill(form: dict, **more) -> dict:
    return (
        form
        | {
            "held_on": "2020-01-22",
            "starts_at": "09.00",
            "ends_at": "12:30",
            "place": "Aula Kelurahan Batujaya",
            "chair": "H. Sanusi, Ketua LPM",
            "speakers": "Camat Batuceper\n\nBappeda",
            "hadir-rt_rw-l": "12",
            "hadir-pkk-p": "9",
            "hasil-infrastruktur": "Genangan didahulukan.",
            "participants": "Siti Aminah; 43; P; PKK RW 05; Jl. Melati\nUjang; ; L",
            "simpan": "1",
        }
        | more
    )


# The draft


def test_draft_keeps_what_was_written_and_shows_it_again(operator, world, rows):
    aside = {f"tidak-{rows[1].uuid}": "on", f"alasan-{rows[1].uuid}": "Lahan belum dihibahkan."}
    assert operator.post(PAGE, fill(read_form(operator.get(PAGE)), **aside)).status_code == 302
    forum = Forum.objects.get()
    assert (forum.version, forum.updated_by, forum.issued_at) == (1, world.operator, None)
    assert forum.attendance["rt_rw"] == [12, 0] and forum.speakers == ["Camat Batuceper", "Bappeda"]
    assert [person["name"] for person in forum.participants] == ["Siti Aminah", "Ujang"]
    form = read_form(operator.get(PAGE))
    assert form["participants"].startswith("Siti Aminah; 43; P; PKK RW 05; Jl. Melati")
    assert (form["starts_at"], form["hadir-pkk-p"], form["versi"]) == ("09:00", "9", "1")
    assert form[f"alasan-{rows[1].uuid}"] == "Lahan belum dihibahkan."
    assert operator.post(PAGE, form | {"simpan": "1"}).status_code == 302
    assert Forum.objects.get().version == 2


def test_empty_draft_is_a_draft(operator, rows):
    assert operator.post(PAGE, read_form(operator.get(PAGE)) | {"simpan": "1"}).status_code == 302
    assert Forum.objects.get().held_on is None


def test_unreadable_entries_are_refused_by_name_and_nothing_is_lost(operator, rows):
    bad = {
        "participants": "Siti; 43; P\nUjang; 40; L; RW; 0812 3456 7890",
        "hadir-pkk-p": "banyak",
        "starts_at": "9 pagi",
    }
    answer = operator.post(PAGE, fill(read_form(operator.get(PAGE)), **bad))
    assert answer.status_code == 422 and not Forum.objects.exists()
    text = read_text(answer)
    assert "Baris 2: nomor telepon atau NIK tidak disimpan" in text and "Tulis angka bulat saja" in text
    assert read_form(answer)["participants"] == bad["participants"]


def test_second_person_sees_what_the_first_saved(client, world, rows):
    client.force_login(world.lurah)
    form = read_form(client.get(PAGE))
    hold_meeting(world, place="Balai Warga RW 03")
    answer = client.post(PAGE, fill(form))
    assert answer.status_code == 409
    text = read_text(answer)
    assert f"{world.operator.full_name} menyimpan catatan ini" in text
    assert "Tempat, yang tersimpan: Balai Warga RW 03" in text
    assert Forum.objects.get().place == "Balai Warga RW 03"
    kept = read_form(answer)
    assert kept["place"] == "Aula Kelurahan Batujaya"
    assert client.post(PAGE, kept | {"simpan": "1"}).status_code == 302
    assert Forum.objects.get().place == "Aula Kelurahan Batujaya"


def test_closed_stage_refuses_and_says_until_when(operator, world, rows):
    form = read_form(operator.get(PAGE))
    close_stage(world.cycle, "kelurahan")
    answer = operator.post(PAGE, fill(form))
    assert answer.status_code == 409 and "sudah ditutup" in read_text(answer)
    assert not Forum.objects.exists()
    assert operator.get(PAGE).status_code == 200


def test_preview_is_marked_as_a_draft(operator, world, rows):
    assert operator.get(PREVIEW).status_code == 404
    hold_meeting(world)
    text = read_text(operator.get(PREVIEW))
    assert "DRAF, belum bernomor dan belum terbit" in text and "Periksa keaslian" not in text
    assert text.index("Gg. Anggrek") < text.index("Gg. Mawar")


@pytest.mark.parametrize("address", [PAGE, ISSUE, PREVIEW])
def test_pages_are_closed_to_others(client, world, address):
    for role in (
        "kecamatan_officer",
        "camat",
        "opd_verifier",
        "bappeda_admin",
        "leadership",
        "administrator",
    ):
        client.force_login(world.person(role))
        assert client.get(address).status_code == 403
    client.force_login(world.person("lurah", world.batusari))
    assert client.get(address, {"kelurahan": world.batujaya.code}).status_code == 404


# Issuing


def test_lurah_issues_what_was_read_and_it_is_frozen(lurah, world, rows):
    hold_meeting(world, not_agreed=[{"uuid": str(rows[0].uuid), "reason": "Lahan belum dihibahkan."}])
    page = lurah.get(ISSUE)
    assert "2 usulan, Rp 369.000.000" in read_text(page)
    answer = lurah.post(ISSUE, read_form(page))
    assert (answer.status_code, answer.url) == (302, PAGE)
    forum = Forum.objects.get()
    assert forum.number == "2021-BA-36.71.03.1002-0001" and forum.issued_by == world.lurah
    assert [row["title"] for row in forum.agreed] == ["Gg. Dahlia", "Gg. Mawar"]
    assert forum.not_agreed[0]["reason"] == "Lahan belum dihibahkan."
    assert minutes.digest(forum.content) == forum.sha256 and list(minutes.find_faults()) == []
    assert list(Proposal.objects.order_by("pk").values_list("kelurahan_order", flat=True)) == [None, 1, 2]
    assert SavedOrder.objects.get().by == world.lurah
    assert forum.number in read_text(lurah.get(PAGE))


def test_form_leads_the_lurah_on_to_issuing(lurah, rows):
    answer = lurah.post(PAGE, fill(read_form(lurah.get(PAGE)), terbitkan="1"))
    assert (answer.status_code, answer.url) == (302, ISSUE)


def test_operator_cannot_issue(operator, world, rows):
    hold_meeting(world)
    page = operator.get(ISSUE)
    assert "Lurah yang menerbitkan" in read_text(page)
    assert operator.post(ISSUE, {"dibaca": read_meeting(world).digest}).status_code == 403
    assert Forum.objects.get().issued_at is None


def test_deputy_issues_in_the_name_of_the_lurah(world, rows):
    today, deputy = timezone.localdate(), world.person("lurah", world.batusari)
    Deputy.objects.create(
        person=deputy, role="lurah", kelurahan=world.batujaya, capacity="Plh.", letter_number="800/1",
        starts_on=today, ends_on=today,
    )  # fmt: skip
    hold_meeting(world)
    issue_now(world, by=deputy)
    assert minutes.read(Forum.objects.get()).issuer["capacity"] == "Plh."


def test_incomplete_record_says_what_is_missing(lurah, world, rows):
    assert "Isi dan simpan catatannya lebih dulu." in read_text(lurah.get(ISSUE))
    hold_meeting(
        world, held_on=None, place="", participants=[], attendance={},
        not_agreed=[{"uuid": str(rows[0].uuid), "reason": ""}],
    )  # fmt: skip
    text = read_text(lurah.get(ISSUE))
    for sentence in (
        "Isi tanggal",
        "Isi tempat",
        "Isi daftar peserta",
        "Isi jumlah yang hadir",
        rows[0].reference,
    ):
        assert sentence in text
    assert lurah.post(ISSUE, {"dibaca": ""}).status_code == 422
    assert not Counter.objects.filter(series__startswith="BA").exists()


def test_nothing_is_issued_that_was_not_read(lurah, world, rows):
    hold_meeting(world)
    form = read_form(lurah.get(ISSUE))
    world.proposal("awaiting_lurah", title="Masuk belakangan")
    answer = lurah.post(ISSUE, form)
    assert answer.status_code == 409 and "berubah sejak halaman ini dibuka" in read_text(answer)
    assert Forum.objects.get().issued_at is None
    assert lurah.post(ISSUE, read_form(answer)).status_code == 302


def test_issued_once_only(lurah, world, rows):
    forum = issue_minutes(world)
    with pytest.raises(Refused) as refused:
        issue_now(world, seen="")
    assert refused.value.http == 409
    with pytest.raises(Refused) as refused:
        hold_meeting(world, version=forum.version, by=world.lurah)
    assert refused.value.http == 409
    assert lurah.get(ISSUE).url == lurah.post(ISSUE, {"dibaca": "x"}).url == PAGE
    assert Counter.objects.get(series="BA-36.71.03").last == 1


def test_closed_stage_issues_nothing(lurah, world, rows):
    hold_meeting(world)
    seen = read_meeting(world).digest
    close_stage(world.cycle, "kelurahan")
    assert lurah.post(ISSUE, {"dibaca": seen}).status_code == 409


def test_training_is_numbered_apart():
    world = World(kind="training")
    world.proposal("awaiting_lurah")
    forum = issue_minutes(world)
    assert forum.number == "L-2021-BA-36.71.03.1002-0001" and forum.training


def test_kecamatan_is_told_once(world, rows):
    camat, officer = world.camat, world.officer
    forum = issue_minutes(world)
    deliver_outbox()
    Outbox.objects.filter(kind="proposals.minutes").update(delivered_at=None)
    deliver_outbox()
    told = Notification.objects.filter(key=f"minutes:{forum.pk}")
    assert set(told.values_list("recipient_id", flat=True)) == {camat.pk, officer.pk}
    assert told[0].url == reverse("proposals:minutes", args=[forum.number])
