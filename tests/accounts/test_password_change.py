"""/akun/kata-sandi/: one's own password."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.forms import OwnPasswordForm
from tests.accounts.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
PAGE = "/akun/kata-sandi/"
NEW = "sungai-cisadane-pagi"


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post(
        PAGE, {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    )


@pytest.fixture
def person(client):
    user = make_person("lurah", "lurah-batujaya")
    client.force_login(user)
    return user


def test_password_is_changed_and_this_session_stays_while_others_end(client, person):
    other = Client()
    other.force_login(person)
    assert change(client).url == f"{PAGE}selesai/"
    assert client.get(f"{PAGE}selesai/").status_code == 200
    assert other.get(PAGE).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old": "salah"}, "Kata sandi sekarang belum cocok."),
        ({"new": "pendek-sekali"[:11]}, "12 karakter"),
        ({"new": "123456789012345"}, "angka"),
        ({"new": "lurah-batujaya"}, "mirip dengan nama pengguna"),
        ({"new": "password1234"}, "umum"),
        ({"again": "lain-sekali-ini"}, "Dua isian kata sandi baru berbeda."),
        ({"new": PASSWORD}, "sama dengan yang sekarang"),
        ({"new": ""}, "Isi kata sandi baru."),
        ({"new": "sungai\x00cisadane-pagi"}, "Ada tanda yang tidak dapat disimpan."),
    ],
)
def test_bad_password_answers_422_with_its_sentence_and_changes_nothing(client, person, fields, sentence):
    answer = change(client, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_lone_surrogate_in_a_password_is_refused(person):
    new = "sungai-\ud800-pagi"
    form = OwnPasswordForm(person, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert not form.is_valid()
    assert form.errors["new_password1"] == [
        "Ada tanda yang tidak dapat disimpan. Ketik ulang tanpa tanda itu."
    ]


def test_password_of_a_demo_account_stays(client):
    user = make_person("lurah", is_demo=True)
    client.force_login(user)
    assert "Akun peragaan dipakai bersama" in client.get(PAGE).content.decode()
    assert change(client).status_code == 403
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_page_shows_nothing_in_english(client, person):
    text = client.get(PAGE).content.decode()
    assert "Your password" not in text
    assert "Password" not in text
    assert SESSION_KEY in client.session
