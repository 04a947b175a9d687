"""Guessing is stopped per username and per address, counted in the database."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import LoginAttempt
from accounts.services import lockout
from regions.indonesian import long_moment
from tests.accounts.people import PASSWORD, make_person


def guess(username, password="salah", address="203.0.113.9"):
    return Client().post("/masuk/", {"username": username, "password": password}, REMOTE_ADDR=address)


def age_attempts(minutes):
    for attempt in LoginAttempt.objects.all():
        LoginAttempt.objects.filter(pk=attempt.pk).update(at=attempt.at - timedelta(minutes=minutes))


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["lurah-satu", "tidak-ada"])
def test_five_failures_lock_a_username_known_or_not(username):
    make_person("lurah", "lurah-satu")
    answers = [guess(username, address=f"203.0.113.{number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert "Sisa percobaan: 2." in answers[2].content.decode()
    assert "Sisa percobaan: 1." in answers[3].content.decode()


@pytest.mark.django_db
def test_locked_page_says_until_when_and_refuses_the_right_password():
    make_person("lurah", "lurah-satu")
    for _ in range(5):
        guess("lurah-satu")
    until = LoginAttempt.objects.earliest("at").at + timedelta(minutes=15)
    answer = guess("lurah-satu", PASSWORD)
    assert answer.status_code == 429
    assert f"Coba lagi mulai {long_moment(until)}" in answer.content.decode()
    assert 14 * 60 < int(answer.headers["Retry-After"]) <= 15 * 60


@pytest.mark.django_db
def test_lock_opens_after_fifteen_minutes_and_is_not_prolonged_by_knocking():
    make_person("lurah", "lurah-satu")
    for _ in range(5):
        guess("lurah-satu")
    age_attempts(14)
    assert guess("lurah-satu", PASSWORD).status_code == 429
    age_attempts(1)
    assert guess("lurah-satu", PASSWORD).status_code == 302


@pytest.mark.django_db
def test_capitals_do_not_give_more_guesses():
    make_person("lurah", "lurah-satu")
    answers = [
        guess(name) for name in ("lurah-satu", "LURAH-satu", " lurah-satu", "Lurah-Satu", "lurah-SATU")
    ]
    assert answers[-1].status_code == 429


@pytest.mark.django_db
def test_success_forgets_the_failures_of_that_username_only():
    make_person("lurah", "lurah-satu")
    make_person("lurah", "lurah-dua")
    for _ in range(4):
        guess("lurah-satu")
        guess("lurah-dua")
    assert guess("lurah-satu", PASSWORD).status_code == 302
    assert LoginAttempt.objects.filter(username="lurah-satu").count() == 0
    assert LoginAttempt.objects.filter(username="lurah-dua").count() == 4


@pytest.mark.django_db
def test_thirty_failures_lock_an_address_for_every_username_but_no_other_address():
    make_person("lurah", "lurah-satu")
    codes = [guess(f"tebakan-{number}").status_code for number in range(30)]
    assert codes == [422] * 29 + [429]
    assert guess("lurah-satu", PASSWORD).status_code == 429
    assert guess("lurah-satu", PASSWORD, address="198.51.100.7").status_code == 302


@pytest.mark.django_db
def test_forwarded_for_does_not_give_more_guesses():
    codes = [
        Client()
        .post(
            "/masuk/",
            {"username": f"tebakan-{number}", "password": "salah"},
            REMOTE_ADDR="203.0.113.9",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )
        .status_code
        for number in range(31)
    ]
    assert codes[-1] == 429


@pytest.mark.django_db
def test_what_was_typed_for_no_account_is_not_kept():
    guess("rahasia-saya-2020")
    attempt = LoginAttempt.objects.get()
    assert "rahasia" not in attempt.username
    assert attempt.username.startswith("tidak dikenal ")


@pytest.mark.django_db
def test_administrator_unlocks_an_account():
    user = make_person("lurah", "lurah-satu")
    for _ in range(5):
        guess("lurah-satu")
    assert lockout.unlock(users=[user], by=make_person("administrator")) == 5
    assert guess("lurah-satu", PASSWORD).status_code == 302


@pytest.mark.django_db
def test_old_attempts_are_forgotten_after_ninety_days():
    guess("lurah-satu")
    assert lockout.forget_old_attempts() == 0
    LoginAttempt.objects.update(at=timezone.now() - timedelta(days=91))
    assert lockout.forget_old_attempts() == 1


@pytest.mark.django_db
def test_login_without_any_address_is_counted_by_username():
    make_person("lurah", "lurah-satu")
    codes = [guess("lurah-satu", address="").status_code for _ in range(5)]
    assert codes[-1] == 429
    assert set(LoginAttempt.objects.values_list("address", flat=True)) == {None}


def run_at_once(count, work):
    """Let `count` threads begin together, each with a connection of its own; their answers."""
    barrier, answers = threading.Barrier(count), []

    def run(number):
        try:
            barrier.wait(timeout=30)
            answers.append(work(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == count
    return answers


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_never_exceed_the_limit():
    make_person("lurah", "lurah-satu")

    def begin(number):
        try:
            lockout.begin_attempt(username="lurah-satu", address=f"203.0.113.{number}")
        except lockout.LockedOut:
            return "locked"
        return "allowed"

    for _ in range(5):
        LoginAttempt.objects.all().delete()
        answers = run_at_once(12, begin)
        assert answers.count("allowed") <= lockout.LIMITS["username"]
        assert LoginAttempt.objects.count() == answers.count("allowed")


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_by_http_never_exceed_the_limit():
    make_person("lurah", "lurah-satu")
    codes = run_at_once(10, lambda number: guess("lurah-satu", address=f"203.0.113.{number}").status_code)
    assert set(codes) <= {422, 429}
    assert LoginAttempt.objects.filter(username="lurah-satu").count() <= lockout.LIMITS["username"]


@pytest.mark.django_db
def test_every_door_is_counted_not_only_the_page():
    make_person("lurah", "lurah-satu")
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    for _ in range(5):
        assert authenticate(request, username="lurah-satu", password="salah") is None
    assert authenticate(request, username="lurah-satu", password=PASSWORD) is None
