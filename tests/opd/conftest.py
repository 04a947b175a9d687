"""The world of a opd desk, and who decides there."""

import pytest

from tests.factories import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def verifier(client, world):
    client.force_login(world.verifier)
    return client
