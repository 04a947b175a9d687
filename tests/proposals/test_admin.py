"""The admin of the record: reference data is kept there, the record only looked at."""

import pytest
from django.urls import reverse

from proposals.models import Ceiling
from tests.factories import World

pytestmark = pytest.mark.django_db
MODELS = [
    "planningcycle", "stagewindow", "windowextension", "holiday", "field", "rkpdpriority", "catalogueitem", "ceiling",
    "proposal", "review", "event", "attachment", "forum",
]  # fmt: skip
READ_ONLY = ["windowextension", "proposal", "review", "event", "attachment", "forum"]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def administrator(client, world):
    client.force_login(world.person("administrator"))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_admin_lists_answer(administrator, world, model):
    world.proposal("kecamatan_review")
    assert administrator.get(reverse(f"admin:proposals_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", READ_ONLY)
def test_admin_adds_nothing_to_the_record(administrator, model):
    assert administrator.get(reverse(f"admin:proposals_{model}_add")).status_code == 403


def test_admin_shows_a_proposal_without_changing_it(administrator, world):
    row = world.proposal("kecamatan_review")
    url = reverse("admin:proposals_proposal_change", args=[row.pk])
    assert administrator.get(url).status_code == 200
    assert administrator.post(url, {"status": "prioritised"}).status_code == 403
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_admin_enters_a_ceiling_once(administrator, world):
    values = {
        "cycle": world.cycle.pk, "kind": "city", "amount": "640000000000", "reason": "Surat edaran",
        "effective_on": "2020-01-02",
    }  # fmt: skip
    url = reverse("admin:proposals_ceiling_add")
    assert administrator.post(url, values).status_code == 302
    answer = administrator.post(url, values)
    assert answer.status_code == 200
    assert "Pagu ini sudah ada" in answer.content.decode()
    assert Ceiling.objects.count() == 1


def test_admin_refuses_a_ceiling_without_its_office(administrator, world):
    values = {
        "cycle": world.cycle.pk, "kind": "kecamatan", "amount": "1", "reason": "Uji", "effective_on": "2020-01-02",
    }  # fmt: skip
    answer = administrator.post(reverse("admin:proposals_ceiling_add"), values)
    assert "Isi kantor atau bidang menurut jenis pagu" in answer.content.decode()
    assert Ceiling.objects.count() == 0
