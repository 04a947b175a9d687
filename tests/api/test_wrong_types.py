"""Every input and every field with values of the wrong kind: a sentence with 400 and nothing written, never a fault."""

import json
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client

from proposals import workflow
from proposals.forms import ProposalForm
from proposals.models import Event, Proposal
from tests.factories import World

pytestmark = pytest.mark.django_db
URL = "/api/v1/proposals/"
WRONG = [
    None, True, -1, 1.5, 10**40, "", "apa saja", "x" * 10_001, "a\x00b", "setengah \ud800", "9" * 400, "1e400", "NaN",
    "0001-01-01", "9999-12-31", [], ["a"], {}, {"a": {"b": []}},
]  # fmt: skip
WORST = [10**40, "a\x00b", -1, [[]], {"a": 1}]
# Each input once, with the action that cleans it most strictly, in the status and by the person that it needs.
PLACES = {
    "send_back": ("awaiting_lurah", "lurah", ["text"]),
    "endorse": ("awaiting_lurah", "lurah", ["ordered", "position_confirmed"]),
    "recommend": ("kecamatan_review", "officer", ["households"]),
    "fund_local": ("kecamatan_review", "camat", ["sub_kegiatan"]),
    "merge": ("kecamatan_review", "camat", ["lead", "lead_version", "volume"]),
    "verify": ("opd_review", "verifier", ["volume", "price", "readiness", "sub_kegiatan"]),
    "redirect": ("opd_review", "verifier", ["agency"]),
    "refer": ("scoring", "admin", ["level", "institution"]),
    "return": ("scoring", "admin", ["category", "deadline"]),
    "reject": ("kecamatan_review", "camat", ["merged"]),
    "submit": ("draft", "operator", ["tidak_dikenal"]),
}
FITTING = {
    "text": "Alasan.", "category": "duplicate", "volume": "120", "price": 1_537_500, "households": 40, "readiness": 4,
    "sub_kegiatan": "1.03.06.2.01.05", "agency": "DISHUB", "level": "province", "institution": "Provinsi Banten",
}  # fmt: skip


def log_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def state(row) -> tuple:
    return Proposal.objects.filter(pk=row.pk).values().get(), Event.objects.count()


def test_every_input_is_tried():
    tried = {name for *_, names in PLACES.values() for name in names}
    direct = [action for action in workflow.ACTIONS.values() if action.direct]
    wanted = {name for action in direct for name in (*action.needs, *action.takes)}
    assert wanted - tried == {"complete", "changed", "recommended"}  # read from the proposal, not given


@pytest.mark.parametrize("action", PLACES)
def test_inputs_of_the_wrong_kind(action):
    world = World()
    status, who, names = PLACES[action]
    row = world.proposal(status)
    client, spec = log_in(getattr(world, who)), workflow.ACTIONS[action]
    fitting = {name: FITTING[name] for name in spec.needs if name in FITTING}
    if action == "merge":
        fitting["lead"] = str(world.proposal("kecamatan_review").uuid)
    before, refused = state(row), 0
    for name in names:
        for value in WRONG:
            body = {"action": action, "version": row.version, "inputs": fitting | {name: value}}
            with transaction.atomic():
                address = f"{URL}{row.uuid}/transitions/"
                answer = client.post(address, json.dumps(body), content_type="application/json")
                unchanged = state(row) == before
                transaction.set_rollback(True)
            said = f"{name}={value!r:.60}: {answer.status_code} {answer.content[:200]}"
            assert answer.status_code in (200, 400, 409), said
            assert unchanged == (answer.status_code != 200), said
            if answer.status_code != 200:
                refused += 1
                assert answer.json()["refused"][0]["message"], said
    assert refused or action == "endorse"  # its inputs are flags: anything else than true is false


def test_values_of_the_wrong_kind():
    world = World()
    row, client = world.proposal("draft"), log_in(world.operator)
    before, names = state(row), list(ProposalForm.base_fields)
    cases = [dict.fromkeys(names, value) for value in WRONG]
    cases += [{name: value} for name in names for value in WORST]
    for values in cases:
        body = {"version": row.version, "values": values}
        with transaction.atomic():
            answer = client.patch(f"{URL}{row.uuid}/", json.dumps(body), content_type="application/json")
            after = state(row)
            transaction.set_rollback(True)
        said = f"{values!r:.90}: {answer.status_code} {answer.content[:200]}"
        assert answer.status_code in (200, 400), said
        if answer.status_code == 400:
            assert after == before, said
            assert answer.json()["refused"][0]["fields"], said


@pytest.mark.parametrize("value", [True, 0, "NaN", "Infinity", "1e3", "0x10", float(10**11)])
def test_volume_that_is_no_number_is_refused(value):
    world = World()
    row = world.proposal("draft")
    body = {"version": row.version, "values": {"volume": value}}
    address = f"{URL}{row.uuid}/"
    answer = log_in(world.operator).patch(address, json.dumps(body), content_type="application/json")
    row.refresh_from_db()
    assert (answer.status_code, row.volume) == (400, Decimal(120))
