"""The small city, and its operator at the keyboard."""

import pytest

from tests.factories import World


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
