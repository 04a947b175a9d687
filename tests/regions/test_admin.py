"""Reference data in the administration: places and codes are looked at, agencies edited."""

import pytest
from django.urls import reverse

from regions.models import Agency, City, Kecamatan, Kelurahan, Nomenclature
from regions.services.loading import load_reference
from tests.accounts.people import make_person

pytestmark = pytest.mark.django_db
LOOKED_AT = (City, Kecamatan, Kelurahan, Nomenclature)


@pytest.fixture(autouse=True)
def administrator(client):
    load_reference()
    client.force_login(make_person("administrator"))


def address(model, page, *args) -> str:
    return reverse(f"admin:regions_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", [*LOOKED_AT, Agency], ids=lambda model: model.__name__)
def test_list_and_row_answer(client, model):
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "change", model.objects.first().pk)).status_code == 200
    assert client.get(address(model, "history", model.objects.first().pk)).status_code == 200


@pytest.mark.parametrize("model", LOOKED_AT, ids=lambda model: model.__name__)
def test_loaded_rows_cannot_be_changed_by_hand(client, model):
    row = model.objects.first()
    assert client.post(address(model, "change", row.pk), {"name": "Lain"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(address(model, "add")).status_code == 403
    assert model.objects.get(pk=row.pk).name == row.name


def test_kelurahan_list_takes_a_constant_number_of_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        answer = client.get(address(Kelurahan, "changelist"))
    assert answer.content.decode().count("field-kecamatan") >= 104


def test_kelurahan_is_found_by_either_spelling(client):
    for spelling in ("Batujaya", "Batu Jaya", "36.71.03.1002"):
        answer = client.get(address(Kelurahan, "changelist"), {"q": spelling})
        assert [row.code for row in answer.context["cl"].result_list] == ["36.71.03.1002"]


def test_agency_is_renamed_and_closed_but_keeps_its_code(client):
    agency = Agency.objects.get(code="DPUPR")
    client.post(
        address(Agency, "change", agency.pk), {"code": "LAIN", "name": "Dinas PUPR", "short_name": "PUPR"}
    )
    agency.refresh_from_db()
    assert (agency.code, agency.name, agency.short_name, agency.is_active) == (
        "DPUPR",
        "Dinas PUPR",
        "PUPR",
        False,
    )


def test_agency_is_added_but_not_deleted(client):
    fields = {"code": "DPKAR", "name": "Dinas Pemadam Kebakaran", "short_name": "Damkar", "is_active": "on"}
    assert client.post(address(Agency, "add"), fields | {"kecamatan": ""}).status_code == 302
    agency = Agency.objects.get(code="DPKAR")
    assert client.post(address(Agency, "delete", agency.pk), {"post": "yes"}).status_code == 403
