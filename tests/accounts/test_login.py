"""/masuk/ and /keluar/ as a browser uses them."""

import pytest
from django.contrib.auth import SESSION_KEY, authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import LoginAttempt
from tests.accounts.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
LOGIN = "/masuk/"


class CountingHasher(PBKDF2PasswordHasher):
    """A real hasher, cheap, that says how often it worked."""

    iterations = 2
    worked = 0

    def encode(self, *args, **kwargs):
        type(self).worked += 1
        return super().encode(*args, **kwargs)


def log_in(client, username, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def test_login_page_is_open_and_in_indonesian(client):
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "Masuk ke E-Planning" in page.content.decode()
    assert "Kata sandi" in page.content.decode()


def test_other_pages_lead_to_the_login_page(client):
    answer = client.get(reverse("accounts:password_change"))
    assert (answer.status_code, answer.url) == (302, f"{LOGIN}?next=/akun/kata-sandi/")


@pytest.mark.parametrize("typed", ["opd-DPUPR", "OPD-dpupr", "  opd-DPUPR  "])
def test_login_ignores_capitals_and_spaces_around_the_username(client, typed):
    user = make_person("opd_verifier", "opd-DPUPR")
    answer = log_in(client, typed)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session[SESSION_KEY] == str(user.pk)


def test_login_with_a_wrong_password_answers_422_and_says_what_to_do(client):
    make_person("lurah", "lurah-satu")
    answer = log_in(client, "lurah-satu", "salah")
    assert answer.status_code == 422
    assert "Nama pengguna dan kata sandi belum cocok." in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_login_password_keeps_its_capitals_and_spaces(client):
    make_person("lurah", "lurah-satu")
    assert log_in(client, "lurah-satu", PASSWORD.upper()).status_code == 422
    assert log_in(client, "lurah-satu", f"{PASSWORD} ").status_code == 422


def test_login_with_empty_fields_says_which(client):
    text = log_in(client, "", "").content.decode()
    assert "Isi nama pengguna Anda." in text
    assert "Isi kata sandi Anda." in text
    assert LoginAttempt.objects.count() == 0


def test_login_of_an_inactive_account_reads_like_a_wrong_password(client):
    make_person("lurah", "lurah-pindah", is_active=False)
    assert "belum cocok" in log_in(client, "lurah-pindah").content.decode()


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("lurah\x00satu", "x"),
        ("lurah-\ud800", "x"),
        ("lurah-satu", "x\ud800"),
        ("lurah-satu", "x\x00"),
        ("l" * 151, "x"),
        ("lurah-😀", "😀" * 9),
        ("' OR 1=1 --", "' OR 1=1 --"),
    ],
    ids=["nul", "surrogate", "surrogate password", "nul password", "too long", "emoji", "sql"],
)
def test_login_with_odd_text_is_refused_quietly(client, username, password):
    make_person("lurah", "lurah-satu")
    body = b"&".join(
        name + b"=" + "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass")).encode()
        for name, value in ((b"username", username), (b"password", password))
    )
    answer = client.post(LOGIN, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


@pytest.mark.parametrize("odd", ["\x00", "\ud800"], ids=["nul", "surrogate"])
def test_backend_refuses_what_the_database_cannot_store(rf, odd):
    make_person("lurah", "lurah-satu")
    assert authenticate(rf.get("/"), username=f"lurah-satu{odd}", password=PASSWORD) is None
    assert authenticate(rf.get("/"), username="lurah-satu", password=PASSWORD + odd) is None
    assert LoginAttempt.objects.count() == 2


def test_login_gives_the_session_a_new_key(client):
    make_person("lurah", "lurah-satu")
    session = client.session
    session["dari"] = "penyerang"
    session.save()
    client.cookies["sessionid"] = session.session_key
    log_in(client, "lurah-satu")
    assert client.session.session_key != session.session_key
    assert client.session[SESSION_KEY]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/usulan/", "/usulan/"),
        ("https://jahat.example/", "/"),
        ("//jahat.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\jahat.example", "/"),
        ("", "/"),
    ],
)
def test_login_goes_on_to_own_pages_only(client, wanted, given):
    make_person("lurah", "lurah-satu")
    answer = client.post(LOGIN, {"username": "lurah-satu", "password": PASSWORD, "next": wanted})
    assert answer.url == given


def test_login_page_sends_those_logged_in_home(client):
    client.force_login(make_person())
    assert client.get(LOGIN).url == "/"


def test_login_without_csrf_token_is_refused():
    make_person("lurah", "lurah-satu")
    assert log_in(Client(enforce_csrf_checks=True), "lurah-satu").status_code == 403


def test_unknown_username_costs_and_reads_the_same_as_a_known_one(settings):
    settings.PASSWORD_HASHERS = [f"{CountingHasher.__module__}.CountingHasher"]
    make_person("lurah", "lurah-satu")
    seen = []
    for username in ("lurah-satu", "tidak-ada-12"):
        CountingHasher.worked = 0
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = log_in(Client(), username, "salah")
        text = answer.content.decode().replace(username, "…")
        text = text[text.index("<main") :]
        text = text[: text.index("csrfmiddlewaretoken")] + text[text.index('name="next"') :]
        seen.append((answer.status_code, CountingHasher.worked, len(queries), text))
    assert seen[0] == seen[1]
    assert seen[0][1] == 1


def test_logout_needs_a_post_and_get_asks_first(client):
    client.force_login(make_person())
    asked = client.get("/keluar/")
    assert asked.status_code == 200
    assert "Keluar dari E-Planning?" in asked.content.decode()
    assert SESSION_KEY in client.session
    answer = client.post("/keluar/")
    assert (answer.status_code, answer.url) == (302, LOGIN)
    assert SESSION_KEY not in client.session


def test_login_page_shows_demo_accounts_in_a_demo_only(client, settings):
    assert "demo-eplanning-2021" in client.get(LOGIN).content.decode()
    settings.DEMO = False
    assert "peragaan" not in client.get(LOGIN).content.decode()


def test_the_person_of_a_request_comes_with_the_office_in_one_query(client):
    user = make_person("lurah")
    client.force_login(user)
    client.get("/keluar/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/keluar/")
    asked = [query["sql"] for query in queries if '"regions_' in query["sql"]]
    assert len(asked) == 1
