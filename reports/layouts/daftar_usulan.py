"""Report 1: every proposal that the person may see, in the 26 columns of SIPD, which an import reads back."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.roles import ROLES
from proposals import workflow
from proposals.lineage import LONGEST
from proposals.models import PlanningCycle
from proposals.models.proposal import say_address
from proposals.sipd import SIPD
from regions.models import City
from reports.cells import say_code
from reports.declaration import NO_SOURCE, NOTE, Column, Kind, Listing, Report, Row, Subject
from reports.reasons import REASON, say_advice, say_remark, with_advice, with_reason
from reports.scope import Scope, pick, read_scope

SLUG = "daftar-usulan"
ADVISERS = ("kelurahan", "kecamatan", "opd")
SOURCES = {
    "number": "nomor baris",
    "reference": "nomor usulan; kosong sebelum diajukan",
    "proposed_at": "tanggal diajukan ke lurah, atau dicatat",
    "proposer": "pengusul menurut isian",
    "office": "kantor yang memasukkan usulan",
    "title": "judul usulan",
    "problem": "permasalahan menurut isian",
    "address": "jalan, RT dan RW",
    "regency": "kota",
    "kecamatan": "kecamatan pengusul",
    "kelurahan": "kelurahan pengusul",
    "times": "berapa kali sudah diusulkan, tahun ini termasuk",
    "target_agency": "Perangkat Daerah tujuan menurut isian",
    "agency": "Perangkat Daerah yang menangani sekarang",
    "status": "status usulan",
    "note": "alasan keputusan terakhir",
    "partner": "tidak ada sumbernya",
    "kelurahan_advice": "keputusan terakhir kelurahan",
    "kecamatan_advice": "keputusan terakhir kecamatan",
    "agency_advice": "keputusan terakhir Perangkat Daerah",
    "budget_team_advice": "tidak ada sumbernya",
    "volume": "volume yang berlaku",
    "unit": "satuan",
    "budget": "anggaran yang berlaku, rupiah",
    "expenditure": "jenis belanja menurut kamus usulan",
    "sub_kegiatan": "sub kegiatan yang berlaku, sebelum verifikasi menurut kamus usulan",
}
KINDS = {
    "number": Kind.INTEGER,
    "proposed_at": Kind.DATE,
    "times": Kind.INTEGER,
    "volume": Kind.DECIMAL,
    "budget": Kind.RUPIAH,
}
WIDTHS = {
    **dict.fromkeys(("proposer", "regency", "status", "expenditure"), 20),
    "office": 24,
    **dict.fromkeys(("agency", "kelurahan_advice", "kecamatan_advice", "agency_advice"), 30),
    "note": 40,
    "sub_kegiatan": 40,
}
COLUMNS = tuple(
    Column(
        column.key,
        column.heading,
        SOURCES[column.key],
        KINDS.get(column.key, Kind.TEXT),
        WIDTHS.get(column.key, column.width),
    )
    for column in SIPD
)
VALUES = (
    *("reference", "submitted_at", "source", "proposer", "councillor", "title", "problem"),
    *("street", "rt", "rw", "kecamatan__name", "kelurahan__name", "carried_from"),
    *("target_agency__name", "current_agency__name", "status", "closed_from", "merged_into__reference"),
    *("current_volume", "unit", "current_budget", "catalogue_item__expenditure"),
    *("current_sub_kegiatan__code", "current_sub_kegiatan__name"),
    *("catalogue_item__sub_kegiatan__code", "catalogue_item__sub_kegiatan__name"),
    *REASON,
    *(f"{stage}_{name}" for stage in ADVISERS for name in ("outcome", "text")),
)
FILTERS = pick("kecamatan", "kelurahan", "agency", "status", "field", "source")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """Everything that the person may see, narrowed by the filters; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    return scope.subject(slug=SLUG, title=f"DAFTAR USULAN TAHUN {scope.cycle.planning_year}")


def list_rows(subject: Subject) -> Listing:
    """In the order in which they were entered."""
    scope: Scope = subject.about
    rows = with_advice(with_reason(scope.proposals), *ADVISERS).order_by("pk")
    regency = City.objects.values_list("name", flat=True).first()
    years = _list_years(scope.cycle)

    def read(number: int, row) -> Row:
        item, current = "catalogue_item__sub_kegiatan", "current_sub_kegiatan"
        code = current if row.current_sub_kegiatan__code else item
        return (
            number,
            row.reference,
            timezone.localdate(row.submitted_at) if row.submitted_at else None,
            row.proposer,
            say_office(row),
            row.title,
            row.problem,
            say_address(row.street, row.rt, row.rw),
            regency,
            row.kecamatan__name,
            row.kelurahan__name,
            1 + sum(getattr(row, year) is not None for year in years),
            row.target_agency__name,
            row.current_agency__name,
            workflow.STATUSES[row.status].label,
            say_remark(row),
            NO_SOURCE,
            *(say_advice(row, stage) for stage in ADVISERS),
            NO_SOURCE,
            row.current_volume,
            row.unit,
            row.current_budget,
            row.catalogue_item__expenditure,
            say_code(getattr(row, f"{code}__code"), getattr(row, f"{code}__name")),
        )

    return Listing(rows.values_list(*dict.fromkeys((*VALUES, *years)), named=True), read)


def say_office(row) -> str:
    """The office that entered it: that of the kelurahan, of the kecamatan, or the council's member."""
    if row.source == "musrenbang":
        return f"Kelurahan {row.kelurahan__name}"
    if row.source == "kecamatan":
        return f"Kecamatan {row.kecamatan__name}"
    return f"Anggota DPRD {row.councillor}".strip()


def _list_years(cycle: PlanningCycle) -> list[str]:
    """The lookups of what a proposal was carried from, one for each earlier time; no chain is longer than there are
    cycles."""
    others = PlanningCycle.objects.exclude(pk=cycle.pk).count()
    return ["__".join(["carried_from"] * times) for times in range(1, min(others, LONGEST) + 1)]


REPORT = Report(
    slug=SLUG,
    title="Daftar usulan (SIPD)",
    summary="Semua usulan dalam 26 kolom SIPD. Berkas Excelnya dapat dibaca lagi oleh impor kelurahan.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=COLUMNS,
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    note=f"Rekomendasi Mitra dan Rekomendasi TAPD tidak ada sumbernya. {NOTE}",
)
