"""A real Celery worker killed with kill -9 in the middle of a job: the next one ends it, once in effect."""

import os
import signal

import pytest

from jobs import services
from jobs.models import Notification
from tests.services.programs import stop_server
from tests.services.worker import start_worker, wait_for

LINES = 30


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_mid_job_is_followed_by_one_that_ends_it(person, tmp_path):
    """On the transport of this test run: files on SQLite's stage, a private Redis on PostgreSQL's."""
    log = tmp_path / "attempts.log"
    params = {"lines": LINES, "log": str(log), "pause": 0.1}
    job = services.enqueue(kind="tests.lines", params=params, by=person)

    worker = start_worker(tmp_path, "first", "tests.jobs.worker_settings")
    try:
        wait_for(job, lambda now: now.progress_done >= 5, tmp_path / "first.log")
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    told = Notification.objects.count()
    assert 5 <= told < LINES

    worker = start_worker(tmp_path, "second", "tests.jobs.worker_settings")
    try:
        done = wait_for(job, lambda now: now.is_finished, tmp_path / "second.log")
    finally:
        stop_server(worker)
    assert (done.state, done.attempts, done.result) == ("done", 2, {"lines": LINES})
    assert log.read_text() == "attempt 1\nattempt 2\n"
    assert Notification.objects.filter(recipient=person).count() == LINES
