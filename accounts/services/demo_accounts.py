"""The accounts of the demo: one for every role and office, all with one public password, only while DEMO is on."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import OfficeHead, User
from accounts.services.demo_names import People
from regions.models import Agency, Kecamatan, Kelurahan

PASSWORD = "demo-eplanning-2021"  # noqa: S105 (public on purpose; refused without DEMO)
BIDANG = ("Infrastruktur dan Kewilayahan", "Ekonomi", "Pemerintahan dan Pembangunan Manusia")
PLANNING_YEAR = 2021


class Showcase(NamedTuple):
    username: str
    what: str


SHOWCASE = (
    Showcase("operator-36.71.03.1002", "Operator Kelurahan Batujaya: menyusun dan mengajukan usulan."),
    Showcase("lurah-36.71.03.1002", "Lurah Batujaya: memeriksa dan meneruskan usulan ke kecamatan."),
    Showcase("petugas-36.71.03", "Petugas Kecamatan Batuceper: memeriksa usulan dan menulis rekomendasi."),
    Showcase("camat-36.71.03", "Camat Batuceper: meneruskan hasil Musrenbang kecamatan."),
    Showcase("opd-DPUPR", "Verifikator DPUPR: menyatakan usulan layak atau mengembalikannya."),
    Showcase("opd-36.71.03", "Verifikator Kecamatan Batuceper sebagai Perangkat Daerah."),
    Showcase("penilai-1", "Penilai Bappeda: memberi nilai 1 sampai 5. Ada enam, penilai-1 sampai penilai-6."),
    Showcase("bappeda-1", "Admin Bappeda: membagi penilaian dan membuat perhitungan peringkat."),
    Showcase("bappeda-2", "Admin Bappeda kedua, untuk mencoba bekerja berdua."),
    Showcase("kepala-bappeda", "Kepala Bappeda: menyetujui dan mengumumkan daftar prioritas."),
    Showcase("pimpinan", "Pimpinan kota: melihat seluruh perjalanan usulan."),
    Showcase("admin", "Administrator: mengurus akun dan data acuan, tanpa tindakan atas usulan."),
)


class DemoRefused(Exception):
    """Demo accounts have a public password: they exist only where DEMO is on."""


class Created(NamedTuple):
    accounts: int
    heads: int


@transaction.atomic
def create_demo_accounts(*, seed: int = 2021) -> Created:
    """Write the demo's accounts and heads of offices; those already there are left as they are.

    The same seed gives the same people. The password is hashed once: hashing 280 times takes a minute.
    Needs the reference data. Raises DemoRefused when DEMO is off.
    """
    if not settings.DEMO:
        raise DemoRefused("Akun peragaan hanya boleh dibuat dengan DEMO=1.")
    users, heads = _invent(seed)
    taken = {username.lower() for username in User.objects.values_list("username", flat=True)}
    users = [user for user in users if user.username.lower() not in taken]
    secret = make_password(PASSWORD)
    for user in users:
        user.password = secret
    User.objects.bulk_create(users)
    present = set(
        OfficeHead.objects.filter(planning_year=PLANNING_YEAR).values_list(
            "kelurahan_id", "kecamatan_id", "agency_id"
        )
    )
    heads = [head for head in heads if (head.kelurahan_id, head.kecamatan_id, head.agency_id) not in present]
    OfficeHead.objects.bulk_create(heads)
    return Created(len(users), len(heads))


def _invent(seed: int) -> tuple[list[User], list[OfficeHead]]:
    """Everybody of the demo, unsaved and in a fixed order."""
    people = People(seed)
    users: list[User] = []
    heads: list[OfficeHead] = []

    def add_user(username: str, role: str, name: str = "", **fields):
        name = name or people.draw().name
        administrator = role == "administrator"
        users.append(
            User(
                username=username,
                role=role,
                full_name=name,
                is_demo=True,
                is_staff=administrator,
                is_superuser=administrator,
                **fields,
            )
        )

    def add_head(person, **office):
        heads.append(
            OfficeHead(planning_year=PLANNING_YEAR, name=person.name, nip=person.nip, is_demo=True, **office)
        )

    camat = {}
    for kecamatan in Kecamatan.objects.order_by("code"):
        camat[kecamatan.pk] = people.draw(head=True)
        add_user(f"petugas-{kecamatan.code}", "kecamatan_officer", kecamatan=kecamatan)
        add_user(f"camat-{kecamatan.code}", "camat", camat[kecamatan.pk].name, kecamatan=kecamatan)
        add_head(camat[kecamatan.pk], kecamatan=kecamatan)
    for kelurahan in Kelurahan.objects.order_by("code"):
        lurah = people.draw(head=True)
        add_user(f"operator-{kelurahan.code}", "kelurahan_operator", kelurahan=kelurahan)
        add_user(f"lurah-{kelurahan.code}", "lurah", lurah.name, kelurahan=kelurahan)
        add_head(lurah, kelurahan=kelurahan)
    head_of_bappeda = people.draw(head=True)
    for agency in Agency.objects.order_by("code"):
        add_user(f"opd-{agency.code}", "opd_verifier", agency=agency)
        if agency.code == "BAPPEDA":
            head = head_of_bappeda
        else:
            head = camat[agency.kecamatan_id] if agency.kecamatan_id else people.draw(head=True)
        add_head(head, agency=agency)
    for number in range(1, 7):
        add_user(f"penilai-{number}", "bappeda_reviewer", bidang=BIDANG[(number - 1) // 2])
    for number in range(1, 3):
        add_user(f"bappeda-{number}", "bappeda_admin", bidang=BIDANG[number - 1])
    add_user("kepala-bappeda", "bappeda_head", head_of_bappeda.name)
    add_user("pimpinan", "leadership", people.draw(head=True).name)
    add_user("admin", "administrator")
    return users, heads
