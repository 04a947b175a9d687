"""Which proposal a form is about: an existing one in the person's scope, or one that is not yet saved."""

import uuid as uuids
from dataclasses import dataclass
from uuid import UUID

from accounts.offices import standings
from proposals import clock, cycles, workflow
from proposals.completeness import Missing, find_missing
from proposals.models import Attachment, Proposal
from proposals.permissions import Verdict, judge
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services.batches import not_found
from proposals.services.creation import SOURCE_OF_ROLE
from proposals.windows import Opening, Windows
from regions.models import Kecamatan, Kelurahan


@dataclass(slots=True)
class Sheet:
    """A proposal on the desk: what it says, what it lacks, and whether this person may write on it now."""

    row: Proposal
    is_new: bool
    windows: Windows
    photos: list[Attachment]
    missing: list[Missing]
    verdict: Verdict  # of edit, or of create while it is new

    @property
    def opening(self) -> Opening:
        """Until when it can be written on: its stage, or its own time for repair."""
        stage = {"musrenbang": "kelurahan", "kecamatan": "kecamatan", "pokir": "opd"}[self.row.source]
        if self.row.status == "revision":
            stage = workflow.ACT_UNTIL
        return self.windows.of_proposal(stage, self.row, clock.now())

    @property
    def place(self):
        """The kelurahan, or the kecamatan of a proposal without one, or None; for the map."""
        if self.row.kelurahan_id:
            return self.row.kelurahan
        return self.row.kecamatan if self.row.kecamatan_id else None


def find(user, uuid: UUID) -> Proposal:
    """The visible proposal with what the form prints. Raises Refused (404)."""
    rows = (
        visible_to(user)
        .with_names()
        .select_related("rkpd_priority", "catalogue_item__agency", "carried_from")
    )
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Refused(not_found(uuid))
    return row


def lay_out(row: Proposal, *, user, is_new: bool = False) -> Sheet:
    """Read what surrounds the proposal: windows, photos, the verdict."""
    windows = Windows(row.cycle)
    photos = [] if is_new else list(row.attachments.filter(kind=Attachment.Kind.PHOTO, removed_at=None))
    verdict = judge_now(row, "create" if is_new else "edit", user=user, windows=windows)
    return Sheet(row, is_new, windows, photos, find_missing(row, photos=len(photos)), verdict)


def judge_now(row: Proposal, action: str, *, user, windows: Windows) -> Verdict:
    """The verdict on the proposal as it stands."""
    return judge(row, action, standings=standings(user), now=clock.now(), windows=windows)


def open_blank(request, uuid: UUID | None = None) -> Proposal:
    """An unsaved proposal of the person's office, in the cycle of the form or at hand. Raises Refused (403, 409)."""
    standing = next((s for s in standings(request.user) if s.role in SOURCE_OF_ROLE), None)
    if standing is None:
        raise Refused(Refusal(403, "role", "Peran Anda tidak membuat usulan."))
    cycle = cycles.find_named(request, request.POST.get("tahun", ""))
    if cycle is None:
        raise Refused(Refusal(409, "cycle", "Belum ada tahun perencanaan. Tanyakan ke Bappeda."))
    row = Proposal(uuid=uuid or uuids.uuid4(), cycle=cycle, source=SOURCE_OF_ROLE[standing.role])
    row.status = None
    if standing.office_kind == "kelurahan":
        row.kelurahan = Kelurahan.objects.select_related("kecamatan").get(pk=standing.office_id)
        row.kecamatan = row.kelurahan.kecamatan
    elif standing.office_kind == "kecamatan":
        row.kecamatan = Kecamatan.objects.get(pk=standing.office_id)
    return row


def can_begin(request) -> bool:
    """Whether this person may begin a proposal now; only then is the button offered."""
    try:
        row = open_blank(request)
    except Refused:
        return False
    return judge_now(row, "create", user=request.user, windows=Windows(row.cycle)).refusal is None


def find_or_blank(request) -> Proposal:
    """For fragments of the form: the proposal named by `usulan`, or one like the person's next."""
    uuid = read_uuid(request.GET.get("usulan"))
    if uuid and Proposal.objects.filter(uuid=uuid).exists():
        return find(request.user, uuid)
    return open_blank(request, uuid)


def can_take_up(row: Proposal) -> bool:
    """Whether an old proposal may be taken up instead of this one: while it is new or a draft of the kelurahan."""
    return row.source == "musrenbang" and row.status in (None, "draft")


def read_uuid(text) -> UUID | None:
    """What a form sent as a UUID; None when it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
