"""The API: the same scope and sentences as the pages, with 400 for content."""

import json
import uuid

import pytest

from proposals.models import Event, Proposal
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db
URL = "/api/v1/proposals/"


def post(client, url, body, **extra):
    return client.post(url, json.dumps(body), content_type="application/json", **extra)


def patch(client, row, values, version=None):
    body = {"version": row.version if version is None else version, "values": values}
    return client.patch(f"{URL}{row.uuid}/", json.dumps(body), content_type="application/json")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def operator(client, world):
    client.force_login(world.operator)
    return client


def test_api_refuses_anonymous(client, world):
    assert client.get(URL).status_code == 403
    assert post(client, URL, {}).status_code == 403


def test_api_creates_the_same_uuid_once(operator, world):
    body = {"uuid": str(uuid.uuid4()), "cycle": "2021", "values": world.values()}
    first, second = post(operator, URL, body), post(operator, URL, body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["version"] == second.json()["version"] == 1
    assert Proposal.objects.count() == 1
    assert first.json()["current_budget"] == 184_500_000


def test_api_lists_only_the_own_kelurahan(client, world):
    world.proposal("kecamatan_review")
    other = world.person("kelurahan_operator", world.batusari)
    client.force_login(other)
    assert client.get(URL).json()["results"] == []
    client.force_login(world.operator)
    assert len(client.get(URL).json()["results"]) == 1


def test_api_list_takes_the_same_queries_for_one_row_and_for_three(
    operator, world, django_assert_num_queries
):
    world.proposal("kecamatan_review")
    with django_assert_num_queries(3):
        operator.get(URL)
    world.proposal("draft")
    world.proposal("revision")
    with django_assert_num_queries(3):
        assert len(operator.get(URL).json()["results"]) == 3


def test_api_hides_what_is_out_of_scope(client, world):
    row = world.proposal("kecamatan_review")
    client.force_login(world.person("camat", world.benda))
    assert client.get(f"{URL}{row.uuid}/").status_code == 404
    answer = post(client, f"{URL}{row.uuid}/transitions/", {"action": "forward", "version": row.version})
    assert answer.status_code == 404


def test_api_transition_moves_the_proposal(client, world):
    row = world.proposal("awaiting_lurah")
    client.force_login(world.lurah)
    answer = post(client, f"{URL}{row.uuid}/transitions/", {"action": "endorse", "version": row.version})
    assert answer.status_code == 200, answer.content
    assert answer.json()["done"][0]["status"] == "kecamatan_review"
    row.refresh_from_db()
    assert row.status == "kecamatan_review"


def test_api_batch_tells_each(client, world):
    rows = [world.proposal("awaiting_lurah"), world.proposal("draft")]
    client.force_login(world.lurah)
    targets = [{"uuid": str(row.uuid), "version": row.version} for row in rows]
    answer = post(
        client, f"{URL}transitions/", {"action": "endorse", "targets": targets, "inputs": {"ordered": True}}
    )
    assert answer.status_code == 200
    assert len(answer.json()["done"]) == 1
    assert answer.json()["refused"][0]["http"] == 409


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"volume": "0"}, "volume"),
        ({"volume": "-3"}, "volume"),
        ({"volume": -3}, "volume"),
        ({"volume": "1e400"}, "volume"),
        ({"volume": True}, "volume"),
        ({"volume": [1]}, "volume"),
        ({"volume": "99999999999", "unit_price": 999_999_999_999_999}, "unit_price"),
        ({"unit_price": 10**40}, "unit_price"),
        ({"unit_price": "satu juta"}, "unit_price"),
        ({"unit_price": 0}, "unit_price"),
        ({"title": 7}, "title"),
        ({"title": {"a": 1}}, "title"),
        ({"title": "x" * 10_001}, "title"),
        ({"problem": "x" * 10_001}, "problem"),
        ({"problem": "nol\x00"}, "problem"),
        ({"problem": "setengah \ud800"}, "problem"),
        ({"problem": "kendali \x07"}, "problem"),
        ({"latitude": "-7.5", "longitude": "106.65"}, "latitude"),
        ({"latitude": "utara", "longitude": "106.65"}, "latitude"),
        ({"field": "tidak-ada"}, "field"),
        ({"field": "\x00"}, "field"),
        ({"target_agency": "36.71.99"}, "target_agency"),
        ({"kelurahan": "36.71.04.1001"}, "kelurahan"),
        ({"catalogue_item": "DRN-99"}, "catalogue_item"),
        ({"rkpd_priority": 99}, "rkpd_priority"),
        ({"rkpd_priority": "satu"}, "rkpd_priority"),
        ({"kind": "gaib"}, "kind"),
        ({"rw": "lima"}, "rw"),
        ({"households": -1}, "households"),
        ({"households": 3.5}, "households"),
        ({"households": 10**12}, "households"),
        ({"status": "prioritised"}, "status"),
        ({"current_budget": 1}, "current_budget"),
    ],
)
def test_api_refuses_content_with_a_sentence_and_writes_nothing(operator, world, values, name):
    row = world.proposal("draft")
    before = Proposal.objects.filter(pk=row.pk).values().get(), Event.objects.count()
    answer = patch(operator, row, values)
    assert answer.status_code == 400, answer.content
    assert answer.json()["refused"][0]["fields"][name]
    assert (Proposal.objects.filter(pk=row.pk).values().get(), Event.objects.count()) == before


