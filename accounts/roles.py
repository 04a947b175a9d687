"""The ten roles: label, kind of office that goes with each, and level of planning.

This table is the one place that says which roles exist; the CHECK constraint of `User`, the log-in, the
menus and the permission matrix read it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    key: str
    label: str
    office: str | None  # "kelurahan", "kecamatan", "agency" or None: the whole city


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("kelurahan_operator", "Operator Kelurahan", "kelurahan"),
        Role("lurah", "Lurah", "kelurahan"),
        Role("kecamatan_officer", "Petugas Kecamatan", "kecamatan"),
        Role("camat", "Camat", "kecamatan"),
        Role("opd_verifier", "Verifikator Perangkat Daerah", "agency"),
        Role("bappeda_reviewer", "Penilai Bappeda", None),
        Role("bappeda_admin", "Admin Bappeda", None),
        Role("bappeda_head", "Kepala Bappeda", None),
        Role("leadership", "Pimpinan", None),
        Role("administrator", "Administrator", None),
    )
}
CHOICES = [(role.key, role.label) for role in ROLES.values()]
KELURAHAN = tuple(key for key, role in ROLES.items() if role.office == "kelurahan")
KECAMATAN = tuple(key for key, role in ROLES.items() if role.office == "kecamatan")
AGENCY = tuple(key for key, role in ROLES.items() if role.office == "agency")
CITY = ("bappeda_reviewer", "bappeda_admin", "bappeda_head", "leadership")
BIDANG = ("bappeda_reviewer", "bappeda_admin", "bappeda_head")  # whose accounts may name a Mitra Bidang
OFFICE_NAMES = {"kelurahan": "kelurahan", "kecamatan": "kecamatan", "agency": "Perangkat Daerah"}


def complain_about_offices(role: str, offices: dict[str, object]) -> dict[str, str]:
    """The sentence for each office field that does not fit the role; empty when all fit.

    `offices` maps "kelurahan", "kecamatan" and "agency" to what was chosen, or to None.
    """
    known = ROLES.get(role)
    if known is None:
        return {}
    complaints = {}
    for field, chosen in offices.items():
        if field == known.office and not chosen:
            complaints[field] = f"Pilih {OFFICE_NAMES[field]}: peran {known.label} bekerja di sana."
        elif field != known.office and chosen:
            needed = (
                f"cukup memilih {OFFICE_NAMES[known.office]}"
                if known.office
                else "bekerja untuk seluruh kota"
            )
            complaints[field] = f"Kosongkan {OFFICE_NAMES[field]}: peran {known.label} {needed}."
    return complaints
