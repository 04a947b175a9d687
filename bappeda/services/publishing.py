"""From a run to the city's list: approved by a second person, published whole or not at all."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from bappeda.models import Publication, RankedProposal, RankingRun, RunApproval
from bappeda.services.authority import require_role
from bappeda.services.criteria import lock_set
from bappeda.services.inputs import SCORING
from proposals import clock, text
from proposals.models import PlanningCycle, Proposal
from proposals.refusals import Refusal, Refused, content
from proposals.services.transitions import perform
from proposals.workflow import SUPERSEDE_REASONS

OWN_RUN = "Perhitungan disetujui orang kedua. Anda yang membuatnya, jadi Kepala Bappeda lain yang menyetujui."
NOT_APPROVED = "Perhitungan ini belum disetujui Kepala Bappeda."
ALREADY = "Perhitungan ini sudah diumumkan."
NEEDS_REASON = "Daftar tahun ini sudah diumumkan. Pakai Umumkan perubahan dan tulis alasannya."
NOTHING_TO_REPLACE = "Belum ada daftar yang diumumkan, jadi belum ada yang diganti."
CANCELLED_RESULT = "rejected"


@transaction.atomic
def approve(*, run: RankingRun, by) -> RunApproval:
    """The head of Bappeda agrees. Raises Refused: 403 for others, 409 for the own run or one that is outdated."""
    standing = require_role(by, "bappeda_head")
    _lock_cycle(run)
    if run.made_by_id == by.pk:
        raise Refused(Refusal(409, "own_run", OWN_RUN))
    if RunApproval.objects.filter(run=run).exists():
        raise Refused(Refusal(409, "approved", "Perhitungan ini sudah disetujui."))
    _require_unmoved(run)
    return RunApproval.objects.create(run=run, by=by, capacity=standing.capacity, at=clock.now())


@transaction.atomic
def publish(*, run: RankingRun, by) -> Publication:
    """Make an approved run the list of its cycle: every proposal becomes *Prioritas* or *Cadangan*.

    All or nothing. Raises Refused: 403 for anybody but a bappeda_admin; 409 without approval, when the
    cycle has a list already, or with one refusal per proposal that moved since the freeze.
    """
    require_role(by, "bappeda_admin")
    cycle = _lock_cycle(run)
    if find_in_force(cycle) is not None:
        raise Refused(Refusal(409, "published", NEEDS_REASON))
    return _announce(run, cycle, by=by)


@transaction.atomic
def supersede(*, run: RankingRun, by, category: str, text: str) -> Publication:
    """Replace the cycle's list by a newer run, with a reason; the old list stays and says that it was replaced.

    Only proposals whose outcome differs get an event. Raises Refused as `publish`, and 422 without a reason.
    """
    require_role(by, "bappeda_admin")
    reason = _clean_reason(category, text)
    cycle = _lock_cycle(run)
    replaced = find_in_force(cycle)
    if replaced is None:
        raise Refused(Refusal(409, "not_published", NOTHING_TO_REPLACE))
    return _announce(run, cycle, by=by, replaced=replaced, reason=reason)


def find_in_force(cycle) -> Publication | None:
    """The publication that nothing has superseded."""
    return (
        Publication.objects.filter(cycle=cycle, superseded_by=None)
        .select_related("run", "run__made_by", "by")
        .first()
    )


def find_moved(run: RankingRun) -> list[Refusal]:
    """What is no longer as it was frozen: proposals that changed, and those that came to `scoring` since."""
    ranked = RankedProposal.objects.filter(run=run)
    changed = list(
        ranked.exclude(proposal__version=F("proposal_version"))
        .order_by("position")
        .values_list("proposal__uuid", "proposal__reference", "proposal__status")
    )
    left_out = {item["id"]: item["version"] for item in (*run.unassessed, *run.cancelled)}
    if left_out:
        rows = Proposal.objects.filter(uuid__in=left_out).order_by("reference")
        changed += [
            (row.uuid, row.reference, row.status)
            for row in rows.only("uuid", "reference", "status", "version")
            if row.version != left_out[str(row.uuid)]
        ]
    labels = dict(Proposal._meta.get_field("status").choices)
    moved = [
        Refusal(
            409,
            "moved",
            f"Usulan {reference} berubah sejak dibekukan; sekarang {labels[status]}.",
            uuid,
            reference,
        )
        for uuid, reference, status in changed
    ]
    newcomers = (
        Proposal.objects.filter(cycle=run.cycle_id, status=SCORING)
        .exclude(Exists(ranked.filter(proposal=OuterRef("pk"))))
        .exclude(uuid__in=left_out)
        .order_by("reference")
        .values_list("uuid", "reference")
    )
    moved += [
        Refusal(409, "arrived", f"Usulan {reference} baru masuk penilaian sejak dibekukan.", uuid, reference)
        for uuid, reference in newcomers
    ]
    return moved


def _announce(
    run: RankingRun,
    cycle: PlanningCycle,
    *,
    by,
    replaced: Publication | None = None,
    reason: dict | None = None,
) -> Publication:
    if Publication.objects.filter(run=run).exists():
        raise Refused(Refusal(409, "published", ALREADY))
    if not RunApproval.objects.filter(run=run).exists():
        raise Refused(Refusal(409, "not_approved", NOT_APPROVED))
    ranked = RankedProposal.objects.filter(run=run)
    # In key order like every act; from here on nothing moves, so that a refusal names all that did.
    rows = Proposal.objects.filter(pk__in=ranked.values("proposal")).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    _require_unmoved(run)
    now = clock.now()
    publication = Publication.objects.create(
        run=run, cycle=cycle, by=by, at=now, supersedes=replaced, **(reason or {})
    )
    # Before the proposals, so that their guard finds the publication it asks for.
    results = list(ranked.values_list("proposal__uuid", "proposal_version", "outcome", "proposal__status"))
    cancelled = {item["id"] for item in run.cancelled}
    results += [
        (row.uuid, row.version, CANCELLED_RESULT, row.status)
        for row in Proposal.objects.filter(uuid__in=cancelled).only("uuid", "version", "status")
    ]
    waiting = [row for row in results if row[3] == SCORING]
    differing = [row for row in results if row[3] not in (SCORING, row[2])]
    _perform("publish", waiting, run, by=by)
    _perform("supersede", differing, run, by=by, **(reason or {}))
    PlanningCycle.objects.filter(pk=cycle.pk, published_at=None).update(published_at=now)
    lock_set(run.criteria_set)
    return publication


def _perform(action: str, rows: list[tuple], run: RankingRun, *, by, **reason) -> None:
    if rows:
        perform(
            targets={uuid: version for uuid, version, _, _ in rows},
            action=action,
            by=by,
            all_or_nothing=True,
            results={uuid: outcome for uuid, _, outcome, _ in rows},
            run=run,
            **reason,
        )


def _lock_cycle(run: RankingRun) -> PlanningCycle:
    """Runs, approvals and publications of a cycle happen one after the other.

    `no_key`: whoever writes a proposal holds the cycle's key, and would wait here for the lock while it
    holds a proposal that is asked for next.
    """
    cycle = PlanningCycle.objects.select_for_update(no_key=True).get(pk=run.cycle_id)
    if cycle.closed_at:
        raise Refused(Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup."))
    return cycle


def _require_unmoved(run: RankingRun) -> None:
    if moved := find_moved(run):
        raise Refused(*moved)


def _clean_reason(category: str, reason: str) -> dict[str, str]:
    unfit = {}
    if category not in SUPERSEDE_REASONS:
        unfit["category"] = "Pilih golongan alasan perubahan."
    try:
        reason = text.clean(reason or "")
    except text.UnfitText as refusal:
        unfit["text"] = str(refusal)
    if not reason:
        unfit["text"] = "Tulis alasan perubahan; alasan ini dibaca pengusul dan warga."
    if unfit:
        raise Refused(content(unfit))
    return {"category": category, "text": reason}
