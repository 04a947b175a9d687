"""The two tables that go with every list made from a run: totals per ceiling, and where the run comes from."""

from decimal import Decimal

from django.db.models import Count, Q, Sum

from bappeda.models import RankedProposal, RankingRun
from bappeda.services.publishing import find_moved
from bappeda.wording import FORCED, say_allocation, say_method
from proposals.models import Ceiling
from regions.indonesian import decimal, long_moment, rupiah
from reports.declaration import NOTE, Column, Kind, Row, Subject

CEILING_COLUMNS = (
    Column("kind", "Jenis Pagu", "jenis pagu indikatif", width=30),
    Column("holder", "Pagu", "yang diikat pagu ini", width=44),
    Column("amount", "Besar Pagu", "pagu yang dibekukan, rupiah", Kind.RUPIAH, 20),
    Column("used", "Terpakai", "jumlah pagu usulan Prioritas, rupiah", Kind.RUPIAH, 20),
    Column("left", "Sisa", "besar pagu dikurangi terpakai, rupiah", Kind.RUPIAH, 20),
    Column("funded", "Usulan Prioritas", "jumlah usulan Prioritas dalam pagu ini", Kind.INTEGER, 12),
    Column("held_back", "Usulan Cadangan", "usulan yang tertahan terutama oleh pagu ini", Kind.INTEGER, 12),
    Column("wanted", "Pagu Cadangan", "jumlah pagu usulan yang tertahan itu, rupiah", Kind.RUPIAH, 20),
    Column("cut", "Garis Batas", "urutan pertama yang tidak tertampung", Kind.INTEGER, 10),
)
FACT_COLUMNS = (
    Column("fact", "Hal", "nama keterangan", width=34),
    Column("value", "Isi", "isi keterangan", width=80),
)


def list_ceilings(subject: Subject) -> list[Row]:
    """One row per ceiling of the run, the city's first; filters do not narrow it."""
    run: RankingRun = subject.about
    reserve = RankedProposal.objects.filter(run=run, outcome=RankedProposal.Result.RESERVE).order_by()
    held = {
        key: (count, total)
        for key, count, total in reserve.values_list("binding_ceiling").annotate(Count("pk"), Sum("budget"))
    }
    kinds = dict(Ceiling.Kind.choices)
    return [
        (
            kinds.get(use["key"].partition(":")[0], use["key"]),
            *(use[name] for name in ("label", "amount", "used", "left", "funded")),
            *held.get(use["key"], (0, 0)),
            use["cut"]["position"] if use["cut"] else None,
        )
        for use in run.ceilings
    ]


def list_facts(subject: Subject) -> list[Row]:
    """What makes the run repeatable: number, dates, people, rules, hashes; all as text."""
    run: RankingRun = subject.about
    totals = _total(run)
    facts = {
        "Tahun perencanaan": str(run.cycle),
        "Perhitungan ke-": str(run.number),
        "Dibuat oleh": _say_person(run.made_by),
        "Dibuat pada": long_moment(run.made_at),
        **_list_approval(run),
        **_list_publication(run),
        "Kriteria": f"{run.criteria['title']}, versi {run.criteria['version']}",
        "Bobot kriteria": "; ".join(
            f"{criterion['label']} {decimal(Decimal(criterion['weight']) * 100)}%"
            for criterion in run.criteria["criteria"]
        ),
        "Metode": say_method(run.rules),
        "Aturan pagu": say_allocation(run.rules),
        "Usulan": str(run.proposal_count),
        "Prioritas": f"{run.prioritised_count} usulan, {rupiah(totals['prioritised'] or 0)}",
        "Cadangan": f"{run.reserve_count} usulan, {rupiah(totals['reserve'] or 0)}",
        "Belum dinilai": _say_left_out(run.unassessed),
        "Dibatalkan": _say_left_out(run.cancelled),
        "Keputusan khusus": _say_overrides(run.overrides),
        "Sidik masukan (sha256)": run.inputs_sha256,
        "Sidik hasil (sha256)": run.result_sha256,
        "Sidik modul hitung (sha256)": run.modules_sha256,
        "Catatan pembuat": run.note or None,
        "Perlu diketahui": NOTE,
    }
    return list(facts.items())


def _total(run: RankingRun) -> dict[str, int | None]:
    return RankedProposal.objects.filter(run=run).aggregate(
        prioritised=Sum("budget", filter=Q(outcome=RankedProposal.Result.PRIORITISED)),
        reserve=Sum("budget", filter=Q(outcome=RankedProposal.Result.RESERVE)),
    )


def _list_approval(run: RankingRun) -> dict[str, str]:
    approval = getattr(run, "approval", None)
    if approval is None:
        return {"Disetujui oleh": "Belum disetujui"}
    return {
        "Disetujui oleh": f"{approval.capacity} {_say_person(approval.by)}".strip(),
        "Disetujui pada": long_moment(approval.at),
    }


def _list_publication(run: RankingRun) -> dict[str, str]:
    publication = getattr(run, "publication", None)
    if publication is None:
        moved = len(find_moved(run))
        return {
            "Diumumkan oleh": "Belum diumumkan",
            "Berubah sejak dibekukan": f"{moved} usulan" if moved else "Tidak ada",
        }
    facts = {
        "Diumumkan oleh": _say_person(publication.by),
        "Diumumkan pada": long_moment(publication.at),
    }
    if publication.text:
        facts["Alasan perubahan"] = f"{publication.get_category_display()}: {publication.text}"
    successor = getattr(publication, "superseded_by", None)
    if successor is not None:
        facts["Diganti oleh"] = f"Perhitungan ke-{successor.run.number}, {long_moment(successor.at)}"
    return facts


def _say_person(user) -> str:
    return f"{user.full_name}, {user.get_role_display()}"


def _say_overrides(rows: list[dict]) -> str:
    return (
        "; ".join(
            f"{row['reference']} {FORCED[row['direction']]} oleh {row['by']} ({row['reason']})"
            for row in rows
        )
        or "Tidak ada"
    )


def _say_left_out(rows: list[dict]) -> str:
    return "; ".join(f"{row['reference']} ({row['reason']})" for row in rows) or "Tidak ada"
