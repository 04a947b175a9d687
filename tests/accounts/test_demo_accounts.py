"""The demo's people: complete, believable, the same every time, and closed outside a demo."""

import re

import pytest
from django.contrib.auth import SESSION_KEY, authenticate
from django.core.exceptions import ValidationError

from accounts.models import OfficeHead, User
from accounts.roles import ROLES
from accounts.services.demo_accounts import PASSWORD, SHOWCASE, DemoRefused, create_demo_accounts
from regions.services.loading import load_reference
from tests.accounts.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    load_reference()


def snapshot() -> list:
    fields = ("username", "full_name", "role", "kelurahan__code", "kecamatan__code", "agency__code", "bidang")
    heads = OfficeHead.objects.order_by("pk").values_list("name", "nip", "kelurahan__code", "agency__code")
    return [*User.objects.order_by("username").values_list(*fields), *heads]


def test_demo_has_a_person_for_every_role_and_office(city):
    created = create_demo_accounts()
    assert created.accounts == User.objects.count() == 104 * 2 + 13 * 2 + 43 + 6 + 2 + 3
    assert created.heads == OfficeHead.objects.count() == 104 + 13 + 43
    assert set(User.objects.values_list("role", flat=True)) == set(ROLES)
    assert not User.objects.filter(is_demo=False).exists()
    assert not OfficeHead.objects.filter(is_demo=False).exists()


def test_demo_accounts_twice_changes_nothing(city):
    create_demo_accounts()
    before = list(User.objects.order_by("pk").values())
    assert create_demo_accounts() == (0, 0)
    assert list(User.objects.order_by("pk").values()) == before


def test_demo_accounts_of_one_seed_are_the_same_people(city):
    create_demo_accounts(seed=7)
    first = snapshot()
    OfficeHead.objects.all().delete()
    User.objects.all().delete()
    create_demo_accounts(seed=7)
    assert snapshot() == first


def test_demo_accounts_share_one_hash_and_open_with_the_public_password(city, rf):
    create_demo_accounts()
    assert User.objects.values("password").distinct().count() == 1
    for account in SHOWCASE:
        user = authenticate(rf.get("/"), username=account.username, password=PASSWORD)
        assert user is not None, account.username


def test_demo_accounts_pass_the_rules_of_real_ones(city):
    create_demo_accounts()
    for user in User.objects.all():
        try:
            user.full_clean()
        except ValidationError as problem:
            pytest.fail(f"{user.username}: {problem}")
    for head in OfficeHead.objects.all():
        head.full_clean()


def test_demo_heads_have_plausible_nip_and_lead_their_offices(city):
    create_demo_accounts()
    numbers = set(OfficeHead.objects.values_list("nip", flat=True))
    assert len(numbers) == 104 + 13 + 30
    for nip in numbers:
        born, month, day, appointed, since, sex = re.fullmatch(
            r"(\d{4})(\d\d)(\d\d)(\d{4})(\d\d)([12])\d{3}", nip
        ).groups()
        assert 18 <= int(appointed) - int(born) <= 35
        assert 1 <= int(month) <= 12
        assert 1 <= int(day) <= 31
        assert 1 <= int(since) <= 12
    lurah = User.objects.get(username="lurah-36.71.03.1002")
    assert lurah.kelurahan.heads.get().name == lurah.full_name
    camat = User.objects.get(username="camat-36.71.03")
    assert camat.kecamatan.heads.get().name == camat.kecamatan.agency.heads.get().name == camat.full_name


def test_demo_accounts_are_refused_without_demo(city, settings):
    settings.DEMO = False
    with pytest.raises(DemoRefused):
        create_demo_accounts()
    assert User.objects.count() == 0


def test_a_real_account_under_a_demo_name_is_left_alone(city):
    real = make_person("administrator", "admin")
    create_demo_accounts()
    real.refresh_from_db()
    assert not real.is_demo
    assert not real.check_password(PASSWORD)


def test_demo_account_cannot_log_in_without_demo(client, settings):
    make_person("lurah", "lurah-peragaan", is_demo=True)
    settings.DEMO = False
    answer = client.post("/masuk/", {"username": "lurah-peragaan", "password": "kata-sandi-uji-2021"})
    assert answer.status_code == 422
    assert SESSION_KEY not in client.session


def test_demo_session_ends_when_demo_is_switched_off(client, settings):
    client.force_login(make_person("lurah", is_demo=True))
    assert client.get("/akun/kata-sandi/").status_code == 200
    settings.DEMO = False
    assert client.get("/akun/kata-sandi/").status_code == 302


def test_demo_administrator_loses_the_administration_when_demo_is_switched_off(client, settings):
    client.force_login(make_person("administrator", is_demo=True))
    assert client.get("/admin/accounts/user/").status_code == 200
    settings.DEMO = False
    assert client.get("/admin/accounts/user/").status_code == 302


def test_real_session_survives_without_demo(client, settings):
    client.force_login(make_person("lurah"))
    settings.DEMO = False
    assert client.get("/akun/kata-sandi/").status_code == 200
