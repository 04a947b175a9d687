"""Mails: one job for each person, sent once, tried again while the mail server is away."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.models import User
from jobs import services
from jobs.models import Job
from jobs.services.mailing import retry_failed_mail

pytestmark = pytest.mark.django_db
NEWS = {"key": "kabar", "subject": "Kabar", "text": "Ada kabar.", "url": "/kelurahan/"}


@pytest.fixture
def reader(person) -> User:
    User.objects.filter(pk=person.pk).update(email="pembaca@contoh.go.id")
    person.refresh_from_db()
    return person


def test_mail_reaches_whoever_has_an_address_once(reader, neighbour, settings):
    settings.SITE_URL = "https://contoh.go.id"
    assert services.mail(people=[reader, neighbour], **NEWS) == 1
    assert services.mail(people=[reader], **NEWS) == 1
    job = Job.objects.get()
    assert job.created_by is None and "contoh" not in str(job.params)
    assert services.run(job.pk).state == "done"
    (message,) = outbox.outbox
    assert (message.to, message.subject) == (["pembaca@contoh.go.id"], "Kabar")
    assert message.body.startswith("Ada kabar.\n\nBuka: https://contoh.go.id/kelurahan/\n\n")
    assert services.run(job.pk) is None and len(outbox.outbox) == 1


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_left_meanwhile_gets_no_mail(reader, change):
    services.mail(people=[reader], **NEWS)
    User.objects.filter(pk=reader.pk).update(**change)
    job = services.run(Job.objects.get().pk)
    assert job.state == "done" and job.result["note"].startswith("Tidak dikirim") and outbox.outbox == []


def test_mail_waits_for_a_server_that_is_away(reader, monkeypatch):
    services.mail(people=[reader], **NEWS)
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no route")))
        for _ in range(Job.MOST_ATTEMPTS):
            services.run(Job.objects.get().pk)
    assert Job.objects.get().state == "failed"
    assert retry_failed_mail() == 0  # not at once
    Job.objects.update(finished_at=timezone.now() - timedelta(minutes=16))
    assert retry_failed_mail() == 1
    assert services.run(Job.objects.get().pk).state == "done" and len(outbox.outbox) == 1


def test_old_mail_is_no_longer_news(reader):
    services.mail(people=[reader], **NEWS)
    past = timezone.now() - timedelta(days=3)
    Job.objects.update(state="failed", created_at=past, finished_at=past)
    assert retry_failed_mail() == 0


def test_other_failed_jobs_are_left_alone(reader):
    services.enqueue(kind="tests.lines", params={}, by=reader)
    Job.objects.update(state="failed", finished_at=timezone.now() - timedelta(hours=1))
    assert retry_failed_mail() == 0
