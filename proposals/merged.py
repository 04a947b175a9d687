"""What was merged into a proposal, and the lead whose fate a merged one shares: names and figures on both sides.

Both sides are told of each other whoever may open the other one; a link stands only where it leads somewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from proposals import workflow
from proposals.models import Proposal, Review
from proposals.querysets import visible_to

DEEPEST = 10  # a lead that was itself merged, and so on


@dataclass(frozen=True, slots=True)
class Part:
    """One that was merged: its own figures as they stood, who sent it, and its address for those who may see it."""

    row: Proposal
    sender: str
    url: str


@dataclass(frozen=True, slots=True)
class Fate:
    """The lead in which a merged proposal lives on, with its present status and the reason of its last decision."""

    lead: Proposal
    url: str
    reason: str

    @property
    def status(self) -> workflow.Status:
        return workflow.STATUSES[self.lead.status]


def list_parts(proposal: Proposal, user) -> list[Part]:
    """What was merged into it, in the order of their numbers; one query, and one more when there is something."""
    rows = list(list_merged(proposal).select_related("kelurahan", "kecamatan"))
    seen = _find_seen(rows, user)
    return [Part(row, name_sender(row), row.get_absolute_url() if row.pk in seen else "") for row in rows]


def list_merged(proposal: Proposal):
    """The rows that are merged into it now."""
    return proposal.merged.filter(status="merged").order_by("reference", "pk")


def read_fate(proposal: Proposal, user) -> Fate | None:
    """What a merged proposal follows; None for any other. Two queries, and one for each further lead above."""
    if proposal.status != "merged":
        return None
    lead = proposal.merged_into
    for _ in range(DEEPEST):
        if lead.status != "merged":
            break
        lead = lead.merged_into
    seen = _find_seen([lead], user)
    last = Review.objects.filter(proposal=lead, outcome=lead.status).order_by("-seq").first()
    return Fate(lead, lead.get_absolute_url() if lead.pk in seen else "", last.text if last else "")


def find_followers(leads: Iterable[Proposal]) -> dict[int, list[Proposal]]:
    """By the key of each lead, all that was merged into it, also by way of others; a query for each step down."""
    roots = {row.pk: row.pk for row in leads}
    found: dict[int, list[Proposal]] = {}
    for _ in range(DEEPEST):
        if not roots:
            break
        rows = Proposal.objects.filter(merged_into__in=list(roots), status="merged").select_related(
            "kelurahan", "kecamatan"
        )
        below = {}
        for row in rows.order_by("pk"):
            below[row.pk] = roots[row.merged_into_id]
            found.setdefault(below[row.pk], []).append(row)
        roots = below
    return found


def name_sender(row: Proposal) -> str:
    if row.source == "pokir":
        return f"Pokir DPRD{f', {row.councillor}' if row.councillor else ''}"
    return (
        f"Kecamatan {row.kecamatan.name}" if row.source == "kecamatan" else f"Kelurahan {row.kelurahan.name}"
    )


def _find_seen(rows: list[Proposal], user) -> set[int]:
    if not rows:
        return set()
    return set(visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
