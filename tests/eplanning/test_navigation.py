"""The menu of each role, and what the frame costs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import ResolverMatch

from accounts.roles import ROLES
from eplanning import navigation
from eplanning.context_processors import navigation as frame
from jobs.models import Notification
from tests.accounts.people import make_person


def match_of(view_name: str) -> ResolverMatch:
    *namespaces, name = view_name.split(":")
    return ResolverMatch(lambda request: None, (), {}, url_name=name, namespaces=namespaces)


def request_of(user, view_name: str = "home"):
    request = RequestFactory().get("/")
    request.user, request.session, request.resolver_match = user, SessionStore(), match_of(view_name)
    return request


def test_every_role_has_a_menu_that_starts_at_home():
    assert set(navigation.MENUS) == set(ROLES)
    assert {menu[0].name for menu in navigation.MENUS.values()} == {"home"}


def test_first_four_entries_of_every_menu_fit_the_tabs_of_a_phone():
    assert all(len(entry.label) <= 12 for menu in navigation.MENUS.values() for entry in menu[:4])


@pytest.mark.parametrize(
    ("role", "view_name", "expected"),
    [
        ("lurah", "home", "Beranda"),
        ("lurah", "kelurahan:desk", "Beranda"),
        ("lurah", "kelurahan:edit", "Usulan"),
        ("lurah", "proposals:detail", "Usulan"),
        ("lurah", "proposals:schedule", "Jadwal"),
        ("camat", "kecamatan:decide", "Verifikasi"),
        ("bappeda_admin", "bappeda:board", "Peringkat"),
        ("bappeda_admin", "bappeda:run", "Perhitungan"),
        ("lurah", "jobs:inbox", None),
        ("lurah", "", None),
    ],
)
def test_current_entry_is_the_one_that_names_the_page_most_exactly(role, view_name, expected):
    entry = navigation._current(list(navigation.MENUS[role]), view_name)
    assert (entry.label if entry else None) == expected


def test_menu_skips_pages_that_are_not_installed():
    missing = navigation.Entry("Tidak ada", "tidak:ada", "list")
    assert navigation.find_url(missing.name) == ""


def test_frame_of_a_visitor_asks_no_database():
    context = frame(request_of(AnonymousUser()))  # without the mark django_db a query would be refused
    assert not context["unread"]
    assert context["inbox_url"] == ""


@pytest.mark.django_db
def test_frame_counts_only_own_unread_notifications(django_assert_num_queries):
    person, other = make_person("lurah"), make_person("lurah")
    for number, recipient in enumerate((person, person, other)):
        Notification.objects.create(recipient=recipient, key=str(number), text="Kabar")
    with django_assert_num_queries(1):
        assert frame(request_of(person))["unread"] == 2


@pytest.mark.django_db
def test_frame_asks_nothing_that_no_page_shows(django_assert_num_queries):
    person = make_person("lurah")
    with django_assert_num_queries(0):
        frame(request_of(person))
