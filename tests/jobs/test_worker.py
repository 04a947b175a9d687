"""A real Celery worker killed with kill -9 in the middle of a job: the next one ends it, once in effect."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from jobs import services
from jobs.models import Job, Notification
from tests.services.programs import start_server, stop_server, tail

LINES = 30


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_mid_job_is_followed_by_one_that_ends_it(person, tmp_path):
    """On the transport of this test run: files on SQLite's stage, a private Redis on PostgreSQL's."""
    log = tmp_path / "attempts.log"
    params = {"lines": LINES, "log": str(log), "pause": 0.1}
    job = services.enqueue(kind="tests.lines", params=params, by=person)

    worker = start_worker(tmp_path, "first")
    try:
        wait_for(job, lambda now: now.progress_done >= 5, tmp_path / "first.log")
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    told = Notification.objects.count()
    assert 5 <= told < LINES

    worker = start_worker(tmp_path, "second")
    try:
        done = wait_for(job, lambda now: now.is_finished, tmp_path / "second.log")
    finally:
        stop_server(worker)
    assert (done.state, done.attempts, done.result) == ("done", 2, {"lines": LINES})
    assert log.read_text() == "attempt 1\nattempt 2\n"
    assert Notification.objects.filter(recipient=person).count() == LINES


def start_worker(folder: Path, name: str):
    """`celery worker` as in production, on the tests' database and queue."""
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
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
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
    end = time.monotonic() + seconds
    while True:
        now = Job.objects.get(pk=job.pk)
        if condition(now):
            return now
        assert time.monotonic() < end, f"still {now.state} {now.progress_done}\n{tail(log)}"
        time.sleep(0.05)
