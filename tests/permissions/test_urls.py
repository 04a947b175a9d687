"""A walk over all addresses: strangers are sent to log in, all get an answer, nobody gets somebody else's things."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.roles import ROLES
from tests.permissions import addresses
from tests.permissions.scene import Scene

pytestmark = pytest.mark.django_db
ADDRESSES = addresses.read()
ANSWERS = {200, 302, 403, 404, 405, 409}  # 409: an act whose time has passed; never a fault
ABROAD = ("kelurahan_operator", "camat", "opd_verifier", "bappeda_admin", "administrator")
WORDS_IN_PATH = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def find(address: addresses.Address, things: dict) -> str:
    arguments = {name: things[thing] for name, thing in address.arguments.items()}
    return reverse(address.name, kwargs=arguments) + address.query


def log_in(scene: Scene) -> dict[str, Client]:
    clients = {role: Client() for role in ROLES}
    for role, client in clients.items():
        client.force_login(scene.people[role])
    return clients


def test_every_address_stands_in_the_list():
    known = {
        name: path for name, path in addresses.walk() if not name.startswith("admin:") and path != "admin/"
    }
    assert set(known) - set(ADDRESSES) == set(), (
        "new addresses: add a line for each to tests/permissions/addresses.py"
    )
    assert set(ADDRESSES) - set(known) == set(), "these addresses are gone"
    for name, path in known.items():
        assert set(WORDS_IN_PATH.findall(path)) == set(ADDRESSES[name].arguments), name
        assert set(ADDRESSES[name].roles) <= set(ROLES), name


def test_strangers_are_sent_to_log_in():
    scene, stranger = Scene(), Client()
    for address in ADDRESSES.values():
        for method in ("get", "post"):
            if address.is_public and method == "post":
                continue
            url = find(address, scene.own)
            answer = getattr(stranger, method)(url)
            said = f"{method} {url}: {answer.status_code}"
            if address.is_public:
                assert answer.status_code == 200, said
            elif address.is_api:
                assert answer.status_code == 403, said
            else:
                assert (answer.status_code, answer.url.split("?")[0]) == (302, "/masuk/"), said


def test_static_files_need_no_log_in():
    assert settings.STATIC_URL == "/static/"
    assert Client().get("/static/tidak-ada.css").status_code == 404


def test_every_role_gets_its_answer():
    scene = Scene()
    clients, wrong = log_in(scene), []
    for address in ADDRESSES.values():
        url = find(address, scene.own)
        got = {role: clients[role].get(url).status_code for role in ROLES}
        opened = {role for role, status in got.items() if status == 200}
        if address.name == "accounts:login":
            assert set(got.values()) == {302}
            continue
        if opened != set(address.roles):
            wrong.append(f"{address.name}: 200 for {sorted(opened)}, expected {sorted(address.roles)}; {got}")
        if set(got.values()) - ANSWERS:
            wrong.append(f"{address.name}: {got}")
        if address.kind == "post" and set(got.values()) != {405}:
            wrong.append(f"{address.name}: GET of what is only written to: {got}")
        if address.kind == "redirected" and 302 not in got.values():
            wrong.append(f"{address.name}: leads nowhere: {got}")
    assert wrong == []


@pytest.mark.parametrize("whose", ["foreign_things", "garbage"])
def test_things_of_others_and_nothing_are_not_found(whose):
    scene = Scene()
    clients, things, wrong = log_in(scene), getattr(scene, whose), []
    # not an office's own
    shared = {"run", "scenario", "criteria", "criterion", "reviewer", "report", "act", "step", "stage", "seq"}
    for address in ADDRESSES.values():
        if not address.arguments:
            continue
        url = find(address, things)
        for role in ABROAD:
            status = clients[role].get(url).status_code
            if status not in ANSWERS:
                wrong.append(f"{role} {url}: {status}")
            own = set(address.arguments.values()) <= shared and whose == "foreign_things"
            if status in (200, 302) and not own:
                wrong.append(f"{role} {url}: {status} for what is not theirs")
    assert wrong == []
