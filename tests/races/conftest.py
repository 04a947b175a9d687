"""The server of this folder, started once for each module."""

from collections.abc import Iterator

import pytest

from tests.races.servers import RaceServer


@pytest.fixture(scope="module")
def server(django_db_setup) -> Iterator[RaceServer]:
    with RaceServer() as running:
        yield running
