"""The small city, and its operator at the keyboard."""

import pytest
from django.core.cache import cache

from tests.factories import World


@pytest.fixture(autouse=True)
def _forget_places() -> None:
    """Centroids are cached by primary key, which on PostgreSQL is another one in every test."""
    cache.clear()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def operator(client, world):
    """A browser in which the operator of Batujaya is logged in."""
    client.force_login(world.operator)
    return client


@pytest.fixture
def lurah(client, world):
    """A browser in which the lurah of Batujaya is logged in."""
    client.force_login(world.lurah)
    return client
