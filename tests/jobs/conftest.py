"""A person to work for, and a broker that every test finds willing."""

import pytest

from accounts.models import User
from jobs import hints
from tests.jobs import work_for_tests  # noqa: F401 (it registers its work)


@pytest.fixture(autouse=True)
def _rested_broker(monkeypatch):
    monkeypatch.setattr(hints, "_rest_until", 0.0)


@pytest.fixture
def person(db) -> User:
    return make_person("bappeda-1")


@pytest.fixture
def neighbour(db) -> User:
    return make_person("bappeda-2")


def make_person(username: str) -> User:
    return User.objects.create(username=username, full_name=username, role="bappeda_admin")
