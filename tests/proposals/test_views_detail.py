"""The page of one proposal, the redirect by reference, and who gets which answer."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def get(client, user, row):
    client.force_login(user)
    return client.get(row.get_absolute_url())


def test_detail_tells_facts_figures_history_and_turn(client, world):
    row = world.proposal("kecamatan_review")
    world.step(row, "recommend", volume="110", text="Hasil ukur 110 m.")
    page = get(client, world.camat, row).content.decode()
    assert row.title in page and row.reference in page
    assert "Menunggu Camat Batuceper sampai " in page
    assert "turun 10 meter (8,3%)" in page and "Hasil ukur 110 m." in page
    assert "sekitar 0 m. Koordinat -6,15342; 106,65938." in page


@pytest.mark.parametrize(
    "status",
    [
        "draft",
        "awaiting_lurah",
        "kecamatan_review",
        "opd_review",
        "scoring",
        "revision",
        "rejected",
        "referred",
    ],
)
def test_detail_opens_in_every_status(client, world, status):
    row = world.proposal(status)
    assert get(client, world.operator, row).status_code == 200


def test_detail_of_an_empty_draft_opens(client, world):
    row = world.draft(
        photo=False,
        title="",
        problem="",
        volume="",
        households="",
        people="",
        catalogue_item="",
        latitude="",
        longitude="",
    )
    response = get(client, world.operator, row)
    assert response.status_code == 200
    assert "Belum berjudul" in response.content.decode()


def test_detail_offers_what_the_role_may_do(client, world):
    row = world.proposal("kecamatan_review")
    page = get(client, world.camat, row).content.decode()
    assert reverse("proposals:act", args=[row.uuid, "reject"]) in page
    assert "Isi rekomendasi volume dan harga lebih dulu." in page
    assert reverse("proposals:act", args=[row.uuid, "forward"]) not in page
    assert "Tindakan Anda" not in get(client, world.lurah, row).content.decode()


def test_detail_says_why_a_closed_stage_blocks(client, world):
    row = world.proposal("kecamatan_review")
    close_stage(world.cycle, "kecamatan")
    page = get(client, world.camat, row).content.decode()
    assert 'aria-disabled="true"' in page and "Perpanjangan diminta ke Bappeda." in page


def test_detail_names_the_lead_and_the_merged(client, world):
    lead, row = world.proposal("kecamatan_review"), world.proposal("kecamatan_review")
    from proposals.services.transitions import perform

    perform(
        targets={row.uuid: row.version},
        action="merge",
        by=world.officer,
        lead=lead.uuid,
        volume="200",
        households="50",
    ).require()
    assert "Nasib usulan ini mengikuti" in get(client, world.officer, row).content.decode()
    page = get(client, world.officer, lead).content.decode()
    assert "Digabung ke sini" in page and row.get_absolute_url() in page


def test_detail_escapes_what_people_wrote(client, world):
    row = world.draft(title="<script>alert(1)</script> 🚧", problem="=cmd()|' /C calc'!A0")
    page = get(client, world.operator, row).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; 🚧" in page


def test_training_proposal_wears_its_strip(client):
    world = World(kind="training")
    assert "LATIHAN" in get(client, world.operator, world.proposal("draft")).content.decode()


@pytest.mark.parametrize("role", ["camat", "opd_verifier", "bappeda_head", "leadership", "administrator"])
def test_detail_of_a_draft_is_404_for_offices_above(client, world, role):
    row = world.proposal("draft")
    assert get(client, world.person(role), row).status_code == 404


def test_detail_of_a_foreign_office_and_of_nothing_are_the_same_404(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.person("lurah", world.batusari))
    foreign = client.get(row.get_absolute_url())
    nothing = client.get(reverse("proposals:detail", args=[uuid.uuid4()]))
    assert foreign.status_code == nothing.status_code == 404
    assert row.title not in foreign.content.decode()


def test_detail_needs_log_in(client, world):
    row = world.proposal("kecamatan_review")
    assert client.get(row.get_absolute_url()).status_code == 302


def test_detail_takes_the_same_queries_however_long_the_history(client, world):
    row = world.proposal("kecamatan_review")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(client, world.camat, row).status_code == 200
        return len(queries)

    count()
    before = count()
    for volume in ("100", "105", "110"):
        world.step(row, "recommend", volume=volume, text="Ukur ulang.")
    assert count() == before


def test_reference_leads_to_the_proposal(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.lurah)
    assert client.get(f"/usulan/{row.reference}/").url == row.get_absolute_url()
    assert client.get(f"/usulan/{row.reference.lower()}/").url == row.get_absolute_url()


@pytest.mark.parametrize(
    "reference", ["2021-36.71.03.1002-9999", "apa-saja", "%00", "%F0%9F%9A%A7", "'; DROP TABLE"]
)
def test_unknown_reference_is_404(client, world, reference):
    client.force_login(world.lurah)
    assert client.get(f"/usulan/{reference}/").status_code == 404


def test_reference_out_of_scope_is_404(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.person("camat", world.benda))
    assert client.get(f"/usulan/{row.reference}/").status_code == 404
