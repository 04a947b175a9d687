"""The product under gunicorn on the database of the test run, or a version of it without its protection."""

import os
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self
from urllib.parse import quote

from django.db import connection

from tests.services.product import ROOT
from tests.services.programs import free_port, start_server, stop_server, wait_until

PRODUCT, UNGUARDED = "eplanning.wsgi", "tests.races.unguarded"


class RaceServer:
    """Context manager: two processes of four threads each, so that requests meet inside and across processes."""

    def __init__(self, application: str = PRODUCT) -> None:
        self.application = application
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="eplanning-races-"))
        self.log = self.folder / "gunicorn.log"

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "gunicorn", self.application, "--bind", f"127.0.0.1:{self.port}"]
        self.server = start_server(
            [*command, "--workers", "2", "--threads", "4"],
            self.log,
            environment={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": _find_database(),
                "VAR_DIR": str(self.folder),
                "LOG_LEVEL": "ERROR",
            },
        )
        try:
            wait_until(self._answers, self.server, self.log, 60, f"gunicorn {self.application}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        stop_server(self.server)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def _find_database() -> str:
    """The DATABASE_URL of the database that this test run uses."""
    named = connection.settings_dict
    who = quote(named["USER"]) + (f":{quote(named['PASSWORD'])}" if named["PASSWORD"] else "")
    return f"postgres://{who}@{named['HOST']}:{named['PORT']}/{named['NAME']}"
