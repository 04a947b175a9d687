"""The world of a kecamatan desk, and who decides there."""

import pytest

from tests.factories import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def camat(client, world):
    client.force_login(world.camat)
    return client
