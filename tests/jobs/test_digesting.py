"""The mail of the morning: unread news of a day, once to each person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from accounts.models import User
from jobs import services
from jobs.models import Job, Notification
from jobs.services import Notice, digesting

pytestmark = pytest.mark.django_db
MORNING = datetime(2020, 1, 14, 0, 30, tzinfo=UTC)  # 07.30 in Tangerang


@pytest.fixture
def reader(person) -> User:
    User.objects.filter(pk=person.pk).update(email="pembaca@contoh.go.id")
    person.refresh_from_db()
    return person


@pytest.fixture
def morning(monkeypatch, settings):
    settings.MAIL_DIGEST_HOUR = 7
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


def tell(*people, number: int = 1, at=MORNING - timedelta(hours=5)) -> None:
    services.notify(
        notices=[
            Notice(one.pk, f"kabar:{n}", f"Usulan {n} diterima.", at=at)
            for one in people
            for n in range(number)
        ]
    )


def run_digest() -> list:
    services.ask_for_digest()
    services.run(Job.objects.get(kind=digesting.KIND).pk)
    for job in Job.objects.filter(kind="jobs.mail", state="queued"):
        services.run(job.pk)
    return outbox.outbox


def test_unread_news_come_in_one_mail(reader, neighbour, morning):
    tell(reader, neighbour, number=12)
    (message,) = run_digest()
    assert message.to == ["pembaca@contoh.go.id"]
    assert message.subject == "E-Planning: 12 kabar belum dibaca"
    assert "- Usulan 11 diterima." in message.body and "- Usulan 1 diterima." not in message.body
    assert "Dan 2 kabar lain." in message.body


def test_the_same_day_sends_nothing_again(reader, morning):
    tell(reader)
    assert len(run_digest()) == 1
    Job.objects.filter(kind=digesting.KIND).update(state="queued", attempts=0)
    assert len(run_digest()) == 1
    assert Job.objects.filter(kind=digesting.KIND).count() == 1


def test_what_was_read_or_is_old_is_no_news(reader, morning):
    tell(reader)
    Notification.objects.update(read_at=MORNING)
    services.notify(notices=[Notice(reader.pk, "lama", "Lama.", at=MORNING - timedelta(days=2))])
    assert run_digest() == []


def test_before_office_hours_nothing_is_asked_for(reader, monkeypatch, settings):
    settings.MAIL_DIGEST_HOUR = 7
    monkeypatch.setattr(timezone, "now", lambda: MORNING - timedelta(hours=1))
    tell(reader)
    assert not services.ask_for_digest()
    assert not Job.objects.exists()


def test_who_left_gets_no_mail(reader, morning):
    tell(reader)
    User.objects.update(is_active=False)
    assert run_digest() == []
