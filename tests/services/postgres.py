"""A private PostgreSQL: own folder, own port, own password; nothing of the machine's own server is touched."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import psycopg2

from tests.services.programs import (
    DidNotStart,
    Missing,
    free_port,
    start_server,
    stop_server,
    tail,
    wait_until,
)

OLDEST_VERSION = 15
TRIES = 5
PACKAGES = "PostgreSQL 15 or newer is missing: apt-get install postgresql"
SPEED_OVER_SAFETY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


def find_programs() -> Path:
    """The folder with `initdb` and `postgres`, newest version first; Debian keeps it out of PATH."""
    folders = [Path(p) for p in Path("/usr/lib/postgresql").glob("*/bin")]
    folders.sort(
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0, reverse=True
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    for folder in folders:
        if (folder / "initdb").exists() and _version(folder) >= OLDEST_VERSION:
            return folder
    raise Missing(PACKAGES)


def _version(folder: Path) -> int:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(found.group(1)) if found else 0


class PrivatePostgres:
    """Context manager; inside it `url("name")` is the DATABASE_URL of a database that `create` made."""

    def __init__(self) -> None:
        self.programs = find_programs()
        self.account = "postgres" if os.geteuid() == 0 else None  # initdb refuses root
        self.password = secrets.token_urlsafe(24)

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="eplanning-postgres-"))
        self.log = self.folder / "server.log"
        try:
            self._initialise()
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        stop_server(self.server, signal.SIGINT)  # INT is PostgreSQL's fast shutdown
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgres://eplanning:{self.password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Create a database and return its DATABASE_URL."""
        create_database(self.url("postgres"), database)
        return self.url(database)

    def _initialise(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        self.data = self.folder / "data"
        if self.account:
            shutil.chown(self.folder, self.account, self.account)
            shutil.chown(secret, self.account, self.account)
        initdb = start_server(
            [
                *(
                    str(self.programs / "initdb"),
                    "-D",
                    str(self.data),
                    "-U",
                    "eplanning",
                    f"--pwfile={secret}",
                ),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            self.folder / "initdb.log",
            account=self.account,
        )
        if initdb.wait():
            raise DidNotStart(
                f"initdb ended with code {initdb.returncode}.\n{tail(self.folder / 'initdb.log')}"
            )
        secret.unlink()

    def _start(self) -> None:
        """Start on a free port. A port that was taken meanwhile makes the server end, and another is tried."""
        options = [part for name, value in SPEED_OVER_SAFETY.items() for part in ("-c", f"{name}={value}")]
        for attempt in range(TRIES):
            self.port = free_port()
            self.server = start_server(
                [
                    *(str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)),
                    *("-c", "listen_addresses=127.0.0.1", "-k", str(self.folder), *options),
                ],
                self.log,
                account=self.account,
            )
            try:
                wait_until(self._is_ours, self.server, self.log, 30, "The private PostgreSQL")
            except DidNotStart:
                stop_server(self.server, signal.SIGINT)
                if attempt == TRIES - 1 or "could not bind" not in self.log.read_text(errors="replace"):
                    raise
            except BaseException:
                stop_server(self.server, signal.SIGINT)
                raise
            else:
                return

    def _is_ours(self) -> bool:
        """True when our own server answers. Whoever else answers on this port is never written to."""
        try:
            connection = psycopg2.connect(self.url("postgres"), connect_timeout=2)
        except psycopg2.OperationalError:
            return False
        try:
            with connection.cursor() as cursor:
                cursor.execute("SHOW data_directory")
                found = cursor.fetchone()[0]
        finally:
            connection.close()
        if Path(found) != self.data:
            raise DidNotStart(f"Port {self.port} belongs to another server ({found}).")
        return True


def create_database(server_url: str, database: str) -> None:
    """Create an empty database on the server that `server_url` points at."""
    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}"')
    finally:
        connection.close()
