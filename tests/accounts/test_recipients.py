"""Whom a message reaches."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services.recipients import people_of
from tests.accounts.people import make_agency, make_deputy, make_kelurahan, make_person

pytestmark = pytest.mark.django_db


def names(queryset) -> set[str]:
    return set(queryset.values_list("username", flat=True))


@pytest.fixture
def staff():
    batujaya, batusari = make_kelurahan(), make_kelurahan("36.71.03.1006", "Batusari")
    make_person("kelurahan_operator", "operator-batujaya", batujaya)
    make_person("lurah", "lurah-batujaya", batujaya)
    make_person("lurah", "lurah-batusari", batusari)
    make_person("lurah", "bekas-lurah", batujaya, is_active=False)
    make_person("camat", "camat-batuceper")
    make_person("opd_verifier", "opd-dpupr", make_agency())
    make_person("opd_verifier", "opd-dishub", make_agency("DISHUB", "Dinas Perhubungan"))
    make_person("bappeda_admin", "bappeda-satu")
    return {"batujaya": batujaya, "batusari": batusari}


def test_people_of_an_office_are_its_active_staff(staff):
    assert names(people_of(kelurahan=staff["batujaya"])) == {"operator-batujaya", "lurah-batujaya"}
    assert names(people_of(kelurahan=staff["batujaya"].pk, role="lurah")) == {"lurah-batujaya"}
    assert names(people_of(agency=make_agency())) == {"opd-dpupr"}


def test_people_of_roles_reach_the_whole_city(staff):
    assert names(people_of(role=["lurah", "bappeda_admin"])) == {
        "lurah-batujaya",
        "lurah-batusari",
        "bappeda-satu",
    }


def test_people_of_nothing_is_nobody(staff):
    assert names(people_of()) == set()
    assert names(people_of(role=[])) == set()


def test_people_of_includes_deputies_in_force_once(staff):
    today = timezone.localdate()
    camat = make_person("camat", "camat-pengganti")
    for _ in range(2):
        make_deputy(camat, office=staff["batujaya"], starts_on=today, ends_on=today)
    reached = list(people_of(kelurahan=staff["batujaya"], role="lurah").order_by("username"))
    assert [user.username for user in reached] == ["camat-pengganti", "lurah-batujaya"]


@pytest.mark.parametrize(("starts_in", "ends_in"), [(-5, -1), (1, 5)], ids=["expired", "future"])
def test_people_of_leaves_out_deputies_not_in_force(staff, starts_in, ends_in):
    today = timezone.localdate()
    camat = make_person("camat", "camat-pengganti")
    make_deputy(
        camat,
        office=staff["batujaya"],
        starts_on=today + timedelta(starts_in),
        ends_on=today + timedelta(ends_in),
    )
    assert names(people_of(kelurahan=staff["batujaya"], role="lurah")) == {"lurah-batujaya"}


def test_people_of_leaves_out_inactive_deputies(staff):
    today = timezone.localdate()
    away = make_person("camat", "camat-pindah", is_active=False)
    make_deputy(away, office=staff["batujaya"], starts_on=today, ends_on=today)
    assert "camat-pindah" not in names(people_of(kelurahan=staff["batujaya"]))


def test_deputy_role_and_office_must_both_fit(staff):
    today = timezone.localdate()
    camat = make_person("camat", "camat-pengganti")
    make_deputy(camat, office=staff["batusari"], starts_on=today, ends_on=today)
    assert "camat-pengganti" not in names(people_of(kelurahan=staff["batujaya"], role="lurah"))
    assert "camat-pengganti" not in names(people_of(kelurahan=staff["batusari"], role="kelurahan_operator"))


def test_people_of_leaves_out_demo_accounts_outside_a_demo(staff, settings):
    make_person("lurah", "lurah-peragaan", staff["batujaya"], is_demo=True)
    assert "lurah-peragaan" in names(people_of(role="lurah"))
    settings.DEMO = False
    assert "lurah-peragaan" not in names(people_of(role="lurah"))
