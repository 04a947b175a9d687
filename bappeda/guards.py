"""What must hold in Bappeda before `perform` marks or publishes (registered with `proposals.guards`)."""

from bappeda.conflicts import find_barred
from bappeda.models import Assignment, Publication, RankedProposal, RankingRun
from proposals.guards import register
from proposals.refusals import Refusal

NOT_ASSIGNED = "Usulan ini tidak ditugaskan kepada Anda. Penugasan diatur Admin Bappeda."
CONFLICT = (
    "Anda tidak menilai usulan kantor ini: ada benturan kepentingan. Admin Bappeda mencarikan penilai lain."
)
NO_PUBLICATION = "Hasil hanya diumumkan dari perhitungan yang sudah disetujui Kepala Bappeda."


@register("mark")
def require_assignment(rows, *, by, given) -> dict[int, Refusal]:
    """Only an assigned reviewer marks, and never a proposal of an office he or she is bound to."""
    assigned = set(
        Assignment.objects.filter(reviewer=by, proposal__in=[row.pk for row in rows]).values_list(
            "proposal", flat=True
        )
    )
    barred = find_barred([by])[by.pk]
    refused = {}
    for row in rows:
        if row.pk not in assigned:
            refused[row.pk] = Refusal(403, "not_assigned", NOT_ASSIGNED, row.uuid, row.reference or "")
        elif barred.covers(row):
            refused[row.pk] = Refusal(409, "conflict", CONFLICT, row.uuid, row.reference or "")
    return refused


@register("publish")
@register("supersede")
def require_publication(rows, *, by, given) -> dict[int, Refusal]:
    """Results come from the rows of a published run that two people stand for, and from nowhere else."""
    run, results = given.get("run"), given.get("results")
    allowed: dict[int, str] = {}
    if isinstance(run, RankingRun) and isinstance(results, dict):
        published = Publication.objects.filter(run=run, run__approval__isnull=False)
        if published.exists():
            allowed = dict(RankedProposal.objects.filter(run=run).values_list("proposal", "outcome"))
            cancelled = {item["id"] for item in run.cancelled}
            allowed |= {row.pk: "rejected" for row in rows if str(row.uuid) in cancelled}
    return {
        row.pk: Refusal(409, "no_publication", NO_PUBLICATION, row.uuid, row.reference or "")
        for row in rows
        if row.pk not in allowed or results.get(row.uuid) != allowed[row.pk]
    }
