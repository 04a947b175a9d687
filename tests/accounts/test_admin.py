"""The administration: for the role Administrator alone, in Indonesian, with complaints that say what to choose."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import Deputy, LoginAttempt, OfficeHead, User
from accounts.roles import ROLES
from tests.accounts.people import PASSWORD, make_agency, make_deputy, make_kelurahan, make_person

pytestmark = pytest.mark.django_db
OWN_MODELS = (User, Deputy, OfficeHead, LoginAttempt)


@pytest.fixture
def administrator(client):
    user = make_person("administrator", "kepala-tik")
    client.force_login(user)
    return user


def address(model, page, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def new_account(**fields) -> dict:
    return {
        "username": "lurah-baru",
        "full_name": "Ahmad Sanusi, S.Sos.",
        "email": "",
        "role": "lurah",
        "kelurahan": make_kelurahan().pk,
        "kecamatan": "",
        "agency": "",
        "bidang": "",
        "password1": "sungai-cisadane-pagi",
        "password2": "sungai-cisadane-pagi",
    } | fields


def stored(user, **fields) -> dict:
    return {
        "username": user.username,
        "full_name": user.full_name,
        "email": "",
        "role": user.role,
        "kelurahan": user.kelurahan_id or "",
        "kecamatan": user.kecamatan_id or "",
        "agency": user.agency_id or "",
        "bidang": "",
        "is_active": "on",
    } | fields


@pytest.mark.parametrize("role", ROLES)
def test_administration_opens_for_the_administrator_alone(client, role):
    client.force_login(make_person(role))
    expected = 200 if role == "administrator" else 302
    answer = client.get("/admin/")
    assert answer.status_code == expected
    if expected == 302:
        assert client.get(answer.url).status_code == 403


def test_administration_asks_the_anonymous_to_log_in_at_masuk(client):
    answer = client.get("/admin/accounts/user/", follow=True)
    assert answer.redirect_chain[-1] == ("/masuk/?next=/admin/accounts/user/", 302)
    assert answer.status_code == 200


def test_administration_login_page_itself_cannot_be_posted_to(client):
    make_person("administrator", "kepala-tik")
    answer = client.post("/admin/login/", {"username": "kepala-tik", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/masuk/?next=/admin/")


def test_every_page_of_accounts_answers(client, administrator):
    today = date(2020, 1, 15)
    make_deputy(make_person("camat"), starts_on=today, ends_on=today)
    OfficeHead.objects.create(planning_year=2021, name="Uji", agency=make_agency())
    LoginAttempt.objects.create(username="lurah", address="203.0.113.9")
    for model in OWN_MODELS:
        assert client.get(address(model, "changelist"), {"q": "uji"}).status_code == 200
        assert client.get(address(model, "changelist")).status_code == 200
        may_add = admin.site.get_model_admin(model).has_add_permission(
            type("Request", (), {"user": administrator})()
        )
        assert client.get(address(model, "add")).status_code == (200 if may_add else 403)
        row = model.objects.first()
        for page in ("change", "history"):
            assert client.get(address(model, page, row.pk)).status_code == 200
    assert client.get(reverse("admin:auth_user_password_change", args=[administrator.pk])).status_code == 200
    assert client.get(reverse("admin:app_list", args=["accounts"])).status_code == 200


def test_groups_are_not_offered():
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("period", ["ya", "nanti", "lewat"])
def test_deputies_are_filtered_by_period(client, administrator, period):
    make_deputy(make_person("camat"), starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))
    answer = client.get(address(Deputy, "changelist"), {"berlaku": period})
    assert answer.context["cl"].result_count == (1 if period == "lewat" else 0)


def test_account_is_created_with_role_office_and_password(client, administrator):
    answer = client.post(address(User, "add"), new_account())
    assert answer.status_code == 302
    user = User.objects.get(username="lurah-baru")
    assert (user.role, user.kelurahan, user.is_staff, user.is_superuser) == (
        "lurah",
        make_kelurahan(),
        False,
        False,
    )
    assert user.check_password("sungai-cisadane-pagi")


def test_administrator_account_gets_the_administration_and_loses_it_with_the_role(client, administrator):
    client.post(address(User, "add"), new_account(username="tik-dua", role="administrator", kelurahan=""))
    user = User.objects.get(username="tik-dua")
    assert user.is_superuser
    assert user.is_staff
    client.post(address(User, "change", user.pk), stored(user, role="leadership"))
    user.refresh_from_db()
    assert (user.role, user.is_superuser, user.is_staff) == ("leadership", False, False)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kelurahan": ""}, "Pilih kelurahan: peran Lurah bekerja di sana."),
        ({"role": "camat"}, "Kosongkan kelurahan: peran Camat cukup memilih kecamatan."),
        ({"role": "leadership"}, "Kosongkan kelurahan: peran Pimpinan bekerja untuk seluruh kota."),
        ({"role": "opd_verifier", "kelurahan": ""}, "Pilih Perangkat Daerah"),
        ({"bidang": "Ekonomi"}, "Kosongkan Mitra Bidang: peran Lurah bukan bagian Bappeda."),
        ({"username": "dua kata"}, "tanpa spasi"),
        ({"username": "KEPALA-tik"}, "Nama pengguna ini sudah dipakai."),
        ({"password2": "lain-sekali-ini"}, "Dua isian kata sandi berbeda."),
        ({"password1": "pendek", "password2": "pendek"}, "12 karakter"),
    ],
)
def test_unfit_account_is_refused_with_its_sentence(client, administrator, fields, sentence):
    answer = client.post(address(User, "add"), new_account(**fields))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not User.objects.exclude(pk=administrator.pk).exists()


def test_office_must_follow_when_the_role_changes(client, administrator):
    user = make_person("lurah")
    answer = client.post(address(User, "change", user.pk), stored(user, role="camat"))
    text = answer.content.decode()
    assert "Pilih kecamatan: peran Camat bekerja di sana." in text
    assert "Kosongkan kelurahan" in text
    user.refresh_from_db()
    assert user.role == "lurah"


def test_last_administrator_stays(client, administrator):
    page = address(User, "change", administrator.pk)
    assert (
        "Administrator aktif yang terakhir"
        in client.post(page, stored(administrator, is_active="")).content.decode()
    )
    assert (
        "Administrator aktif yang terakhir"
        in client.post(page, stored(administrator, role="leadership")).content.decode()
    )
    make_person("administrator", "tik-dua")
    assert client.post(page, stored(administrator, is_active="")).status_code == 302


def test_password_of_another_is_set_in_the_administration(client, administrator):
    user = make_person("lurah")
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    fields = {
        "password1": "sungai-cisadane-pagi",
        "password2": "sungai-cisadane-pagi",
        "usable_password": "true",
    }
    assert client.post(page, fields).status_code == 302
    user.refresh_from_db()
    assert user.check_password("sungai-cisadane-pagi")


def test_accounts_are_not_deleted(client, administrator):
    assert client.post(address(User, "delete", make_person("lurah").pk), {"post": "yes"}).status_code == 403


def test_unlock_action_forgets_failures(client, administrator):
    user = make_person("lurah", "lurah-satu")
    LoginAttempt.objects.create(username="lurah-satu", address="203.0.113.9")
    client.post(address(User, "changelist"), {"action": "unlock", "_selected_action": [user.pk]})
    assert LoginAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kelurahan": ""}, "Pilih kelurahan: peran Lurah bekerja di sana."),
        ({"role": "camat"}, "Kosongkan kelurahan"),
        ({"role": "administrator"}, "Masukkan pilihan yang valid. administrator bukan"),
        ({"ends_on": "2020-01-12"}, "Tanggal akhir tidak boleh sebelum tanggal mulai."),
        ({"letter_number": ""}, "Bidang ini harus diisi."),
    ],
)
def test_unfit_deputy_is_refused_with_its_sentence(client, administrator, fields, sentence):
    answer = client.post(address(Deputy, "add"), deputy_fields(**fields))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Deputy.objects.exists()


def test_administrator_cannot_stand_in(client, administrator):
    answer = client.post(address(Deputy, "add"), deputy_fields(person=administrator.pk))
    assert "Administrator tidak menangani usulan." in answer.content.decode()


def test_deputy_is_created(client, administrator):
    assert client.post(address(Deputy, "add"), deputy_fields()).status_code == 302
    assert Deputy.objects.get().kelurahan == make_kelurahan()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"who": "same"}, "sudah tercatat sebagai Plh. Lurah"),
        (
            {"who": "same", "capacity": "a.n.", "starts_on": "2020-01-17", "ends_on": "2020-01-20"},
            "sudah tercatat",
        ),
        ({"who": "other"}, "hanya punya satu Plh."),
        ({"who": "other", "capacity": "Plt."}, "hanya punya satu Plh."),
        ({"who": "holder"}, "sudah memegang peran itu"),
        ({"who": "other", "capacity": "a.n."}, ""),
        ({"who": "other", "starts_on": "2020-01-18", "ends_on": "2020-01-20"}, ""),
        ({"who": "other", "role": "kelurahan_operator"}, ""),
        ({"who": "other", "kelurahan": "elsewhere"}, ""),
    ],
)
def test_overlap_that_makes_no_sense_is_refused(client, administrator, fields, sentence):
    people = {"same": make_person("camat"), "other": make_person("camat"), "holder": make_person("lurah")}
    make_deputy(people["same"], starts_on=date(2020, 1, 13), ends_on=date(2020, 1, 17))
    given = dict(fields)
    if given.get("kelurahan"):
        given["kelurahan"] = make_kelurahan("36.71.03.1003", "Batusari").pk
    answer = client.post(address(Deputy, "add"), deputy_fields(person=people[given.pop("who")].pk, **given))
    assert answer.status_code == (200 if sentence else 302)
    assert sentence in answer.content.decode()


def test_deputy_is_changed_without_being_in_its_own_way(client, administrator):
    deputy = make_deputy(make_person("camat"), starts_on=date(2020, 1, 13), ends_on=date(2020, 1, 17))
    sent = deputy_fields(person=deputy.person_id, ends_on="2020-01-20")
    assert client.post(address(Deputy, "change", deputy.pk), sent).status_code == 302


def deputy_fields(**fields) -> dict:
    return {
        "person": fields.pop("person", None) or make_person("camat").pk,
        "role": "lurah",
        "kelurahan": make_kelurahan().pk,
        "kecamatan": "",
        "agency": "",
        "capacity": "Plh.",
        "letter_number": "800/12-Kep/2020",
        "starts_on": "2020-01-13",
        "ends_on": "2020-01-17",
    } | fields


def test_login_attempts_are_only_looked_at(client, administrator):
    attempt = LoginAttempt.objects.create(username="lurah", address="203.0.113.9")
    for page in ("add", "change", "delete"):
        args = [] if page == "add" else [attempt.pk]
        assert client.post(address(LoginAttempt, page, *args), {"post": "yes"}).status_code == 403
    assert LoginAttempt.objects.filter(pk=attempt.pk).exists()


ENGLISH = (
    "Designates",
    "Required.",
    "Your password",
    "Password:",
    "Add user",
    "Select ",
    "First name",
    "Email address",
)


@pytest.mark.parametrize("page", ["changelist", "add", "change"])
@pytest.mark.parametrize("model", [User, Deputy, OfficeHead], ids=lambda model: model.__name__)
def test_administration_of_accounts_speaks_indonesian(client, administrator, model, page):
    today = date(2020, 1, 15)
    make_deputy(make_person("camat"), starts_on=today, ends_on=today)
    OfficeHead.objects.create(planning_year=2021, name="Uji", agency=make_agency())
    args = [model.objects.first().pk] if page == "change" else []
    text = client.get(address(model, page, *args)).content.decode()
    assert [word for word in ENGLISH if word in text] == []


def test_own_password_has_one_page_also_for_the_administrator(client, administrator):
    assert client.get("/admin/password_change/").url == "/akun/kata-sandi/"


def test_password_page_of_another_offers_no_unusable_password(client, administrator):
    page = reverse("admin:auth_user_password_change", args=[make_person("lurah").pk])
    answer = client.post(page, {"password1": "", "password2": ""})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"password1", "password2"}
    assert set(answer.context["form"].fields) == {"password1", "password2"}
