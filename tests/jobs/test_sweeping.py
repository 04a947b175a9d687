"""What the sweeper mends every minute."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import registry, services, timing
from jobs.models import Job, Notification
from jobs.services import running
from tests.jobs.test_running import fall_silent


@pytest.fixture
def job(person) -> Job:
    return services.enqueue(kind="tests.lines", params={"lines": 1, "log": "/dev/null"}, by=person)


def test_sweep_requeues_job_of_silent_worker(job):
    running.claim(job.pk)
    fall_silent(job)
    swept = services.sweep()
    job.refresh_from_db()
    assert (swept.requeued, job.state, job.attempts) == (1, "queued", 1)


def test_sweep_leaves_living_job_alone(job):
    running.claim(job.pk)
    swept = services.sweep()
    job.refresh_from_db()
    assert (swept.requeued, job.state) == (0, "running")


def test_sweep_gives_up_after_third_silence(job):
    for _ in range(3):
        running.claim(job.pk)
        fall_silent(job)
    swept = services.sweep()
    job.refresh_from_db()
    assert (swept.given_up, job.state, job.error) == (1, "failed", running.GAVE_UP)


def test_sweep_announces_job_whose_message_was_never_sent(job):
    swept = services.sweep()
    job.refresh_from_db()
    assert swept.announced == 1
    assert job.message_sent_at is not None


def test_sweep_announces_again_only_after_a_while(job):
    services.sweep()
    assert services.sweep().announced == 0
    Job.objects.update(message_sent_at=timezone.now() - timing.MESSAGE_LOST_AFTER - timedelta(seconds=1))
    assert services.sweep().announced == 1


def test_sweep_delivers_what_waits(person):
    services.post(kind="tests.news", payloads=[{"person": person.pk, "text": "satu"}])
    assert services.sweep().delivered == 1
    assert Notification.objects.get().text == "satu"


def test_sweep_calls_higher_floors_and_survives_their_faults(db, monkeypatch):
    def break_down():
        raise ZeroDivisionError

    monkeypatch.setattr(registry, "SWEEPS", {"tests.broken": break_down, "tests.fine": lambda: 7})
    assert services.sweep().others == {"tests.broken": "failed", "tests.fine": 7}
