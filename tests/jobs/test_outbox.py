"""Delivering what waits in the outbox: as a set, once, whatever one row does."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jobs import services
from jobs.models import Notification, Outbox

KIND = "tests.news"


def post(person, *texts: str) -> None:
    services.post(kind=KIND, payloads=[{"person": person.pk, "text": text} for text in texts])


def test_deliver_sends_what_waits(person):
    post(person, "satu", "dua")
    assert services.deliver_outbox() == 2
    assert list(Notification.objects.order_by("pk").values_list("text", flat=True)) == ["satu", "dua"]
    assert not Outbox.objects.undelivered().exists()


def test_deliver_twice_tells_once(person):
    post(person, "satu")
    services.deliver_outbox()
    Outbox.objects.update(delivered_at=None)
    services.deliver_outbox()
    assert Notification.objects.count() == 1


def test_deliver_set_takes_as_many_queries_as_one_row(person):
    post(person, "satu")
    with CaptureQueriesContext(connection) as one:
        services.deliver_outbox()
    post(person, *(str(number) for number in range(50)))
    with CaptureQueriesContext(connection) as many:
        services.deliver_outbox()
    assert len(one) == len(many)


def test_deliver_bad_row_holds_up_nobody(person):
    post(person, "satu")
    services.post(kind=KIND, payloads=[{"text": "tanpa penerima"}])
    post(person, "dua")
    assert services.deliver_outbox() == 2
    bad = Outbox.objects.undelivered().get()
    assert (bad.attempts, bad.last_error) == (1, "KeyError: 'person'")


def test_deliver_bad_row_is_left_after_ten_attempts(person):
    services.post(kind=KIND, payloads=[{"text": "tanpa penerima"}])
    for _ in range(12):
        services.deliver_outbox()
    assert Outbox.objects.get().attempts == 10


def test_deliver_unknown_kind_keeps_row_and_says_so(person):
    services.post(kind="tests.unheard", payloads=[{}])
    assert services.deliver_outbox() == 0
    assert "tests.unheard" in Outbox.objects.get().last_error


@pytest.mark.django_db(transaction=True)
def test_post_rolled_back_leaves_nothing(person):
    with pytest.raises(KeyError), transaction.atomic():
        post(person, "satu")
        raise KeyError
    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_deliver_by_four_at_once_sends_each_row_once(person):
    post(person, *(str(number) for number in range(900)))
    counts = []

    def deliver() -> None:
        try:
            counts.append(services.deliver_outbox())
        finally:
            connection.close()

    couriers = [threading.Thread(target=deliver) for _ in range(4)]
    for courier in couriers:
        courier.start()
    for courier in couriers:
        courier.join()
    assert sum(counts) == 900
    assert Notification.objects.count() == 900


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_deliver_passes_over_rows_in_other_hands(person):
    post(person, "satu", "dua")
    locked, release = threading.Event(), threading.Event()

    def hold_first() -> None:
        try:
            with transaction.atomic():
                Outbox.objects.select_for_update().order_by("pk").first()
                locked.set()
                release.wait(20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold_first)
    holder.start()
    locked.wait(20)
    try:
        assert services.deliver_outbox() == 1
    finally:
        release.set()
        holder.join()
    assert list(Notification.objects.values_list("text", flat=True)) == ["dua"]
