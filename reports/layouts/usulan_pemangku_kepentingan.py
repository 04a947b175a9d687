"""Report 12: what stakeholders ask an agency to carry out, as its draft plan lists it."""

from collections.abc import Mapping

from accounts.roles import ROLES
from proposals import priority_form
from reports.cells import say_place, say_volume
from reports.declaration import PRINTABLE, Column, Kind, Listing, Report, Row, Subject
from reports.reasons import REASON, say_remark, with_reason
from reports.scope import Scope, pick, read_scope

SLUG = "usulan-pemangku-kepentingan"
SENT = ("opd_review", "scoring", "prioritised", "reserve")
RULE = (
    "Memuat usulan yang sudah sampai di Perangkat Daerah dan masih diproses atau sudah ditetapkan hasilnya."
)
COLUMNS = (
    Column("number", "No", "nomor baris", Kind.INTEGER, 6),
    Column(
        "activity",
        "Program/Kegiatan",
        "program menurut kode sub kegiatan, di bawahnya judul usulan",
        width=52,
    ),
    Column("location", "Lokasi", "jalan, RT, RW, kelurahan dan kecamatan", width=40),
    Column("indicator", "Indikator Kinerja", "hasil yang diharapkan", width=40),
    Column("volume", "Besaran/Volume", "volume yang berlaku dengan satuannya", width=18),
    Column("note", "Catatan", "catatan keputusan terakhir", width=48),
)
VALUES = (
    *("title", "expected_output", "street", "rt", "rw", "kelurahan__name", "kecamatan__name"),
    *("current_volume", "unit", "status", "closed_from", "merged_into__reference"),
    *("current_sub_kegiatan__code", "catalogue_item__sub_kegiatan__code"),
    *REASON,
)
FILTERS = pick("kecamatan", "kelurahan", "agency", "field", "source")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """What the person may see of it; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    title = f"USULAN PROGRAM DAN KEGIATAN DARI PARA PEMANGKU KEPENTINGAN TAHUN {scope.cycle.planning_year}"
    return scope.subject(slug=SLUG, title=title, lines=(RULE,))


def list_rows(subject: Subject) -> Listing:
    """By agency, then by the codes of kecamatan and kelurahan, then as they were entered."""
    scope: Scope = subject.about
    rows = with_reason(scope.proposals.filter(status__in=SENT)).order_by(
        "current_agency__code", "kecamatan__code", "kelurahan__code", "pk"
    )
    programs = priority_form.find_programs(scope.cycle.planning_year)

    def read(number: int, row) -> Row:
        code = row.current_sub_kegiatan__code or row.catalogue_item__sub_kegiatan__code
        return (
            number,
            "\n".join((priority_form.say_program(code, programs), row.title)) if code else row.title,
            say_place(row),
            row.expected_output,
            say_volume(row.current_volume, row.unit),
            say_remark(row),
        )

    return Listing(rows.values_list(*VALUES, named=True), read)


REPORT = Report(
    slug=SLUG,
    title="Usulan pemangku kepentingan",
    summary="Usulan yang sampai di Perangkat Daerah, dengan indikator, besaran, dan catatan keputusan terakhir.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=COLUMNS,
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    formats=PRINTABLE,
)
