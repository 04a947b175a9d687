"""Which pages each role finds in the header and in the tabs of the phone."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the menu. It is current on the view names in `covers`; "kelurahan:" covers a whole namespace."""

    label: str
    name: str
    icon: str
    covers: tuple[str, ...] = ()


HOME = Entry("Beranda", "home", "house-door", ("home",))
OFFICE_HOME = Entry("Beranda", "home", "house-door", ("home", "kelurahan:desk"))
PROPOSALS = Entry("Usulan", "proposals:list", "list-ul", ("proposals:",))
OWN_PROPOSALS = Entry("Usulan", "proposals:list", "list-ul", ("proposals:", "kelurahan:"))
SCHEDULE = Entry(
    "Jadwal", "proposals:schedule", "calendar3", ("proposals:schedule", "proposals:schedule_stage")
)
REPORTS = Entry("Laporan", "reports:list", "file-earmark-spreadsheet", ("reports:",))
KECAMATAN = Entry("Verifikasi", "kecamatan:queue", "clipboard-check", ("kecamatan:",))
AGENCY = Entry("Verifikasi", "opd:queue", "clipboard-check", ("opd:",))
DISPUTES = Entry("Sengketa", "opd:disputes", "arrow-left-right")
MARKING = Entry("Penilaian", "bappeda:marking", "ui-checks", ("bappeda:",))
BOARD = Entry("Peringkat", "bappeda:board", "list-ol", ("bappeda:board", "bappeda:explanation"))
RUNS = Entry("Perhitungan", "bappeda:runs", "calculator", ("bappeda:",))
SIMULATION = Entry(
    "Simulasi", "bappeda:simulation", "sliders", ("bappeda:simulation", "bappeda:scenario_save")
)
RESULTS = Entry("Hasil", "portal:results", "flag-fill", ("portal:",))
METHOD = Entry("Cara usulan dinilai", "portal:method", "question-circle")
ADMIN = Entry("Administrasi", "admin:index", "gear")

MENUS: dict[str, tuple[Entry, ...]] = {
    "kelurahan_operator": (OFFICE_HOME, OWN_PROPOSALS, SCHEDULE, REPORTS),
    "lurah": (OFFICE_HOME, OWN_PROPOSALS, SCHEDULE, REPORTS),
    "kecamatan_officer": (HOME, KECAMATAN, PROPOSALS, SCHEDULE, REPORTS),
    "camat": (HOME, KECAMATAN, PROPOSALS, SCHEDULE, REPORTS),
    "opd_verifier": (HOME, AGENCY, PROPOSALS, SCHEDULE, REPORTS),
    "bappeda_reviewer": (HOME, MARKING, BOARD, PROPOSALS, SCHEDULE, REPORTS),
    "bappeda_admin": (HOME, BOARD, RUNS, SIMULATION, PROPOSALS, DISPUTES, SCHEDULE, REPORTS),
    "bappeda_head": (HOME, BOARD, RUNS, SIMULATION, PROPOSALS, SCHEDULE, REPORTS),
    "leadership": (HOME, BOARD, SIMULATION, PROPOSALS, SCHEDULE, REPORTS),
    "administrator": (HOME, ADMIN, RESULTS),
}
PUBLIC = (RESULTS, METHOD)


def build_menu(user, match) -> list[dict]:
    """The entries whose page exists, as {label, url, icon, current}; `match` is the request's resolver match."""
    signed_in = getattr(user, "is_authenticated", False)
    entries = MENUS.get(user.role, ()) if signed_in else PUBLIC
    linked = [(entry, url) for entry in entries if (url := find_url(entry.name))]
    here = _current([entry for entry, _ in linked], match.view_name if match else "")
    return [
        {"label": entry.label, "url": url, "icon": entry.icon, "current": entry is here}
        for entry, url in linked
    ]


def find_url(name: str) -> str:
    """The address of a named page, empty while no such page is installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(entries: list[Entry], view_name: str) -> Entry | None:
    """The entry that names this view most exactly: a full name before a namespace."""
    best, length = None, 0
    for entry in entries:
        for cover in (entry.name, *entry.covers):
            hit = view_name == cover or (cover.endswith(":") and view_name.startswith(cover))
            if hit and len(cover) > length:
                best, length = entry, len(cover)
    return best
