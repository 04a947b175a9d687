"""Acting as Plh., Plt. or a.n.: shown on every paper, and refused with its sentence once it has ended."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deputy
from proposals.services.transitions import perform
from proposals.services.verification import find_faults
from regions.indonesian import long_date
from tests.factories import World

pytestmark = pytest.mark.django_db


def make_deputy(person, role="camat", *, days=(-3, 3), **office) -> Deputy:
    today = timezone.localdate()
    starts, ends = (today + timedelta(days=day) for day in days)
    letter = "800/12-Kep/2020"
    return Deputy.objects.create(
        person=person,
        role=role,
        capacity="Plh.",
        letter_number=letter,
        starts_on=starts,
        ends_on=ends,
        **office,
    )


def again(person):
    """As in the next request: standings are asked once per user object."""
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def deputy(world):
    """The officer of the kecamatan stands in for its camat."""
    return make_deputy(world.officer, kecamatan=world.batuceper)


def reject(row, by, **given):
    inputs = {"category": "land", "text": "Lahan belum jelas."}
    return perform(targets={row.uuid: row.version}, action="reject", by=by, **inputs, **given).require()


def test_capacity_and_letter_stand_in_history_receipt_and_api(client, world, deputy):
    row = world.proposal("kecamatan_review")
    reject(row, again(world.officer))
    said = "Plh. Camat (surat nomor 800/12-Kep/2020), Kecamatan Batuceper"
    client.force_login(world.lurah)
    assert said in client.get(row.get_absolute_url()).content.decode()
    row.refresh_from_db()
    receipt = reverse("proposals:receipt_event", args=[row.uuid, row.version])
    assert said in client.get(receipt).content.decode()
    last = client.get(f"/api/v1/proposals/{row.uuid}/events/").json()[-1]
    assert (last["role"], last["capacity"]) == ("camat", "Plh.")
    assert (last["letter_number"], last["office"]) == ("800/12-Kep/2020", "Kecamatan Batuceper")
    assert [fault for fault in find_faults() if "berkas tidak ada" not in fault] == []


def test_forms_say_as_whom_an_act_is_recorded(client, world, deputy):
    row = world.proposal("kecamatan_review")
    sentence = "Anda bertindak sebagai Plh. Camat Batuceper, surat nomor 800/12-Kep/2020."
    own = "Anda bertindak sebagai Petugas Kecamatan Batuceper."
    client.force_login(world.officer)
    act = reverse("proposals:act", args=[row.uuid, "reject"])
    assert sentence in client.get(act).content.decode()
    desk = client.get(reverse("kecamatan:sheet", args=[row.uuid])).content.decode()
    assert sentence in desk and own in desk  # a recommendation is the officer's own
    assert "Anda juga bertugas sebagai Plh. Camat Batuceper" in client.get("/").content.decode()
    client.force_login(world.camat)
    assert "Anda bertindak" not in client.get(act).content.decode()


@pytest.mark.parametrize("role", ["camat", "lurah"])
def test_deputyship_that_ends_while_the_form_is_open_is_refused_with_its_sentence(client, world, role):
    """An officer as Plh. Camat still sees the proposal (403); somebody from elsewhere no longer does (404)."""
    person = world.officer if role == "camat" else world.person("lurah", world.belendung)
    deputy = make_deputy(person, "camat", kecamatan=world.batuceper)
    row = world.proposal("kecamatan_review")
    client.force_login(person)
    act = reverse("proposals:act", args=[row.uuid, "reject"])
    assert client.get(act).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    Deputy.objects.filter(pk=deputy.pk).update(ends_on=yesterday)
    data = {"version": row.version, "category": "land", "text": "Lahan belum jelas."}
    answered = client.post(act, data)
    assert answered.status_code == (403 if role == "camat" else 404)
    assert f"surat nomor 800/12-Kep/2020 berakhir {long_date(yesterday)}" in answered.content.decode()
    body = {"action": "reject", "version": row.version, "inputs": {"category": "land", "text": "Lahan."}}
    api = client.post(f"/api/v1/proposals/{row.uuid}/transitions/", body, content_type="application/json")
    assert "berakhir" in api.json()["refused"][0]["message"]
    version = row.version
    row.refresh_from_db()
    assert (row.status, row.version) == ("kecamatan_review", version)


def test_sentence_of_an_ended_deputyship_tells_nothing_of_what_exists(client, world):
    person = world.person("lurah", world.belendung)
    make_deputy(person, "camat", days=(-9, -2), kecamatan=world.batuceper)
    make_deputy(person, "camat", days=(-99, -60), kecamatan=world.benda)
    row = world.proposal("kecamatan_review")
    client.force_login(person)
    told = [
        client.get(reverse("proposals:detail", args=[key])).content.decode()
        for key in (row.uuid, uuid.uuid4())
    ]
    assert "Plh. Camat Batuceper" in told[0] and "Benda" not in told[0].split("<main")[1]
    assert told[0].split("<main")[1] == told[1].split("<main")[1]
