"""A Celery worker of its own for a test that kills it, or needs a real one."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from jobs.models import Job
from tests.services.programs import start_server, tail


def start_worker(folder: Path, name: str, worker_settings: str) -> subprocess.Popen:
    """`celery worker` with these settings, else as in production, on the tests' database and queue."""
    command = [
        *(
            str(Path(sys.executable).parent / "celery"),
            "-A",
            "eplanning",
            "worker",
            "-Q",
            "eplanning",
            "-c",
            "1",
        ),
        *("-n", f"{name}@%h", "--without-gossip", "--without-mingle", "--loglevel", "INFO"),
    ]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": worker_settings,
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
    }
    return start_server(command, folder / f"{name}.log", environment=environment)


def database_url() -> str:
    """The address of the test database that this process uses."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    credentials = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    return f"postgres://{credentials}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def wait_for(job: Job, condition, log: Path, seconds: float = 30) -> Job:
    """The job as soon as it fulfils the condition."""
    end = time.monotonic() + seconds
    while True:
        now = Job.objects.get(pk=job.pk)
        if condition(now):
            return now
        assert time.monotonic() < end, f"still {now.state} {now.progress_done}\n{tail(log)}"
        time.sleep(0.05)
