"""An issued berita acara: who reads it, that it stays the same, its PDF, and the check page."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from jobs import services as jobs
from jobs.models import Job
from proposals import minutes, paper, triggers
from proposals.models import Forum, Proposal
from proposals.services import minutes_file
from proposals.services.verification import find_faults
from regions.models import Kelurahan
from tests.factories import World
from tests.kelurahan.pages import read_text
from tests.meetings import PEOPLE, issue_minutes

pytestmark = pytest.mark.django_db
LIST = reverse("proposals:minutes_list")
CHECK = reverse("portal:check")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def world() -> World:
    world = World()
    for name in ("Anggrek", "Dahlia"):
        world.proposal("awaiting_lurah", title=f"Gg. {name}")
    return world


@pytest.fixture
def forum(world) -> Forum:
    return issue_minutes(world)


def show(client, user, forum, name: str = "minutes"):
    client.force_login(user)
    return client.get(reverse(f"proposals:{name}", args=[forum.number]))


def test_paper_says_everything_of_the_layout(client, world, forum):
    text = read_text(show(client, world.lurah, forum))
    for words in (
        "Nomor 2021-BA-36.71.03.1002-0001",
        "Pada hari Rabu, 22 Januari 2020 pukul 09.00 sampai 12.30 WIB, bertempat di Aula Kelurahan Batujaya",
        "dihadiri 24 orang (12 laki-laki, 12 perempuan)",
        "KESATU", "2 usulan prioritas kelurahan dengan perkiraan anggaran Rp 369.000.000",
        "KEDUA", "Tidak ada usulan yang belum disepakati",
        "KETIGA", "KEEMPAT", "Lampiran I.", "Lampiran II.", "Lampiran III.", "Lampiran IV.",
        "Perangkat Daerah Penanggungjawab", "Alamat & No Telepon", "Tanda Tangan", "Siti Aminah",
        "Bukan penetapan anggaran", f"Lurah Batujaya, {world.lurah.full_name}",
    ):  # fmt: skip
        assert words in text, words
    assert " ".join(forum.sha256[i : i + 4] for i in range(0, 64, 4)) in text


def test_paper_stays_the_same_whatever_happens_to_the_proposals(client, world, forum):
    def draw():
        return show(client, world.lurah, forum).content.decode().split("<main")[1].split("</main>")[0]

    before = draw()
    row = Proposal.objects.order_by("pk")[0]
    world.step(row, "endorse")
    world.step(row, "recommend", volume="10", text="Lebih pendek.")
    Kelurahan.objects.filter(pk=world.batujaya.pk).update(name="Batu Jaya")
    assert draw() == before


def test_names_are_read_by_the_office_its_kecamatan_and_bappeda_alone(client, world, forum):
    readers = [
        world.operator,
        world.lurah,
        world.camat,
        world.officer,
        world.admin,
        world.head,
        world.reviewer,
    ]
    for person in readers:
        assert PEOPLE[0]["name"] in show(client, person, forum).content.decode()
    strangers = [
        world.person("lurah", world.batusari), world.person("camat", world.benda), world.verifier,
        world.person("leadership"), world.person("administrator"),
    ]  # fmt: skip
    for person in strangers:
        for name in ("minutes", "minutes_file"):
            assert show(client, person, forum, name).status_code == 404, person
            assert client.post(reverse("proposals:minutes_file", args=[forum.number])).status_code == 404
    assert not Job.objects.exists()


def test_no_event_names_those_present(world, forum):
    texts = Proposal.objects.values_list("events__content", flat=True)
    assert not any(person["name"] in (text or "") for person in PEOPLE for text in texts)


def test_kecamatan_sees_which_of_its_kelurahan_have_issued(client, world, forum):
    client.force_login(world.camat)
    text = read_text(client.get(LIST))
    assert "1 dari 2 kelurahan sudah menerbitkan." in text
    assert text.index("Batujaya") < text.index("Terbit") < text.index("Batusari") < text.index("Belum terbit")
    assert "Belendung" not in text
    client.force_login(world.admin)
    assert "1 dari 3 kelurahan" in read_text(client.get(LIST))
    for role in ("opd_verifier", "leadership"):
        client.force_login(world.person(role))
        assert client.get(LIST).status_code == 403


def test_changed_content_is_found(forum):
    assert list(minutes.find_faults()) == []
    triggers.remove()
    Forum.objects.update(content=forum.content.replace("Anggrek", "Kamboja"))
    assert f"{forum.number}: sidik berita acara tidak cocok." in list(find_faults())
    Forum.objects.update(content=forum.content, agreed=[])
    assert list(minutes.find_faults()) == [f"{forum.number}: berita acara tidak sama dengan isinya."]
    triggers.install()


# The PDF


def make_pdf(client, user, forum) -> Job:
    client.force_login(user)
    answer = client.post(reverse("proposals:minutes_file", args=[forum.number]))
    job = Job.objects.latest("created_at")
    assert answer.url == job.get_absolute_url()
    return jobs.run(job.pk)


def test_pdf_is_the_same_bytes_when_made_again(client, world, forum):
    assert make_pdf(client, world.lurah, forum).state == Job.State.DONE
    first = minutes_file.path_of(forum).read_bytes()
    minutes_file.path_of(forum).unlink()
    make_pdf(client, world.camat, forum)
    assert minutes_file.path_of(forum).read_bytes() == first
    answer = show(client, world.lurah, forum, "minutes_file")
    assert b"".join(answer.streaming_content) == first and first.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="berita-acara-{forum.number}.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_pdf_that_was_not_made_leads_to_the_paper(client, world, forum):
    answer = show(client, world.lurah, forum, "minutes_file")
    assert (answer.status_code, answer.url) == (302, reverse("proposals:minutes", args=[forum.number]))


def test_without_the_library_the_job_says_what_to_do(client, world, forum, monkeypatch):
    monkeypatch.setattr(paper, "make_pdf", lambda *_, **__: None)
    job = make_pdf(client, world.lurah, forum)
    assert (job.state, job.error) == (Job.State.FAILED, minutes_file.NO_LIBRARY)
    monkeypatch.setattr(paper, "can_make_pdf", lambda: False)
    assert "Buat PDF" not in show(client, world.lurah, forum).content.decode()


def test_job_of_somebody_who_may_not_read_it_any_more_makes_nothing(world, forum):
    job = jobs.enqueue(
        kind=minutes_file.KIND, params={"number": forum.number, "address": "http://x/"}, by=world.verifier
    )
    assert jobs.run(job.pk).error == minutes_file.GONE
    assert not minutes_file.path_of(forum).exists()


# The check page


def ask(client, number: str, sha256: str) -> str:
    return client.post(CHECK, {"nomor": number, "sidik": sha256}).content.decode()


def test_check_page_knows_a_berita_acara(client, forum):
    page = ask(client, f" {forum.number.lower()}", minutes.digest(forum.content))
    assert "Asli." in page and "Sanusi" not in page
    assert "Tidak cocok." in ask(client, forum.number, "0" * 64)
    assert "Tidak cocok." in ask(client, "2021-BA-36.71.03.1003-0001", forum.sha256)
