"""Report 3: as the recap of kecamatan, for each kelurahan with its lurah and the budget that went on."""

from collections.abc import Mapping

from accounts.models import OfficeHead
from accounts.roles import ROLES
from regions.models import Kelurahan
from reports.declaration import PRINTABLE, Column, Kind, Report, ShortListing, Subject
from reports.layouts import recap
from reports.places import list_kelurahan
from reports.scope import Scope, pick, read_scope
from reports.tallying import keep_counted, tally, tally_by
from reports.whereabouts import Tally

SLUG = "rekap-kelurahan"
FORWARDED_BUDGET = "forwarded_budget"
COLUMNS = (
    Column("number", "NO", "nomor baris", Kind.INTEGER, 6),
    Column("kecamatan", "KECAMATAN", "kecamatan pengusul", width=20),
    Column("kelurahan", "KELURAHAN", "kelurahan pengusul", width=22),
    Column("lurah", "NAMA LURAH", "daftar kepala kantor tahun perencanaan ini", width=28),
    *recap.COLUMNS,
    Column(
        FORWARDED_BUDGET,
        "TOTAL PAGU DITERUSKAN",
        "jumlah pagu usulan yang diteruskan kecamatan ke Perangkat Daerah, rupiah",
        Kind.RUPIAH,
        22,
    ),
)
FILTERS = pick("kecamatan", "kelurahan", "agency", "field")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The recap of what the person may see, narrowed by the filters; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    return scope.subject(
        slug=SLUG,
        title=f"REKAPITULASI USULAN PER KELURAHAN TAHUN {scope.cycle.planning_year}",
        lines=(recap.RULE,),
    )


def list_rows(subject: Subject) -> ShortListing:
    """A row for each kelurahan in scope, also where nothing came from, in the order of their codes."""
    scope: Scope = subject.about
    counted = keep_counted(scope.proposals)
    tallies = tally_by(counted, "kelurahan")
    places = list_kelurahan(scope.user) | Kelurahan.objects.filter(pk__in=list(tallies))
    for key, lookup in (("kecamatan", "kecamatan__code"), ("kelurahan", "code")):
        if key in scope.params:
            places = places.filter(**{lookup: scope.params[key]})
    heads = OfficeHead.objects.filter(planning_year=scope.cycle.planning_year, kelurahan__isnull=False)
    names = dict(heads.values_list("kelurahan", "name"))
    rows = []
    for number, place in enumerate(places.select_related("kecamatan").order_by("code"), start=1):
        counts = _read(tallies.get(place.pk, Tally()))
        rows.append((number, place.kecamatan.name, place.name, names.get(place.pk), *counts))
    return ShortListing(rows, dict(zip(REPORT.sums, _read(tally(counted)), strict=True)))


def _read(one: Tally) -> tuple[int, ...]:
    return (*recap.read_counts(one), one.passed("kecamatan").amount)


REPORT = Report(
    slug=SLUG,
    title="Rekapitulasi per kelurahan",
    summary="Seperti rekapitulasi kecamatan, untuk tiap kelurahan dengan nama lurah dan pagu yang diteruskan.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=COLUMNS,
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    sums=(*recap.KEYS, FORWARDED_BUDGET),
    formats=PRINTABLE,
)
