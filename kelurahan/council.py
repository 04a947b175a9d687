"""What makes the musrenbang of a kelurahan: its list, its advisory share, and who issues its berita acara."""

from django.db.models import QuerySet

from accounts.roles import KELURAHAN
from proposals import workflow
from proposals.forums.council import Council
from proposals.models import Ceiling, Forum, Proposal

NOT_LISTED = ("draft", "withdrawn", "rejected", "merged", "lapsed")
LISTED = tuple(key for key in workflow.STATUSES if key not in NOT_LISTED)


def list_rows(*, cycle, office) -> QuerySet[Proposal]:
    """Exactly the proposals that stand in the kelurahan's list."""
    return Proposal.objects.filter(cycle=cycle, kelurahan=office, source="musrenbang", status__in=LISTED)


def read_share(cycle, office) -> int | None:
    share = Ceiling.objects.in_force().filter(kind=Ceiling.Kind.KELURAHAN, cycle=cycle, kelurahan=office)
    return share.values_list("amount", flat=True).first()


COUNCIL = Council(
    level=Forum.Level.KELURAHAN,
    place="kelurahan",
    word="Kelurahan",
    title="Musrenbang Kelurahan",
    hall="Aula Kelurahan {}",
    chief="lurah",
    chief_word="Lurah",
    roles=KELURAHAN,
    stage="kelurahan",
    column="kelurahan_order",
    then=(),
    url_names={
        "desk": "kelurahan:desk",
        "order": "kelurahan:order",
        "meeting": "kelurahan:meeting",
        "preview": "kelurahan:meeting_preview",
        "issue": "kelurahan:meeting_issue",
    },
    share_words="pagu saran",
    over="Di atas pagu saran",
    told="Kecamatan diberi tahu.",
    rows=list_rows,
)
