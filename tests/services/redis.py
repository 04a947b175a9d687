"""A private Redis with an append-only file, as production has it: own folder, own port, own password."""

import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Self

import redis

from tests.services.programs import DidNotStart, Missing, free_port, start_server, stop_server, wait_until

TRIES = 5


def find_program() -> str:
    path = shutil.which("redis-server")
    if path is None:
        raise Missing("Redis 7 is missing: apt-get install redis-server")
    return path


class PrivateRedis:
    """Context manager; inside it `url(0)` … `url(15)` are CELERY_BROKER_URLs of separate queues."""

    def __init__(self) -> None:
        self.program = find_program()
        self.password = secrets.token_urlsafe(24)

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="eplanning-redis-"))
        self.log = self.folder / "server.log"
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        stop_server(self.server)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, number: int) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{number}"

    def _start(self) -> None:
        for attempt in range(TRIES):
            self.port = free_port()
            self.server = start_server(
                [
                    *(
                        self.program,
                        "--port",
                        str(self.port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        str(self.folder),
                    ),
                    *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
                    *("--requirepass", self.password),
                ],
                self.log,
            )
            try:
                wait_until(self._is_ours, self.server, self.log, 15, "The private Redis")
            except DidNotStart:
                stop_server(self.server)
                if attempt == TRIES - 1 or "Address already in use" not in self.log.read_text(
                    errors="replace"
                ):
                    raise
            except BaseException:
                stop_server(self.server)
                raise
            else:
                return

    def _is_ours(self) -> bool:
        """True when our own server answers: only it knows the password and has this folder."""
        client = redis.Redis.from_url(self.url(0), socket_timeout=2, socket_connect_timeout=2)
        try:
            found = client.config_get("dir")["dir"]
        except (redis.ConnectionError, redis.TimeoutError):
            return False
        finally:
            client.close()
        if Path(found) != self.folder:
            raise DidNotStart(f"Port {self.port} belongs to another server ({found}).")
        return True
