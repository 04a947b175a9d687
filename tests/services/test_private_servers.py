"""The private servers never end up in somebody else's: a taken port leads to another port, not to its owner."""

import socket
from collections.abc import Iterator

import psycopg2
import pytest
import redis

from tests.services import postgres as postgres_module
from tests.services import redis as redis_module
from tests.services.postgres import PrivatePostgres
from tests.services.programs import free_port
from tests.services.redis import PrivateRedis

pytestmark = pytest.mark.postgresql  # that stage has the programs


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_private_postgres_on_a_taken_port_moves_on(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = iter([taken_port, free_port()])
    monkeypatch.setattr(postgres_module, "free_port", lambda: next(ports))
    with PrivatePostgres() as server:
        assert server.port != taken_port
        connection = psycopg2.connect(server.create("probe"))
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            assert cursor.fetchone()[0] == str(server.data)
        connection.close()
    assert not server.folder.exists()
    assert server.server.poll() is not None


def test_private_redis_on_a_taken_port_moves_on(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = iter([taken_port, free_port()])
    monkeypatch.setattr(redis_module, "free_port", lambda: next(ports))
    with PrivateRedis() as server:
        assert server.port != taken_port
        assert redis.Redis.from_url(server.url(0)).config_get("appendonly") == {"appendonly": "yes"}
    assert not server.folder.exists()
    assert server.server.poll() is not None