def test_api_keeps_emoji_and_formula_text_as_they_are(operator, world):
    row = world.proposal("draft")
    text = "=cmd()|' 🌊 banjir 😀 \U0001f1ee\U0001f1e9"
    assert patch(operator, row, {"problem": text}).status_code == 200
    row.refresh_from_db()
    assert row.problem == text


def test_api_reads_a_decimal_string_as_a_decimal(operator, world):
    row = world.proposal("draft")
    assert patch(operator, row, {"volume": "120.500"}).json()["volume"] == "120.500"


def test_api_refuses_a_stale_version_and_says_who(operator, world):
    row = world.proposal("draft")
    assert patch(operator, row, {"title": "Pertama"}).status_code == 200
    answer = patch(operator, row, {"title": "Kedua"})
    assert answer.status_code == 409
    assert "berubah sejak Anda membukanya" in answer.json()["refused"][0]["message"]
    row.refresh_from_db()
    assert row.title == "Pertama"


def test_api_refuses_a_closed_window_with_the_time(operator, world):
    row = world.proposal("draft")
    close_stage(world.cycle, "kelurahan")
    answer = patch(operator, row, {"title": "Terlambat"})
    assert answer.status_code == 409
    assert "sudah ditutup" in answer.json()["refused"][0]["message"]


def test_api_counts_what_came_within_the_grace(operator, world):
    row = world.proposal("draft")
    close_stage(world.cycle, "kelurahan", minutes_ago=3)
    answer = post(operator, f"{URL}{row.uuid}/transitions/", {"action": "submit", "version": row.version})
    assert answer.status_code == 200
    assert answer.json()["grace"] is True


@pytest.mark.parametrize(
    "body",
    [[], "teks", 5, None, {"action": "publish", "version": 1}, {"version": "satu", "action": "submit"}],
)
def test_api_refuses_an_unreadable_body(operator, world, body):
    row = world.proposal("draft")
    answer = post(operator, f"{URL}{row.uuid}/transitions/", body)
    assert answer.status_code == 400
    assert answer.json()["refused"][0]["message"]


def test_api_refuses_names_that_perform_keeps_for_itself(operator, world):
    row = world.proposal("draft")
    body = {"action": "submit", "version": row.version, "inputs": {"by": 1, "targets": {}}}
    assert post(operator, f"{URL}{row.uuid}/transitions/", body).status_code == 400


def test_api_refuses_broken_json(operator, world):
    assert operator.post(URL, "{", content_type="application/json").status_code == 400


def test_api_hides_the_contact_from_other_offices(client, world):
    row = world.proposal("kecamatan_review", contact="Pak RW 0812-0000")
    client.force_login(world.camat)
    assert client.get(f"{URL}{row.uuid}/").json()["contact"] == ""
    client.force_login(world.operator)
    assert client.get(f"{URL}{row.uuid}/").json()["contact"] == "Pak RW 0812-0000"
    assert "0812" not in "".join(Event.objects.values_list("content", flat=True))


def test_api_events_give_the_chain(operator, world):
    row = world.proposal("kecamatan_review")
    events = operator.get(f"{URL}{row.uuid}/events/").json()
    assert [event["seq"] for event in events] == list(range(1, row.version + 1))
    assert events[1]["previous"] == events[0]["sha256"]


@pytest.mark.parametrize(
    "name", ["cycles", "catalogue", "agencies", "kelurahan", "fields", "rkpd-priorities"]
)
def test_api_reference_lists_answer(operator, name):
    answer = operator.get(f"/api/v1/{name}/")
    assert answer.status_code == 200
    assert answer.json()


def test_api_docs_and_schema_answer(operator):
    assert operator.get("/api/v1/docs/").status_code == 200
    assert operator.get("/api/v1/schema/").status_code == 200
