"""The inbox and the page of a job: what the owner sees and does, and that nobody else does."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from jobs import services
from jobs.models import Job, Notification, Outbox
from jobs.services.notifying import Notice
from jobs.services.running import claim


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def job(person) -> Job:
    params = {"lines": 2, "log": "/dev/null"}
    return services.enqueue(kind="tests.lines", params=params, by=person, title="Daftar prioritas 2021")


def tell(person, *texts: str, **about) -> None:
    services.notify(notices=[Notice(recipient_id=person.pk, key=text, text=text, **about) for text in texts])


def page(client, name: str, *args) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


# Inbox


def test_inbox_without_news_says_what_will_come(signed_in):
    assert "Belum ada pemberitahuan" in page(signed_in, "jobs:inbox")


def test_inbox_shows_own_news_only(signed_in, person, neighbour):
    tell(person, "Usulan diteruskan")
    tell(neighbour, "Kabar orang lain")
    text = page(signed_in, "jobs:inbox")
    assert "Usulan diteruskan" in text
    assert "Kabar orang lain" not in text


def test_inbox_escapes_text(signed_in, person):
    tell(person, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(signed_in, "jobs:inbox")


def test_inbox_pages_through_everything_once(signed_in, person):
    tell(person, *(f"kabar-{number:03}-" for number in range(65)))
    seen, address = [], reverse("jobs:inbox")
    while address:
        context = signed_in.get(address).context
        seen += [row.text for row in context["notifications"]]
        address = context["next_url"] and reverse("jobs:inbox") + context["next_url"]
    assert seen == [f"kabar-{number:03}-" for number in reversed(range(65))]


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 40, "1.5", "²"])
def test_inbox_with_nonsense_place_shows_first_page(signed_in, person, before):
    tell(person, "Usulan diteruskan")
    assert b"Usulan diteruskan" in signed_in.get(reverse("jobs:inbox"), {"sebelum": before}).content


def test_inbox_takes_as_many_queries_for_three_as_for_one(signed_in, person):
    tell(person, "satu")
    with CaptureQueriesContext(connection) as one:
        page(signed_in, "jobs:inbox")
    tell(person, "dua", "tiga")
    with CaptureQueriesContext(connection) as three:
        page(signed_in, "jobs:inbox")
    assert len(one) == len(three)


def test_read_marks_and_opens_page(signed_in, person):
    tell(person, "Berkas siap", url="/laporan/")
    row = Notification.objects.get()
    answer = signed_in.post(reverse("jobs:read", args=[row.pk]), {"buka": "1"})
    row.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, "/laporan/")
    assert row.read_at is not None


def test_read_of_another_person_is_not_found(signed_in, neighbour):
    tell(neighbour, "Kabar orang lain")
    row = Notification.objects.get()
    assert signed_in.post(reverse("jobs:read", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_read_all_leaves_what_came_after_the_page(signed_in, person):
    tell(person, "satu", "dua")
    newest = signed_in.get(reverse("jobs:inbox")).context["newest"]
    tell(person, "tiga")
    signed_in.post(reverse("jobs:read_all"), {"sampai": newest})
    assert list(Notification.objects.unread().values_list("text", flat=True)) == ["tiga"]


def test_read_by_get_is_refused(signed_in, person):
    tell(person, "satu")
    assert signed_in.get(reverse("jobs:read", args=[Notification.objects.get().pk])).status_code == 405


def test_notification_url_must_be_a_path(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(recipient=person, key="x", text="x", url="https://elsewhere.example/")


# A job's page


@pytest.mark.parametrize("name", ["jobs:job", "jobs:progress"])
def test_job_of_another_person_is_not_found(client, neighbour, job, name):
    client.force_login(neighbour)
    assert client.get(reverse(name, args=[job.pk])).status_code == 404


@pytest.mark.parametrize("name", ["jobs:cancel", "jobs:retry"])
def test_change_of_job_of_another_person_is_not_found(client, neighbour, job, name):
    client.force_login(neighbour)
    assert client.post(reverse(name, args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


def test_job_that_does_not_exist_is_not_found(signed_in, person):
    assert signed_in.get(reverse("jobs:job", args=[uuid4()])).status_code == 404


def test_job_waiting_asks_again_every_second(signed_in, job):
    text = page(signed_in, "jobs:job", job.pk)
    assert "Menunggu giliran" in text
    assert 'hx-trigger="every 1s"' in text
    assert reverse("jobs:progress", args=[job.pk]) in text


def test_progress_of_running_job_says_how_far(signed_in, job):
    claim(job.pk)
    Job.objects.update(progress_done=1200, progress_total=3400)
    answer = signed_in.get(reverse("jobs:progress", args=[job.pk]))
    assert answer.status_code == 200
    assert "1.200 dari 3.400" in answer.content.decode()


def test_progress_of_done_job_ends_the_asking(signed_in, job):
    services.run(job.pk)
    Job.objects.update(result={"url": "/laporan/berkas/x/", "label": "Unduh berkas"})
    answer = signed_in.get(reverse("jobs:progress", args=[job.pk]))
    assert answer.status_code == 286
    assert 'href="/laporan/berkas/x/"' in answer.content.decode()
    assert "hx-trigger" not in page(signed_in, "jobs:job", job.pk)


def test_failed_job_says_why_and_offers_to_try_again(signed_in, person):
    job = services.enqueue(kind="tests.impossible", params={}, by=person)
    services.run(job.pk)
    text = page(signed_in, "jobs:job", job.pk)
    assert "Tidak ada usulan yang cocok. Ubah saringannya." in text
    assert reverse("jobs:retry", args=[job.pk]) in text


def test_failed_job_keeps_technical_note_to_itself(signed_in, person):
    job = services.enqueue(kind="tests.faulty", params={}, by=person)
    for _ in range(3):
        services.run(job.pk)
    assert "ZeroDivisionError" not in page(signed_in, "jobs:job", job.pk)


def test_cancel_ends_job(signed_in, job):
    signed_in.post(reverse("jobs:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_cancel_done_job_is_a_conflict(signed_in, job):
    services.run(job.pk)
    answer = signed_in.post(reverse("jobs:cancel", args=[job.pk]))
    assert answer.status_code == 409
    assert "sudah berakhir" in answer.content.decode()


def test_retry_queues_failed_job(signed_in, person):
    job = services.enqueue(kind="tests.impossible", params={}, by=person)
    services.run(job.pk)
    signed_in.post(reverse("jobs:retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "queued"


# Admin


@pytest.mark.parametrize("model", ["job", "outbox", "notification"])
def test_admin_may_look_and_not_touch(client, job, person, model):
    services.post(kind="tests.news", payloads=[{"person": person.pk, "text": "satu"}])
    services.deliver_outbox()
    administrator = User.objects.create(
        username="admin", full_name="Admin", role="administrator", is_staff=True, is_superuser=True
    )
    client.force_login(administrator)
    assert client.get(reverse(f"admin:jobs_{model}_changelist")).status_code == 200
    row = {"job": Job, "outbox": Outbox, "notification": Notification}[model].objects.get()
    assert client.get(reverse(f"admin:jobs_{model}_change", args=[row.pk])).status_code == 200
    assert client.post(reverse(f"admin:jobs_{model}_change", args=[row.pk]), {}).status_code == 403
    assert (
        client.post(reverse(f"admin:jobs_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    )
    assert client.get(reverse(f"admin:jobs_{model}_add")).status_code == 403
