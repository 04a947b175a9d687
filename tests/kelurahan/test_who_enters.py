"""Who may enter what: offices, roles, origins; and the cost of a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Proposal
from tests.kelurahan.pages import address, count, make_photo, read_form, read_options

pytestmark = pytest.mark.django_db


# Who may


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima", "periksa"])
def test_other_kelurahan_finds_nothing(client, world, method, step):
    row = world.draft()
    client.force_login(world.person("kelurahan_operator", world.batusari))
    assert getattr(client, method)(address(row, step), {"versi": row.version}).status_code == 404


@pytest.mark.parametrize(
    "role", ["camat", "opd_verifier", "bappeda_reviewer", "bappeda_head", "leadership", "administrator"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_roles_enter_nothing(client, world, role, method):
    client.force_login(world.person(role))
    answer = getattr(client, method)(reverse("proposals:new"), {"title": "Tidak boleh"})
    assert answer.status_code == 403
    assert Proposal.objects.count() == 0


def test_reviewer_of_a_visible_proposal_may_not_edit_it(client, world):
    row = world.proposal("kecamatan_review")
    before = count()
    client.force_login(world.person("leadership"))
    assert client.get(address(row, "masalah")).status_code == 403
    answer = client.post(address(row, "lokasi"), {"versi": row.version, "street": "X", "foto": make_photo()})
    assert answer.status_code == 403
    assert count() == before


def test_operator_cannot_open_what_waits_for_the_lurah(operator, world):
    row = world.proposal("awaiting_lurah")
    assert operator.get(address(row, "masalah")).status_code == 409


def test_lurah_edits_what_waits_for_the_lurah(client, world):
    row = world.proposal("awaiting_lurah")
    client.force_login(world.lurah)
    form = read_form(client.get(address(row, "masalah"))) | {"proposer": "LPM"}
    assert client.post(address(row, "masalah"), form).status_code == 302
    row.refresh_from_db()
    assert row.proposer == "LPM"


def test_kecamatan_officer_enters_an_own_proposal(client, world):
    client.force_login(world.officer)
    form = read_form(client.get(reverse("proposals:new"))) | {"title": "Jalan penghubung", "ke": "lokasi"}
    page = client.post(reverse("proposals:new"), form, follow=True)
    row = Proposal.objects.get()
    assert (row.source, row.kecamatan, row.kelurahan) == ("kecamatan", world.batuceper, None)
    assert read_options(page, "kelurahan") == ["", world.batujaya.code, world.batusari.code]
    foreign = read_form(page) | {"kelurahan": world.belendung.code}
    assert client.post(address(row, "lokasi"), foreign).status_code == 422


def test_bappeda_enters_pokir_with_councillor(client, world):
    client.force_login(world.admin)
    form = read_form(client.get(reverse("proposals:new")))
    values = form | {
        "title": "Gelanggang remaja",
        "councillor": "H. Saleh",
        "faction": "Fraksi A",
        "ke": "lokasi",
    }
    assert client.post(reverse("proposals:new"), values).status_code == 422
    client.post(reverse("proposals:new"), values | {"kelurahan": world.belendung.code})
    row = Proposal.objects.get()
    assert (row.source, row.kelurahan, row.councillor) == ("pokir", world.belendung, "H. Saleh")


def test_unknown_step_is_not_found(operator, world):
    assert operator.get(address(world.draft(), "lain")).status_code == 404


# Speed


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima", "periksa"])
def test_step_takes_a_constant_number_of_queries(operator, world, step):
    row = world.draft()
    operator.get(address(row, step))
    counts = []
    for more in (0, 2):
        for _ in range(more):
            world.draft()
        with CaptureQueriesContext(connection) as queries:
            operator.get(address(row, step))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
