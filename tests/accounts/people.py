"""Plain functions that make places and people for the tests of this floor; nothing from the floors above."""

from accounts.models import Deputy, User
from accounts.roles import ROLES
from regions.models import Agency, City, Kecamatan, Kelurahan

PASSWORD = "kata-sandi-uji-2021"


def make_kecamatan(code="36.71.03", name="Batuceper") -> Kecamatan:
    spot = {"latitude": "-6.161100", "longitude": "106.669540"}
    city, _ = City.objects.get_or_create(code="36.71", defaults={"name": "Kota Tangerang", **spot})
    return Kecamatan.objects.get_or_create(code=code, defaults={"name": name, "city": city, **spot})[0]


def make_kelurahan(code="36.71.03.1002", name="Batujaya", kecamatan=None) -> Kelurahan:
    defaults = {
        "name": name,
        "kecamatan": kecamatan or make_kecamatan(),
        "latitude": "-6.154820",
        "longitude": "106.661080",
    }
    return Kelurahan.objects.get_or_create(code=code, defaults=defaults)[0]


def make_agency(code="DPUPR", name="Dinas Pekerjaan Umum dan Penataan Ruang") -> Agency:
    return Agency.objects.get_or_create(code=code, defaults={"name": name, "short_name": code})[0]


def make_office(kind: str | None):
    makers = {"kelurahan": make_kelurahan, "kecamatan": make_kecamatan, "agency": make_agency}
    return makers[kind]() if kind else None


def make_person(role="kelurahan_operator", username=None, office=None, **fields) -> User:
    kind = ROLES[role].office
    if kind:
        fields.setdefault(kind, office or make_office(kind))
    administrator = role == "administrator"
    return User.objects.create_user(
        username or f"{role}-{User.objects.count() + 1}",
        password=PASSWORD,
        full_name=f"{ROLES[role].label} {User.objects.count() + 1}",
        role=role,
        is_staff=administrator,
        is_superuser=administrator,
        **fields,
    )


def make_deputy(person, role="lurah", *, starts_on, ends_on, office=None, **fields) -> Deputy:
    kind = ROLES[role].office
    if kind:
        fields[kind] = office or make_office(kind)
    return Deputy.objects.create(
        person=person,
        role=role,
        capacity="Plh.",
        letter_number="800/12-Kep/2020",
        starts_on=starts_on,
        ends_on=ends_on,
        **fields,
    )
