"""What makes the musrenbang of a kecamatan: its list, its ceiling, what it rejected, and who issues its record."""

from django.db.models import QuerySet

from accounts.roles import KECAMATAN
from kecamatan.money import SENT
from proposals.forums.council import Council
from proposals.models import Ceiling, Forum, Proposal, Review
from proposals.querysets import visible_to

LISTED = ("kecamatan_review", "revision", *SENT)
RELATED = (
    "field",
    "current_agency",
    "kelurahan",
    "rkpd_priority",
    "current_sub_kegiatan",
    "catalogue_item__sub_kegiatan",
)


def came(*, cycle, office) -> QuerySet[Proposal]:
    """Everything that ever reached this kecamatan, whatever became of it."""
    ever = Proposal.objects.filter(cycle=cycle, kecamatan=office, endorsed_at__isnull=False)
    return ever.exclude(source="pokir")


def list_rows(*, cycle, office) -> QuerySet[Proposal]:
    """Exactly the proposals that stand in the kecamatan's list: recommended, and still in the running."""
    return came(cycle=cycle, office=office).filter(is_recommended=True, status__in=LISTED)


def list_refused(user, *, cycle, office) -> list[tuple[Proposal, str]]:
    """What the kecamatan rejected, with the reason that the sender was given. Two queries."""
    rejected = came(cycle=cycle, office=office).filter(status="rejected")
    said = Review.objects.filter(proposal__in=rejected, action="reject").order_by("seq")
    last = {review.proposal_id: review for review in said}
    here = [key for key, review in last.items() if review.stage == COUNCIL.stage]
    rows = visible_to(user, queryset=rejected.filter(pk__in=here)).select_related(*RELATED)
    return [(row, last[row.pk].reason) for row in rows.order_by("kelurahan__code", "pk")]


def read_ceiling(cycle, office) -> int | None:
    ceilings = Ceiling.objects.in_force().filter(kind=Ceiling.Kind.KECAMATAN, cycle=cycle, kecamatan=office)
    return ceilings.values_list("amount", flat=True).first()


def count_unrecommended(*, cycle, office) -> int:
    """What waits and stands in no list yet."""
    waiting = came(cycle=cycle, office=office).filter(status="kecamatan_review", is_recommended=False)
    return waiting.count()


COUNCIL = Council(
    level=Forum.Level.KECAMATAN,
    place="kecamatan",
    word="Kecamatan",
    title="Musrenbang Kecamatan",
    hall="Aula Kecamatan {}",
    chief="camat",
    chief_word="Camat",
    roles=KECAMATAN,
    stage="kecamatan",
    column="kecamatan_order",
    then=("kelurahan_order", "kelurahan__code"),
    url_names={
        "desk": "kecamatan:queue",
        "order": "kecamatan:order",
        "meeting": "kecamatan:meeting",
        "preview": "kecamatan:meeting_preview",
        "issue": "kecamatan:meeting_issue",
    },
    share_words="pagu kecamatan",
    over="Di atas pagu kecamatan",
    told="Bappeda diberi tahu.",
    rows=list_rows,
    related=RELATED,
    fixed=SENT,
    refused=list_refused,
)
