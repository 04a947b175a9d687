"""The database itself refuses a role at the wrong office, whatever code writes it."""

from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Deputy, OfficeHead, User
from accounts.roles import OFFICE_NAMES, ROLES, complain_about_offices
from tests.accounts.people import make_agency, make_kecamatan, make_kelurahan, make_person

pytestmark = pytest.mark.django_db
COMBINATIONS = [
    {field for field, chosen in zip(OFFICE_NAMES, choice, strict=True) if chosen}
    for choice in product([False, True], repeat=3)
]


def offices(chosen: set[str]) -> dict:
    makers = {"kelurahan": make_kelurahan, "kecamatan": make_kecamatan, "agency": make_agency}
    return {field: makers[field]() if field in chosen else None for field in OFFICE_NAMES}


def is_accepted(row) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=lambda chosen: "+".join(sorted(chosen)) or "none")
@pytest.mark.parametrize("role", ROLES)
def test_user_office_fits_role_and_nothing_else_is_stored(role, chosen):
    administrator = role == "administrator"
    user = User(
        username="uji",
        full_name="Uji",
        role=role,
        is_staff=administrator,
        is_superuser=administrator,
        **offices(chosen),
    )
    right = {ROLES[role].office} - {None}
    assert is_accepted(user) == (chosen == right)
    assert (complain_about_offices(role, offices(chosen)) == {}) == (chosen == right)


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=lambda chosen: "+".join(sorted(chosen)) or "none")
@pytest.mark.parametrize("role", ROLES)
def test_deputy_office_fits_role_and_administrator_has_none(role, chosen):
    deputy = Deputy(
        person=make_person("camat"),
        role=role,
        capacity="Plt.",
        letter_number="1",
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 1, 1),
        **offices(chosen),
    )
    assert is_accepted(deputy) == (role != "administrator" and chosen == {ROLES[role].office} - {None})


@pytest.mark.parametrize(("staff", "superuser"), list(product([False, True], repeat=2)))
@pytest.mark.parametrize("role", ["administrator", "bappeda_admin", "leadership"])
def test_only_the_administrator_is_superuser_and_staff(role, staff, superuser):
    user = User(username="uji", full_name="Uji", role=role, is_staff=staff, is_superuser=superuser)
    assert is_accepted(user) == (staff == superuser == (role == "administrator"))


@pytest.mark.parametrize("role", ["", "operator", "Lurah"])
def test_unknown_role_is_refused(role):
    assert not is_accepted(User(username="uji", full_name="Uji", role=role))


def test_deputy_period_backwards_is_refused():
    deputy = Deputy(
        person=make_person("camat"),
        role="lurah",
        kelurahan=make_kelurahan(),
        capacity="Plh.",
        letter_number="1",
        starts_on=date(2020, 1, 2),
        ends_on=date(2020, 1, 1),
    )
    assert not is_accepted(deputy)


def test_usernames_differ_in_more_than_capitals():
    make_person("camat", "opd-DPUPR-2")
    assert not is_accepted(
        User(username="OPD-dpupr-2", full_name="Uji", role="opd_verifier", agency=make_agency())
    )


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=lambda chosen: "+".join(sorted(chosen)) or "none")
def test_office_head_has_exactly_one_office(chosen):
    head = OfficeHead(planning_year=2021, name="Uji", **offices(chosen))
    assert is_accepted(head) == (len(chosen) == 1)


def test_office_head_is_one_a_year():
    OfficeHead.objects.create(planning_year=2021, name="Uji", kelurahan=make_kelurahan())
    assert not is_accepted(OfficeHead(planning_year=2021, name="Lain", kelurahan=make_kelurahan()))
    assert is_accepted(OfficeHead(planning_year=2022, name="Lain", kelurahan=make_kelurahan()))


def test_create_superuser_is_an_administrator():
    user = User.objects.create_superuser("kepala-tik", "", "x" * 12, full_name="Kepala TIK")
    assert (user.role, user.is_staff, user.is_superuser) == ("administrator", True, True)
