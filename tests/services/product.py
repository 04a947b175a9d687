"""The product as a user starts it: `bin/run` on a free port with a folder, a database and a queue of its own."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from tests.services.postgres import create_database
from tests.services.programs import free_port, start_server, stop_server, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 240
NOT_INHERITED = ("DJANGO_SETTINGS_MODULE", "STATICFILES_BACKEND", "ALLOWED_HOSTS", "HTTPS", "DEBUG", "HOST")


class RunningProduct:
    """Context manager around `bin/run`. `base_url` is where it answers; `manage` runs commands on its data.

    With `postgres_url` and `redis_url` it gets a new database on that server and that queue; without them it is
    the embedded product (SQLite and files).
    """

    def __init__(
        self, *, postgres_url: str | None = None, redis_url: str | None = None, demo_proposals: int = 60
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="eplanning-product-"))
        self.log = self.folder / "run.log"
        self.var_dir = self.folder / "var"
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        if postgres_url:
            database = f"product_{secrets.token_hex(4)}"
            create_database(postgres_url, database)
            self.database_url = f"{postgres_url.rsplit('/', 1)[0]}/{database}"
        else:
            self.database_url = f"sqlite:///{self.var_dir / 'eplanning.sqlite3'}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_INHERITED},
            "SPT_NOENV": "1",  # setproctitle, where it is installed, would write titles over the environment in /proc
            "PORT": str(self.port),
            "VAR_DIR": str(self.var_dir),
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": redis_url or "filesystem://",
            "DEMO": "1",
            "DEMO_PROPOSALS": str(demo_proposals),
            "MAIL_DIGEST_HOUR": "24",  # what runs must not depend on the hour
            "PACKAGES_HOUR": "24",
        }

    def __enter__(self) -> Self:
        self.server = start_server([str(ROOT / "bin/run")], self.log, environment=self.environment)
        try:
            wait_until(self._answers, self.server, self.log, START_SECONDS, "bin/run")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        stop_server(self.server, seconds=40)
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` on this product's data and return what it said; the caller looks at `returncode`."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False
