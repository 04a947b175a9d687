"""Report 11: what the city hands on to the province or the national government, to whom and why."""

from collections.abc import Mapping

from accounts.roles import ROLES
from reports.cells import say_place, say_volume
from reports.declaration import PRINTABLE, Column, Kind, Listing, Report, Row, Subject
from reports.reasons import REASON, say_level, say_reason, with_reason
from reports.scope import pick, read_scope

SLUG = "usulan-provinsi-pusat"
COLUMNS = (
    Column("number", "No", "nomor baris", Kind.INTEGER, 6),
    Column("title", "Usulan", "judul usulan", width=44),
    Column("location", "Lokasi", "jalan, RT, RW, kelurahan dan kecamatan", width=40),
    Column("volume", "Volume", "volume yang berlaku dengan satuannya", width=16),
    Column("budget", "Pagu", "anggaran yang berlaku, rupiah", Kind.RUPIAH, 20),
    Column("level", "Tingkat", "provinsi atau pusat, menurut keputusan", width=12),
    Column("institution", "Instansi", "instansi yang dituju", width=34),
    Column("reason", "Alasan", "alasan keputusan", width=48),
)
VALUES = (
    "title",
    "street",
    "rt",
    "rw",
    "kelurahan__name",
    "kecamatan__name",
    "current_volume",
    "unit",
    "current_budget",
    *REASON,
)
FILTERS = pick("kecamatan", "kelurahan", "agency", "field", "source")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """What the person may see of it; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    return scope.subject(
        slug=SLUG, title=f"Usulan kepada Provinsi dan Pusat Tahun {scope.cycle.planning_year}"
    )


def list_rows(subject: Subject) -> Listing:
    """Sorted by the codes of kecamatan and kelurahan, then as they were entered."""
    rows = subject.about.proposals.filter(status="referred")
    rows = with_reason(rows, "referred").order_by("kecamatan__code", "kelurahan__code", "pk")

    def read(number: int, row) -> Row:
        level, institution = say_level(row)
        return (
            number,
            row.title,
            say_place(row),
            say_volume(row.current_volume, row.unit),
            row.current_budget,
            level,
            institution,
            say_reason(row),
        )

    return Listing(rows.values_list(*VALUES, named=True), read)


REPORT = Report(
    slug=SLUG,
    title="Usulan provinsi dan pusat",
    summary="Usulan yang diteruskan kepada provinsi atau pusat, dengan tingkat, instansi, dan alasannya.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=COLUMNS,
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    formats=PRINTABLE,
)
