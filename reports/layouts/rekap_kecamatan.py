"""Report 2: how many proposals came from each kecamatan, and where they stand."""

from collections.abc import Mapping

from accounts.roles import AGENCY, CITY, KECAMATAN
from regions.models import Kecamatan
from reports.declaration import PRINTABLE, Column, Kind, Report, ShortListing, Subject
from reports.layouts import recap
from reports.places import list_kecamatan
from reports.scope import Scope, pick, read_scope
from reports.tallying import keep_counted, tally, tally_by
from reports.whereabouts import Tally

SLUG = "rekap-kecamatan"
COLUMNS = (
    Column("number", "NO", "nomor baris", Kind.INTEGER, 6),
    Column("kecamatan", "KECAMATAN", "kecamatan pengusul", width=20),
    *recap.COLUMNS,
)
FILTERS = pick("kecamatan", "agency", "field")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The recap of what the person may see, narrowed by the filters; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    return scope.subject(
        slug=SLUG,
        title=f"REKAPITULASI USULAN PER KECAMATAN TAHUN {scope.cycle.planning_year}",
        lines=(recap.RULE,),
    )


def list_rows(subject: Subject) -> ShortListing:
    """A row for each kecamatan in scope, also where nothing came from, in the order of their codes."""
    scope: Scope = subject.about
    counted = keep_counted(scope.proposals)
    tallies = tally_by(counted, "kecamatan")
    places = list_kecamatan(scope.user) | Kecamatan.objects.filter(pk__in=list(tallies))
    if "kecamatan" in scope.params:
        places = places.filter(code=scope.params["kecamatan"])
    rows = [
        (number, place.name, *recap.read_counts(tallies.get(place.pk, Tally())))
        for number, place in enumerate(places.order_by("code"), start=1)
    ]
    return ShortListing(rows, dict(zip(recap.KEYS, recap.read_counts(tally(counted)), strict=True)))


REPORT = Report(
    slug=SLUG,
    title="Rekapitulasi per kecamatan",
    summary="Berapa usulan masuk dari tiap kecamatan, dan berapa yang belum, ditolak, diteruskan, atau dialihkan.",
    roles=frozenset({*KECAMATAN, *AGENCY, *CITY}),
    columns=COLUMNS,
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    sums=recap.KEYS,
    formats=PRINTABLE,
)
