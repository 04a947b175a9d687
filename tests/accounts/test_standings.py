"""For which offices a person stands, today and on other days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.offices import Standing, standings
from accounts.roles import ROLES
from tests.accounts.people import make_deputy, make_kelurahan, make_person

pytestmark = pytest.mark.django_db
START, END = date(2020, 1, 13), date(2020, 1, 17)


@pytest.mark.parametrize("role", ROLES)
def test_standings_of_each_role_is_its_own_office(role):
    user = make_person(role)
    kind = ROLES[role].office
    assert standings(user) == (Standing(role, kind, getattr(user, f"{kind}_id") if kind else None),)


def test_standings_of_nobody_are_empty():
    assert standings(AnonymousUser()) == ()
    assert standings(None) == ()


def test_standings_of_an_inactive_person_are_empty_also_as_deputy():
    user = make_person("camat", is_active=False)
    make_deputy(user, starts_on=START, ends_on=END)
    assert standings(user) == ()
    assert standings(user, at=datetime(2020, 1, 15, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("moment", "in_force"),
    [
        (datetime(2020, 1, 12, 16, 59, 59, tzinfo=UTC), False),  # 12 January 23.59 WIB
        (datetime(2020, 1, 12, 17, 0, tzinfo=UTC), True),  # 13 January 00.00 WIB
        (datetime(2020, 1, 15, 3, 0, tzinfo=UTC), True),
        (datetime(2020, 1, 17, 16, 59, 59, tzinfo=UTC), True),  # 17 January 23.59 WIB
        (datetime(2020, 1, 17, 17, 0, tzinfo=UTC), False),  # 18 January 00.00 WIB
        (datetime(2021, 1, 15, 3, 0, tzinfo=UTC), False),
    ],
)
def test_deputy_is_in_force_on_both_boundary_days_of_jakarta(moment, in_force):
    user = make_person("kecamatan_officer")
    deputy = make_deputy(user, starts_on=START, ends_on=END)
    extra = (Standing("lurah", "kelurahan", deputy.kelurahan_id, "Plh.", "800/12-Kep/2020"),)
    own = Standing("kecamatan_officer", "kecamatan", user.kecamatan_id)
    assert standings(user, at=moment) == (own, *(extra if in_force else ()))


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "count"),
    [(-9, -1, 1), (1, 9, 1), (0, 0, 2), (-3, 3, 2)],
    ids=["expired", "future", "only today", "around today"],
)
def test_standings_now_know_expired_and_future_deputies(starts_in, ends_in, count):
    user, today = make_person("camat"), timezone.localdate()
    make_deputy(user, starts_on=today + timedelta(starts_in), ends_on=today + timedelta(ends_in))
    assert len(standings(user)) == count


def test_deputy_at_a_second_office_of_the_own_kind_adds_it():
    today = timezone.localdate()
    user = make_person("lurah")
    other = make_kelurahan("36.71.03.1006", "Batusari")
    make_deputy(user, office=other, starts_on=today, ends_on=today)
    assert [standing.office_id for standing in standings(user)] == [user.kelurahan_id, other.pk]


def test_standings_are_asked_once_per_user_object(django_assert_num_queries):
    user = make_person("camat")
    with django_assert_num_queries(1):
        assert standings(user) == standings(user)


def test_a_past_moment_does_not_disturb_what_a_request_keeps():
    user = User.objects.get(pk=make_person("camat").pk)
    make_deputy(user, starts_on=START, ends_on=END)
    assert len(standings(user)) == 1
    assert len(standings(user, at=datetime(2020, 1, 15, tzinfo=UTC))) == 2
    assert len(standings(user)) == 1
