"""What the published list says of a proposal that stayed *Cadangan*: its rank, the cut-line, the money it lacked."""

from collections.abc import Sequence

from bappeda.models import Publication, RankedProposal
from bappeda.wording import label_ceilings, say_outcome
from proposals.models import Proposal
from proposals.why_not import tells


@tells("reserve")
def tell_reserves(rows: Sequence[Proposal]) -> dict[int, str]:
    """By pk, from the lists in force of their cycles; two queries."""
    in_force = Publication.objects.filter(
        cycle__in={row.cycle_id for row in rows}, superseded_by=None
    ).select_related("run")
    runs = {publication.run_id: publication.run for publication in in_force}
    labels = {pk: label_ceilings(run) for pk, run in runs.items()}
    ranked = RankedProposal.objects.filter(
        run__in=runs, proposal__in=[row.pk for row in rows], outcome=RankedProposal.Result.RESERVE
    )
    return {
        place.proposal_id: " ".join(
            part
            for part in (
                f"Urutan {place.position} dari {runs[place.run_id].proposal_count}.",
                say_outcome(place, labels[place.run_id]),
                f"Batas pagunya di urutan {place.cut_position}." if place.cut_position else "",
            )
            if part
        )
        for place in ranked
    }
