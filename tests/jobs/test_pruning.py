"""What is done and old goes; what waits for somebody stays however old it is."""

from datetime import timedelta

from django.utils import timezone

from jobs import services
from jobs.models import Job, Notification, Outbox
from reports.models import ReportRun


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def test_delivered_messages_go_and_waiting_ones_stay(person):
    for key, moment in (("old", ago(31)), ("new", ago(29)), ("waiting", None)):
        Outbox.objects.create(kind="tests.news", payload={"n": key}, created_at=ago(400), delivered_at=moment)
    assert services.prune() == 1
    assert [row.payload["n"] for row in Outbox.objects.all()] == ["new", "waiting"]


def test_finished_jobs_go_unless_something_refers_to_them(person):
    old = {"created_at": ago(400), "finished_at": ago(91), "kind": "tests.lines", "created_by": person}
    for state in Job.State.values:
        Job.objects.create(title=state, state=state, **old)
    Job.objects.create(title="fresh", state="done", **old | {"finished_at": ago(89)})
    kept = Job.objects.create(title="report", state="done", **old)
    ReportRun.objects.create(job=kept, slug="daftar-prioritas", format="csv")
    assert services.prune() == 3
    assert set(Job.objects.values_list("title", flat=True)) == {"queued", "running", "fresh", "report"}


def test_read_news_go_and_unread_ones_stay(person):
    for key, moment in (("old", ago(181)), ("new", ago(179)), ("unread", None)):
        Notification.objects.create(
            recipient=person, key=key, text="Kabar.", created_at=ago(400), read_at=moment
        )
    assert services.prune() == 1
    assert set(Notification.objects.values_list("key", flat=True)) == {"new", "unread"}
