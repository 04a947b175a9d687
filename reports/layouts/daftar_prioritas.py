"""Report 9, the main result: the ranked list of a run, its ceilings, and who made, approved and published it.

Everybody who signs in sees what is published (it is public); runs that are not are for Bappeda's eyes.
"""

from collections.abc import Mapping

from django.db.models import QuerySet

from accounts.roles import ROLES
from bappeda.models import RankedProposal, RankingRun
from bappeda.wording import label_ceilings, say_decider, say_outcome
from proposals.models import PlanningCycle
from proposals.models.proposal import say_address
from proposals.refusals import Refusal, Refused
from regions.indonesian import long_moment
from reports.cells import say_code
from reports.declaration import PRINTABLE, Column, Filter, Kind, Listing, Report, Row, Sheet, Subject, Version
from reports.layouts import run_sheets
from reports.scope import TRAINING, find_cycle, settle_filters
from reports.viewer import roles_of

SLUG = "daftar-prioritas"
BAPPEDA = frozenset({"bappeda_reviewer", "bappeda_admin", "bappeda_head"})

COLUMNS = (
    Column("position", "Urutan", "urutan dalam perhitungan", Kind.INTEGER, 8),
    Column("reference", "Nomor Usulan", "nomor usulan", width=26),
    Column("title", "Usulan", "judul usulan", width=44),
    Column("field", "Bidang", "bidang saat dibekukan", width=20),
    Column("location", "Lokasi", "jalan, RT dan RW", width=30),
    Column("kelurahan", "Kelurahan", "kelurahan pengusul", width=18),
    Column("kecamatan", "Kecamatan", "kecamatan saat dibekukan", width=18),
    Column("volume", "Volume", "volume yang berlaku", Kind.DECIMAL, 12),
    Column("unit", "Satuan", "satuan", width=10),
    Column("budget", "Pagu", "anggaran saat dibekukan, rupiah", Kind.RUPIAH, 18),
    Column("agency", "Perangkat Daerah", "Perangkat Daerah saat dibekukan", width=34),
    Column("sub_kegiatan", "Sub Kegiatan", "kode dan nama sub kegiatan yang berlaku", width=44),
    Column("score", "Skor", "skor perhitungan, 0–100", Kind.DECIMAL, 12, places=6),
    Column("decider", "Penentu Urutan", "aturan yang memisahkan dari urutan tetangga", width=30),
    Column("outcome", "Hasil", "hasil alokasi", width=12),
    Column("remark", "Keterangan", "kekurangan pagu bagi Cadangan, keputusan khusus", width=60),
)
VALUES = (
    "position",
    "proposal__reference",
    "proposal__title",
    "field__name",
    "proposal__street",
    "proposal__rt",
    "proposal__rw",
    "proposal__kelurahan__name",
    "kecamatan__name",
    "proposal__current_volume",
    "proposal__unit",
    "budget",
    "agency__name",
    "proposal__current_sub_kegiatan__code",
    "proposal__current_sub_kegiatan__name",
    "score",
    "tie_rule",
    "own_value",
    "neighbour_value",
    "outcome",
    "shortfalls",
    "computed",
    "forced",
)


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The run asked for (`run`, else the list in force) of `cycle`, narrowed by the filters.

    Raises Refused: 404 for a cycle or run that the person cannot see, or when nothing is published yet;
    422 for a filter's value that the run does not have.
    """
    run = _find_run(user, find_cycle(asked.get("cycle", "")), asked.get("run", ""))
    narrowing, said = settle_filters(FILTERS, run, asked)
    params = {"cycle": run.cycle.slug, "run": str(run.number), **narrowing}
    narrowed = "".join(f"-{value.lower()}" for value in narrowing.values())
    return Subject(
        title=f"Daftar Prioritas Usulan RKPD Tahun {run.cycle.planning_year}",
        lines=(*_say_state(run), *([f"Saringan: {', '.join(said)}."] if said else [])),
        params=params,
        filename=f"{SLUG}-{run.cycle.slug}-perhitungan-{run.number}{narrowed}",
        about=run,
    )


def list_runs(user, cycle):
    """The runs of a cycle that the person may see, newest first."""
    runs = RankingRun.objects.filter(cycle=cycle).order_by("-number")
    if not roles_of(user) & BAPPEDA:
        runs = runs.filter(publication__isnull=False)
    return runs.select_related(
        "cycle", "made_by", "approval__by", "publication__by", "publication__superseded_by__run"
    )


def list_versions(user, params: Mapping[str, str]) -> list[tuple[str, str]]:
    """The runs of a cycle that the person may choose from, newest first, each with how it stands."""
    runs = list_runs(user, find_cycle(params.get("cycle", "")))
    return [(str(run.number), f"ke-{run.number}, {_say_standing(run)}") for run in runs]


def list_ranked(subject: Subject) -> QuerySet[RankedProposal]:
    """The places of the run that the filters leave, best first."""
    rows = RankedProposal.objects.filter(run=subject.about).order_by("position")
    lookups = {
        "kecamatan": "kecamatan__code",
        "agency": "agency__code",
        "field": "field__code",
        "outcome": "outcome",
    }
    return rows.filter(
        **{lookup: subject.params[key] for key, lookup in lookups.items() if key in subject.params}
    )


def list_rows(subject: Subject) -> Listing:
    """The ranked rows, best first, from a single SELECT."""
    rows = list_ranked(subject)
    ceilings, outcomes = label_ceilings(subject.about), dict(RankedProposal.Result.choices)

    def read(number: int, row) -> Row:
        return (
            row.position,
            row.proposal__reference,
            row.proposal__title,
            row.field__name,
            say_address(row.proposal__street, row.proposal__rt, row.proposal__rw),
            row.proposal__kelurahan__name,
            row.kecamatan__name,
            row.proposal__current_volume,
            row.proposal__unit,
            row.budget,
            row.agency__name,
            say_code(row.proposal__current_sub_kegiatan__code, row.proposal__current_sub_kegiatan__name),
            row.score,
            say_decider(row.tie_rule, row.own_value, row.neighbour_value),
            outcomes[row.outcome],
            say_outcome(row, ceilings) or None,
        )

    return Listing(rows.values_list(*VALUES, named=True), read)


def _find_run(user, cycle: PlanningCycle, number: str) -> RankingRun:
    runs = list_runs(user, cycle)
    if not number:
        run = runs.filter(publication__isnull=False, publication__superseded_by=None).first()
        if run is None:
            sentence = f"Belum ada daftar prioritas yang diumumkan untuk tahun {cycle}."
            raise Refused(Refusal(404, "nothing_published", sentence))
        return run
    run = runs.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
    if run is None:
        raise Refused(Refusal(404, "unknown_run", "Perhitungan ini tidak ada atau belum diumumkan."))
    return run


def _say_state(run: RankingRun) -> list[str]:
    """Which run this is and how it stands, loud when it is not the list in force."""
    publication = getattr(run, "publication", None)
    lines = [f"Perhitungan ke-{run.number}, dibuat {long_moment(run.made_at)}."]
    if publication is None:
        lines.append("BELUM DIUMUMKAN: hanya untuk dibaca di Bappeda.")
    else:
        lines.append(f"Diumumkan {long_moment(publication.at)}.")
        successor = getattr(publication, "superseded_by", None)
        if successor is not None:
            lines.append(
                f"DIGANTI oleh perhitungan ke-{successor.run.number} pada {long_moment(successor.at)}."
            )
    if run.training:
        lines.append(TRAINING)
    return lines


def _say_standing(run: RankingRun) -> str:
    publication = getattr(run, "publication", None)
    if publication is None:
        return "belum diumumkan"
    return "diganti" if getattr(publication, "superseded_by", None) else "berlaku"


def _choices_of(name: str):
    def list_choices(run: RankingRun) -> list[tuple[str, str]]:
        rows = RankedProposal.objects.filter(run=run).order_by(f"{name}__name", f"{name}__code")
        return list(rows.values_list(f"{name}__code", f"{name}__name").distinct())

    return list_choices


FILTERS = (
    Filter("kecamatan", "Kecamatan", _choices_of("kecamatan")),
    Filter("agency", "Perangkat Daerah", _choices_of("agency")),
    Filter("field", "Bidang", _choices_of("field")),
    Filter("outcome", "Hasil", lambda run: list(RankedProposal.Result.choices)),
)

VERSIONS = (Version("run", "Perhitungan", list_versions, every=False),)

REPORT = Report(
    slug=SLUG,
    title="Daftar prioritas",
    summary="Hasil utama: seluruh usulan menurut peringkat, pemakaian pagu, dan asal-usul perhitungannya.",
    roles=frozenset(ROLES) - {"administrator"},
    columns=COLUMNS,
    filters=FILTERS,
    versions=VERSIONS,
    formats=PRINTABLE,
    settle=settle,
    list_rows=list_rows,
    sheets=(
        Sheet("ceilings", "Pagu", run_sheets.CEILING_COLUMNS, run_sheets.list_ceilings, narrowed=False),
        Sheet("run", "Perhitungan", run_sheets.FACT_COLUMNS, run_sheets.list_facts, narrowed=False),
    ),
)
