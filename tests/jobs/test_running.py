"""Running one job: who gets it, how it ends, and who may still write."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobs import registry, services, timing
from jobs.models import Job, Notification
from jobs.services import running

LINES = {"lines": 3, "log": "/dev/null"}


@pytest.fixture
def job(person) -> Job:
    return services.enqueue(kind="tests.lines", params=LINES, by=person)


def enqueue(person, kind: str) -> Job:
    return services.enqueue(kind=kind, params={}, by=person)


def fall_silent(job: Job) -> None:
    """As if the worker had been killed a while ago."""
    long_ago = timezone.now() - timedelta(seconds=timing.STALE_SECONDS + 1)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)


def test_run_does_work_and_keeps_result(job, person):
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"lines": 3}, 1)
    assert (job.progress_done, job.progress_total, job.percent) == (3, 3, 100)
    assert Notification.objects.filter(recipient=person).count() == 3


def test_run_finished_job_does_nothing(job):
    services.run(job.pk)
    assert services.run(job.pk) is None
    job.refresh_from_db()
    assert job.attempts == 1


def test_run_job_in_other_hands_does_nothing(job):
    assert running.claim(job.pk) is not None
    assert services.run(job.pk) is None


def test_run_that_cannot_be_done_says_why_at_once(person):
    job = enqueue(person, "tests.impossible")
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error == "Tidak ada usulan yang cocok. Ubah saringannya."


def test_run_with_fault_is_tried_three_times_and_no_more(person):
    job = enqueue(person, "tests.faulty")
    states = []
    for _ in range(5):
        services.run(job.pk)
        job.refresh_from_db()
        states.append((job.state, job.attempts))
    assert states == [("queued", 1), ("queued", 2), ("failed", 3), ("failed", 3), ("failed", 3)]
    assert job.error == running.GAVE_UP
    assert "secret" in job.fault
    assert "secret" not in job.error


def test_claim_of_silent_job_counts_as_next_attempt(job):
    running.claim(job.pk)
    fall_silent(job)
    again = running.claim(job.pk)
    assert again.attempts == 2


def test_worker_given_up_for_dead_cannot_overwrite_the_next(job):
    first = running.claim(job.pk)
    fall_silent(job)
    second = running.claim(job.pk)
    assert running.finish(first, {"by": "first"}) is False
    assert running.finish(second, {"by": "second"}) is True
    job.refresh_from_db()
    assert job.result == {"by": "second"}


def test_registering_a_kind_twice_is_refused():
    with pytest.raises(ValueError, match="already registered"):
        registry.work("tests.lines")(lambda job, report_progress: None)


@pytest.mark.django_db(transaction=True)
def test_claim_by_eight_workers_has_one_winner(person):
    rounds = [services.enqueue(kind="tests.lines", params=LINES, by=person).pk for _ in range(20)]
    wins, start = [], threading.Barrier(8)

    def compete() -> None:
        try:
            for job_id in rounds:
                start.wait(20)
                if running.claim(job_id) is not None:
                    wins.append(job_id)
        finally:
            connection.close()

    competitors = [threading.Thread(target=compete) for _ in range(8)]
    for competitor in competitors:
        competitor.start()
    for competitor in competitors:
        competitor.join()
    assert sorted(wins) == sorted(rounds)


@pytest.mark.django_db(transaction=True)
def test_cancel_stops_running_work(person, monkeypatch):
    monkeypatch.setattr(timing, "TICK_SECONDS", 0.05)
    params = {"lines": 400, "log": "/dev/null", "pause": 0.02}
    job = services.enqueue(kind="tests.lines", params=params, by=person)
    worker = threading.Thread(target=lambda: (services.run(job.pk), connection.close()))
    worker.start()
    wait_for(lambda: Job.objects.get(pk=job.pk).progress_done > 2)
    services.cancel(job=job, by=person)
    worker.join(5)
    assert not worker.is_alive()
    job.refresh_from_db()
    assert (job.state, job.result) == ("cancelled", None)
    assert 2 < Notification.objects.count() < 400


def wait_for(condition, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
