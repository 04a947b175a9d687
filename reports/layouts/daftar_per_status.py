"""Report 4: the proposals of one status under the name of their kelurahan, each with the reason."""

from collections.abc import Mapping

from django.db.models import F
from django.utils import timezone

from accounts.roles import ROLES
from proposals import workflow
from proposals.models.proposal import say_address
from reports.declaration import PRINTABLE, Column, Kind, Listing, Report, Row, Subject, Version
from reports.reasons import REASON, say_remark, with_reason
from reports.scope import Scope, pick, read_scope

SLUG = "daftar-per-status"
USUAL = "rejected"  # what is asked for most: the list with reasons that goes back to kelurahan
OUTSIDE = "Di luar kamus"

GROUP = Column("kelurahan", "KELURAHAN", "kelurahan dan kecamatan pengusul", width=36)
COLUMNS = (
    Column("number", "NO", "nomor baris", Kind.INTEGER, 6),
    Column("catalogue_item", "KAMUS USULAN", "kamus usulan", width=32),
    Column("description", "URAIAN PERMASALAHAN DAN USULAN", "masalah dan judul usulan", width=58),
    Column("address", "LOKASI / ALAMAT", "jalan, RT dan RW", width=32),
    Column("submitted_on", "TANGGAL USUL", "tanggal diajukan ke lurah", Kind.DATE, 20),
    Column("volume", "REKOMENDASI VOLUME", "volume yang berlaku", Kind.DECIMAL, 22),
    Column("unit", "SATUAN", "satuan", width=14),
    Column("budget", "PAGU", "anggaran yang berlaku, rupiah", Kind.RUPIAH, 20),
    Column("remark", "KETERANGAN", "alasan keputusan terakhir", width=48),
)
VALUES = (
    "kelurahan__name",
    "kecamatan__name",
    "catalogue_item__name",
    "problem",
    "title",
    "street",
    "rt",
    "rw",
    "submitted_at",
    "current_volume",
    "unit",
    "current_budget",
    "status",
    "merged_into__reference",
    "closed_from",
    *REASON,
)
FILTERS = pick("kecamatan", "kelurahan", "agency", "field", "source")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The proposals of `status` (else the rejected ones) that the person may see; raises Refused as `read_scope`."""
    asked = {**asked, "status": asked.get("status") or USUAL}
    scope = read_scope(user, asked, (*pick("status"), *FILTERS))
    label = workflow.STATUSES[scope.params["status"]].label
    return scope.subject(
        slug=SLUG, title=f"DAFTAR USULAN BERSTATUS {label.upper()} TAHUN {scope.cycle.planning_year}"
    )


def list_versions(user, params: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every status, as one is always shown."""
    return [(status.key, status.label) for status in workflow.STATUSES.values()]


def list_rows(subject: Subject) -> Listing:
    """Sorted by the codes of kecamatan and kelurahan, then as they were entered; what has no kelurahan comes last."""
    scope: Scope = subject.about
    rows = with_reason(scope.proposals, scope.params["status"]).order_by(
        "kecamatan__code", F("kelurahan__code").asc(nulls_last=True), "pk"
    )

    def read(number: int, row) -> Row:
        return (
            say_office(row.kelurahan__name, row.kecamatan__name),
            number,
            row.catalogue_item__name or OUTSIDE,
            "\n".join(text for text in (row.problem, row.title) if text),
            say_address(row.street, row.rt, row.rw),
            timezone.localdate(row.submitted_at) if row.submitted_at else None,
            row.current_volume,
            row.unit,
            row.current_budget,
            say_remark(row),
        )

    return Listing(rows.values_list(*VALUES, named=True), read, sums={"budget": "current_budget"})


def say_office(kelurahan: str | None, kecamatan: str) -> str:
    """Two kelurahan of the same name stay two groups."""
    return f"{kelurahan}, Kecamatan {kecamatan}" if kelurahan else f"Kecamatan {kecamatan}"


REPORT = Report(
    slug=SLUG,
    title="Daftar per status",
    summary="Usulan dengan satu status, dikelompokkan menurut kelurahan, dengan alasan tiap keputusan.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=COLUMNS,
    filters=FILTERS,
    versions=(Version("status", "Status", list_versions),),
    settle=settle,
    list_rows=list_rows,
    group=GROUP,
    sums=("budget",),
    formats=PRINTABLE,
)
