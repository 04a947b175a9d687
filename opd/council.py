"""What makes the forum of a Perangkat Daerah: what it found fit, what it rejected with the reason, and who issues."""

from django.db.models import QuerySet

from accounts.roles import AGENCY
from proposals.forums.council import Council
from proposals.models import Forum, Proposal, Review
from proposals.querysets import visible_to

FIT = ("scoring", "prioritised", "reserve")
RELATED = ("field", "current_agency", "kelurahan", "kecamatan")


def list_fit(*, cycle, office) -> QuerySet[Proposal]:
    """What this agency would carry out."""
    return Proposal.objects.filter(cycle=cycle, current_agency=office, status__in=FIT)


def list_refused(user, *, cycle, office) -> list[tuple[Proposal, str]]:
    """What the agency rejected, with the reason that the sender was given. Two queries."""
    rejected = Proposal.objects.filter(cycle=cycle, current_agency=office, status="rejected")
    said = Review.objects.filter(proposal__in=rejected, action="reject").order_by("seq")
    last = {review.proposal_id: review for review in said}
    here = [key for key, review in last.items() if review.stage == COUNCIL.stage]
    rows = visible_to(user, queryset=rejected.filter(pk__in=here)).select_related(*RELATED)
    return [(row, last[row.pk].reason) for row in rows.order_by(*COUNCIL.sorting())]


COUNCIL = Council(
    level=Forum.Level.OPD,
    place="agency",
    word="Perangkat Daerah",
    title="Forum Perangkat Daerah",
    hall="Aula {}",
    chief="opd_verifier",
    chief_word="Verifikator Perangkat Daerah",
    roles=AGENCY,
    stage="opd",
    column="",
    then=("kecamatan__code", "kecamatan_order"),
    url_names={
        "desk": "opd:queue",
        "meeting": "opd:forum",
        "preview": "opd:forum_preview",
        "issue": "opd:forum_issue",
    },
    share_words="",
    over="",
    told="Bappeda diberi tahu.",
    rows=list_fit,
    related=RELATED,
    refused=list_refused,
)
