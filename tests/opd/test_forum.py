"""/opd/forum/: the record of an agency's forum, from what it found fit and what it rejected."""

import pytest
from django.urls import reverse

from opd.council import COUNCIL
from proposals import minutes
from proposals.models import Forum, Proposal, SavedOrder
from proposals.services.transitions import perform
from tests.factories import World
from tests.kelurahan.pages import read_form, read_text
from tests.meetings import issue_minutes

pytestmark = pytest.mark.django_db
PAGE, ISSUE, PREVIEW = "/opd/forum/", "/opd/forum/terbitkan/", "/opd/forum/pratinjau/"


@pytest.fixture
def world() -> World:
    world = World()
    world.proposal("scoring", title="Gg. Anggrek")
    row = world.proposal("opd_review", title="Gg. Dahlia")
    row.refresh_from_db()
    text = {"category": "duplicate", "text": "Sudah diusulkan RW lain."}
    perform(targets={row.uuid: row.version}, action="reject", by=world.verifier, **text).require()
    world.proposal("opd_review", title="Gg. Mawar")
    return world


@pytest.fixture
def verifier(client, world):
    client.force_login(world.verifier)
    return client


def test_agency_records_and_issues_its_forum(verifier, world):
    orders = list(Proposal.objects.order_by("pk").values_list("kecamatan_order", flat=True))
    page = verifier.get(PAGE)
    text = read_text(page)
    assert "1 usulan yang Anda nyatakan layak, dan 1 yang Anda tolak" in text
    assert "1 usulan masih menunggu keputusan Anda." in text
    form = read_form(page) | {
        "held_on": "2020-02-20", "starts_at": "09.00", "place": "Aula DPUPR", "chair": "Kepala Dinas",
        "hadir-pemerintah-l": "12", "participants": "Siti Aminah; 43; P; Bappeda", "terbitkan": "1",
    }  # fmt: skip
    assert verifier.post(PAGE, form).url == ISSUE
    assert "DRAF, belum bernomor" in read_text(verifier.get(PREVIEW))
    assert verifier.post(ISSUE, read_form(verifier.get(ISSUE))).url == PAGE
    forum = Forum.objects.get()
    assert forum.number == "2021-BA-OPD-DPUPR-0001"
    assert [row["title"] for row in forum.agreed] == ["Gg. Anggrek"]
    assert [(row["title"], bool(row["reason"])) for row in forum.not_agreed] == [("Gg. Dahlia", True)]
    assert minutes.is_genuine(number=forum.number, sha256=forum.sha256) and not list(minutes.find_faults())
    assert minutes.NUMBER.match(forum.number)
    paper = read_text(verifier.get(reverse("proposals:minutes", args=[forum.number])))
    for words in (
        "telah diselenggarakan Forum Perangkat Daerah Dinas Pekerjaan Umum dan Penataan Ruang yang",
        "1 usulan yang dinyatakan layak dengan perkiraan anggaran Rp 184.500.000",
        "bahan rancangan Rencana Kerja Perangkat Daerah",
        "Batujaya, Kec. Batuceper",
        "Bukan penetapan anggaran",
    ):
        assert words in paper, words
    assert list(Proposal.objects.order_by("pk").values_list("kecamatan_order", flat=True)) == orders
    assert not SavedOrder.objects.exists(), "the forum of an agency puts nothing in order"


def test_others_stay_outside(client, world):
    forum = issue_minutes(world, COUNCIL)
    url = reverse("proposals:minutes", args=[forum.number])
    for person, page, paper in (
        (world.camat, 403, 404), (world.lurah, 403, 404), (world.admin, 403, 200),
        (world.person("opd_verifier", world.dishub), 200, 404),
    ):  # fmt: skip
        client.force_login(person)
        assert (client.get(PAGE).status_code, client.get(url).status_code) == (page, paper), person
        assert client.get(PAGE, {"kantor": "DPUPR"}).status_code == (403 if page == 403 else 404)
    client.force_login(world.admin)
    assert "Dinas Pekerjaan Umum" in read_text(client.get(reverse("proposals:minutes_list")))
