"""Report 8: the ranking as the official form has it, one column for each criterion of the run."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from accounts.roles import ROLES
from bappeda.models import RankingRun
from reports.declaration import PRINTABLE, Column, Kind, Listing, Report, Row, Subject
from reports.layouts import daftar_prioritas

SLUG = "pemeringkatan"
HEAD = "Kriteria"
PLACES = Decimal("0.000001")
POINTS = "Isi tiap kriteria adalah sumbangannya pada Total Skor, dibulatkan sendiri-sendiri."
LEVELS = "Isi tiap kriteria adalah tingkatnya (1 sampai 5); metode ini tidak menjumlahkan kriteria."

BEFORE = (
    Column("number", "No", "nomor baris", Kind.INTEGER, 6),
    Column("title", "Kegiatan", "judul usulan", width=48),
)
AFTER = (
    Column("score", "Total Skor", "skor perhitungan, 0–100", Kind.DECIMAL, 14, places=6),
    Column("position", "Urutan Prioritas", "urutan dalam perhitungan", Kind.INTEGER, 12),
)


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The run asked for, as for the list of priorities, with a column for each of its criteria."""
    subject = daftar_prioritas.settle(user, asked)
    run: RankingRun = subject.about
    criteria = tuple(
        Column(
            f"criterion_{criterion['key']}",
            criterion["official_heading"] or criterion["label"],
            f"kriteria “{criterion['label']}” saat dibekukan",
            Kind.DECIMAL,
            18,
            places=6,
            heads=(HEAD,),
        )
        for criterion in run.criteria["criteria"]
    )
    return replace(
        subject,
        title=f"Pemeringkatan Usulan RKPD Tahun {run.cycle.planning_year}",
        lines=(*subject.lines, POINTS if _adds_up(run) else LEVELS),
        filename=subject.filename.replace(daftar_prioritas.SLUG, SLUG, 1),
        columns=(*BEFORE, *criteria, *AFTER),
    )


def list_rows(subject: Subject) -> Listing:
    """The ranked rows, best first, from a single SELECT."""
    run: RankingRun = subject.about
    keys, shown = [criterion["key"] for criterion in run.criteria["criteria"]], 2 if _adds_up(run) else 1

    def read(number: int, row) -> Row:
        told = {part[0]: part[shown] for part in row.contributions}
        cells = [_read_number(told.get(key)) for key in keys]
        return (number, row.proposal__title, *cells, row.score, row.position)

    rows = daftar_prioritas.list_ranked(subject)
    return Listing(
        rows.values_list("proposal__title", "contributions", "score", "position", named=True), read
    )


def _adds_up(run: RankingRun) -> bool:
    """Whether a score of this method is the sum of what the criteria contribute."""
    return run.rules["method"] != "topsis"


def _read_number(text: str | None) -> Decimal | None:
    """A level ("7/2") or points ("12.500000") to six places."""
    if not text:
        return None
    exact = Fraction(text)
    return (Decimal(exact.numerator) / exact.denominator).quantize(PLACES)


REPORT = Report(
    slug=SLUG,
    title="Pemeringkatan",
    summary="Urutan usulan dengan nilai tiap kriteria menurut judul kolom formulir resmi.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=(*BEFORE, *AFTER),
    filters=daftar_prioritas.FILTERS,
    versions=daftar_prioritas.VERSIONS,
    settle=settle,
    list_rows=list_rows,
    formats=PRINTABLE,
)
