"""Putting work into the queue, with and without a broker."""

import time

import pytest
from celery import Celery
from django.db import transaction

from eplanning.celery import app
from jobs import hints, services
from jobs.models import Job
from jobs.registry import UnknownKind
from tests.services.programs import free_port

LINES = {"lines": 1, "log": "/dev/null"}


def enqueue(person, **changed) -> Job:
    return services.enqueue(**({"kind": "tests.lines", "params": LINES, "by": person} | changed))


@pytest.fixture
def dead_broker(monkeypatch, caplog):
    """A Redis address where nobody listens becomes the broker of this process."""
    monkeypatch.delenv("CELERY_BROKER_URL")  # Celery itself would prefer it
    cut_off = Celery("cut-off", broker=f"redis://127.0.0.1:{free_port()}/0")
    cut_off.conf.broker_transport_options = {"socket_connect_timeout": 1}
    cut_off.set_current()
    yield
    app.set_current()
    assert "Connection refused" in "".join(record.getMessage() for record in caplog.get_records("call"))


def test_enqueue_writes_row(person):
    job = enqueue(person, title="Daftar prioritas 2021")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.created_by, job.title) == (
        "queued",
        0,
        person,
        "Daftar prioritas 2021",
    )


@pytest.mark.django_db(transaction=True)
def test_enqueue_with_willing_broker_remembers_message(person):
    job = enqueue(person)
    job.refresh_from_db()
    assert job.message_sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_enqueue_rolled_back_leaves_nothing(person):
    with pytest.raises(KeyError), transaction.atomic():
        enqueue(person)
        raise KeyError
    assert not Job.objects.exists()


def test_enqueue_twice_with_key_is_one_job(person):
    first, second = enqueue(person, key="form-1"), enqueue(person, key="form-1")
    assert first == second
    assert Job.objects.count() == 1


def test_enqueue_with_key_of_another_person_is_refused(person, neighbour):
    enqueue(person, key="form-1")
    with pytest.raises(ValueError, match="belongs to another"):
        enqueue(neighbour, key="form-1")


def test_enqueue_unknown_kind_is_refused(person):
    with pytest.raises(UnknownKind):
        enqueue(person, kind="tests.nothing")
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_enqueue_with_broker_down_keeps_job_for_sweeper(person, dead_broker):
    job = enqueue(person)
    job.refresh_from_db()
    assert (job.state, job.message_sent_at) == ("queued", None)

    app.set_current()
    hints._rest_until = 0.0
    services.sweep()
    job.refresh_from_db()
    assert job.message_sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_enqueue_with_broker_down_hardly_waits(person, dead_broker):
    began = time.monotonic()
    for _ in range(21):
        enqueue(person)
    assert time.monotonic() - began < 2, "the person waits for a dead broker"
    assert Job.objects.filter(message_sent_at=None).count() == 21


def test_cancel_queued_job_ends_it(person):
    job = enqueue(person)
    services.cancel(job=job, by=person)
    job.refresh_from_db()
    assert (job.state, job.is_finished) == ("cancelled", True)
    assert services.run(job.pk) is None


def test_cancel_by_another_person_is_refused(person, neighbour):
    job = enqueue(person)
    with pytest.raises(services.CannotChange):
        services.cancel(job=job, by=neighbour)
    job.refresh_from_db()
    assert job.state == "queued"


def test_retry_failed_job_starts_with_all_attempts(person):
    job = enqueue(person, kind="tests.impossible")
    services.run(job.pk)
    services.retry(job=job, by=person)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, job.finished_at) == ("queued", 0, "", None)


def test_retry_done_job_is_refused(person):
    job = enqueue(person)
    services.run(job.pk)
    with pytest.raises(services.CannotChange):
        services.retry(job=job, by=person)
