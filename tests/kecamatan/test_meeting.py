"""/kecamatan/musrenbang/: the record, its berita acara with form T-D.4 per agency, and what was not agreed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deputy
from jobs.models import Notification
from jobs.services import deliver_outbox
from kecamatan.council import COUNCIL
from proposals import clock, minutes
from proposals.models import Forum, Proposal
from proposals.refusals import Refused
from regions.models import Nomenclature
from tests.factories import World
from tests.kelurahan.pages import read_form, read_text
from tests.meetings import PEOPLE, hold_meeting, issue_minutes, issue_now

pytestmark = pytest.mark.django_db
PAGE, ISSUE, PREVIEW, TD4 = (
    "/kecamatan/musrenbang/",
    "/kecamatan/musrenbang/terbitkan/",
    "/kecamatan/musrenbang/pratinjau/",
    "/kecamatan/td4/",
)

COLUMNS = (
    "No", "Prioritas Daerah", "Sasaran Daerah", "Program", "Kegiatan Prioritas", "Sasaran Kegiatan", "Lokasi",
    "Volume", "Pagu", "Perangkat Daerah Penanggungjawab",
)  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def camat(client, world):
    client.force_login(world.camat)
    return client


@pytest.fixture
def rows(world) -> list[Proposal]:
    Nomenclature.objects.create(
        planning_year=2021, code="1.03.06", level="program", name="PROGRAM PENGELOLAAN SISTEM DRAINASE"
    )
    made = [world.proposal(title=f"Gg. {name}") for name in ("Anggrek", "Dahlia", "Mawar")]
    for row in made:
        world.step(row, "recommend")
    Proposal.objects.filter(pk=made[2].pk).update(current_agency=world.dishub)
    return made


def test_camat_issues_what_was_read_and_it_is_frozen(camat, world, rows):
    world.step(world.proposal(title="Ditolak dulu"), "reject")
    world.proposal(title="Belum diperiksa")
    form = read_form(camat.get(PAGE)) | {
        "held_on": "2020-02-06", "starts_at": "09.00", "place": "Aula Kecamatan Batuceper", "chair": "Camat",
        "hadir-lpm-l": "12", "participants": "Siti Aminah; 43; P; PKK", "terbitkan": "1",
        f"tidak-{rows[1].uuid}": "on", f"alasan-{rows[1].uuid}": "Lahan belum dihibahkan.",
    }  # fmt: skip
    answer = camat.post(PAGE, form)
    assert (answer.status_code, answer.url) == (302, ISSUE)
    page = camat.get(ISSUE)
    assert "1 usulan belum direkomendasikan" in read_text(page)
    assert "DRAF, belum bernomor" in read_text(camat.get(PREVIEW))
    assert camat.post(ISSUE, read_form(page)).url == PAGE
    forum = Forum.objects.get()
    assert forum.number == "2021-BA-36.71.03-0001" and forum.issued_by == world.camat
    assert [row["title"] for row in forum.agreed] == ["Gg. Anggrek", "Gg. Mawar"]
    assert [row["title"] for row in forum.not_agreed] == ["Gg. Dahlia", "Ditolak dulu"]
    assert all(row["reason"] for row in forum.not_agreed)
    assert list(Proposal.objects.order_by("pk").values_list("kecamatan_order", flat=True))[:3] == [1, None, 2]
    assert minutes.is_genuine(number=forum.number, sha256=forum.sha256) and not list(minutes.find_faults())
    assert forum.number in read_text(camat.get(PAGE))


def test_paper_has_one_table_per_agency_with_the_columns_of_the_form(camat, world, rows):
    draft = read_text(camat.get(TD4))
    assert "DRAF menurut daftar saat ini" in draft and "Gg. Mawar" in draft
    forum = issue_minutes(world, COUNCIL)
    text = read_text(camat.get(reverse("proposals:minutes", args=[forum.number])))
    heading = "".join(COLUMNS)
    assert text.count(heading) == 2 and "Kecamatan: Batuceper" in text and "Tahun: 2021" in text
    for words in (
        "telah diselenggarakan Musrenbang Kecamatan Batuceper yang",
        "3 usulan prioritas kecamatan dengan perkiraan anggaran Rp 553.500.000",
        "1.03.06 PROGRAM PENGELOLAAN SISTEM DRAINASE", "Infrastruktur wilayah", "Genangan berkurang",
        "Saluran 120 m berfungsi.", "Jumlah 2 kegiatan", "369.000.000", "bahan Forum Perangkat Daerah",
        f"Camat Batuceper, {world.camat.full_name}", "Bukan penetapan anggaran",
    ):  # fmt: skip
        assert words in text, words
    form = read_text(camat.get(TD4))
    assert f"Menurut berita acara {forum.number}" in form and PEOPLE[0]["name"] not in form


def test_officer_cannot_issue_but_the_deputy_can(client, world, rows):
    hold_meeting(world, council=COUNCIL)
    client.force_login(world.officer)
    assert "Camat yang menerbitkan" in read_text(client.get(ISSUE))
    with pytest.raises(Refused) as refused:
        issue_now(world, COUNCIL, by=world.officer)
    assert refused.value.http == 403
    today, deputy = timezone.localdate(clock.now()), world.person("camat", world.benda)
    Deputy.objects.create(
        person=deputy, role="camat", kecamatan=world.batuceper, capacity="Plh.", letter_number="800/1",
        starts_on=today, ends_on=today,
    )  # fmt: skip
    forum = issue_now(world, COUNCIL, by=deputy)
    assert minutes.read(forum).issuer["capacity"] == "Plh."
    client.force_login(deputy)
    assert client.get(PAGE, {"kantor": "36.71.03"}).status_code == 200


def test_what_went_on_already_cannot_be_put_aside(camat, world, rows):
    world.step(rows[0], "forward")
    hold_meeting(world, council=COUNCIL, not_agreed=[{"uuid": str(rows[0].uuid), "reason": "Lahan."}])
    page = camat.get(ISSUE)
    assert f"Sudah diteruskan, jadi tidak bisa ditandai belum disepakati: {rows[0].reference}" in read_text(
        page
    )
    assert camat.post(ISSUE, {"dibaca": ""}).status_code == 422


def test_who_forwards_reads_what_was_put_aside(camat, world, rows):
    issue_minutes(
        world, COUNCIL, not_agreed=[{"uuid": str(rows[1].uuid), "reason": "Lahan belum dihibahkan."}]
    )
    text = read_text(camat.get("/kecamatan/teruskan/"))
    assert text.count("Belum disepakati di Musrenbang") == 1 and "Lahan belum dihibahkan." in text


def test_it_counts_with_its_kelurahan_and_only_bappeda_is_told(world, rows):
    issue_minutes(world)
    forum = issue_minutes(world, COUNCIL)
    assert forum.number == "2021-BA-36.71.03-0002"
    told = world.admin
    deliver_outbox()
    notices = Notification.objects.filter(text__contains="Musrenbang Kecamatan Batuceper terbit")
    assert [notice.recipient for notice in notices] == [told]


def test_names_are_read_by_the_office_and_bappeda_alone(client, world, rows):
    forum = issue_minutes(world, COUNCIL)
    url = reverse("proposals:minutes", args=[forum.number])
    for person, status in (
        (world.officer, 200), (world.head, 200), (world.lurah, 404), (world.verifier, 404),
        (world.person("camat", world.benda), 404), (world.person("leadership"), 404),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(url).status_code == status, person
    client.force_login(world.admin)
    assert "Kecamatan Batuceper" in read_text(client.get(reverse("proposals:minutes_list")))


@pytest.mark.parametrize("address", [PAGE, ISSUE, PREVIEW, TD4])
def test_pages_are_closed_to_others(client, world, address):
    for role in (
        "kelurahan_operator",
        "lurah",
        "opd_verifier",
        "bappeda_admin",
        "leadership",
        "administrator",
    ):
        client.force_login(world.person(role))
        assert client.get(address).status_code == 403
    client.force_login(world.person("camat", world.benda))
    assert client.get(address, {"kantor": world.batuceper.code}).status_code == 404
