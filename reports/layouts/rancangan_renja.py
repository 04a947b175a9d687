"""Report 13: what each agency found fit, as its draft work plan (Renja) lists it, one table for each agency."""

from collections.abc import Mapping

from accounts.roles import AGENCY, CITY
from opd.council import FIT
from proposals import workflow
from proposals.code_tree import Tree, read_tree
from proposals.models import Proposal
from reports.cells import say_place, say_volume
from reports.declaration import NO_SOURCE, NOTE, PRINTABLE, Column, Kind, Listing, Report, Row, Subject
from reports.scope import Scope, pick, read_scope

SLUG = "rancangan-renja"
STEP = " › "
GROUP = Column("agency", "PERANGKAT DAERAH", "Perangkat Daerah yang menangani usulan", width=34)
FILTERS = pick("agency", "kecamatan", "kelurahan", "field", "source")
VALUES = (
    *("current_agency__name", "current_sub_kegiatan__code", "title", "expected_output"),
    *("street", "rt", "rw", "kelurahan__name", "kecamatan__name"),
    *("current_volume", "unit", "current_budget", "funding", "status"),
)


def list_columns(year: int) -> tuple[Column, ...]:
    """The headings name the year of the plan and the next."""
    plan, forward = (f"Rencana Tahun {year}",), (f"Prakiraan Maju Rencana Tahun {year + 1}",)
    return (
        Column("code", "Kode", "sub kegiatan menurut verifikasi Perangkat Daerah", width=24),
        Column(
            "activity",
            "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan",
            "bidang urusan sampai sub kegiatan menurut kode, di bawahnya judul usulan",
            width=70,
        ),
        Column("indicator", "Indikator Kinerja Program/Kegiatan", "hasil yang diharapkan", width=34),
        Column("location", "Lokasi", "jalan, RT, RW, kelurahan dan kecamatan", width=34, heads=plan),
        Column(
            "target", "Target Capaian Kinerja", "volume yang berlaku dengan satuannya", width=18, heads=plan
        ),
        Column(
            "budget",
            "Kebutuhan Dana/Pagu Indikatif",
            "anggaran yang berlaku, rupiah",
            Kind.RUPIAH,
            20,
            heads=plan,
        ),
        Column("funding", "Sumber Dana", "sumber dana menurut isian", width=16, heads=plan),
        Column("note", "Catatan Penting", "status usulan", width=18),
        Column("next_target", "Target Capaian Kinerja", "tidak ada sumbernya", width=16, heads=forward),
        Column(
            "next_budget", "Kebutuhan Dana/Pagu Indikatif", "tidak ada sumbernya", width=19, heads=forward
        ),
    )


def settle(user, asked: Mapping[str, str]) -> Subject:
    """What the person may see of it; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    year = scope.cycle.planning_year
    return scope.subject(
        slug=SLUG,
        title=f"RANCANGAN RENCANA KERJA PERANGKAT DAERAH TAHUN {year}",
        columns=list_columns(year),
    )


def list_rows(subject: Subject) -> Listing:
    """By agency, then by the code of the sub kegiatan, then by kecamatan, then as they were entered."""
    scope: Scope = subject.about
    rows = scope.proposals.filter(status__in=FIT).order_by(
        "current_agency__code", "current_sub_kegiatan__code", "kecamatan__code", "pk"
    )
    tree = read_tree(planning_year=scope.cycle.planning_year)
    fundings = dict(Proposal.Funding.choices)
    paths: dict[str, str] = {}

    def read(number: int, row) -> Row:
        code = row.current_sub_kegiatan__code
        if code not in paths:
            paths[code] = _say_path(tree, code)
        return (
            row.current_agency__name,
            code,
            "\n".join(text for text in (paths[code], row.title) if text),
            row.expected_output,
            say_place(row),
            say_volume(row.current_volume, row.unit),
            row.current_budget,
            fundings.get(row.funding),
            workflow.STATUSES[row.status].label,
            NO_SOURCE,
            NO_SOURCE,
        )

    return Listing(rows.values_list(*VALUES, named=True), read, sums={"budget": "current_budget"})


def _say_path(tree: Tree, code: str | None) -> str:
    """The names from the bidang urusan down to the sub kegiatan."""
    node = tree.nodes.get(code)
    return STEP.join(one.name for one in (*tree.path(node), node)) if node else ""


REPORT = Report(
    slug=SLUG,
    title="Rancangan Renja",
    summary="Usulan yang dinyatakan layak, menurut Perangkat Daerah dan kode sub kegiatan, dengan jumlah pagunya.",
    roles=frozenset({*AGENCY, *CITY}),
    columns=list_columns(2021),
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    note=f"Prakiraan maju tidak ada sumbernya, jadi tidak diisi. {NOTE}",
    group=GROUP,
    sums=("budget",),
    formats=PRINTABLE,
)
