"""Opening a finished sheet again, by its reviewer or by invitation; what it said is kept (`EarlierSheet`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from bappeda.conflicts import find_barred
from bappeda.models import Assessment, Assignment, EarlierSheet
from bappeda.services.authority import require_role
from jobs.models import Notification
from jobs.services import Notice, notify
from proposals import clock, text
from proposals.models import Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused, content
from proposals.windows import Windows

REASON = "Tulis alasan mengundang menilai ulang; penilai membacanya."
NOT_SCORED = "Usulan ini sekarang berstatus {}, jadi tidak dapat dinilai ulang."
SHUT = "Tahap penilaian sedang tidak dibuka, jadi tidak ada yang dapat dinilai ulang. Perpanjang tahapnya lebih dulu."
NOBODY = (
    "Tidak ada lembar yang dapat dibuka lagi: belum ada nilai yang selesai, atau penilainya tidak lagi "
    "bertugas pada usulan ini."
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose sheets are open again, and how many finished ones stay because nobody could fill them in again."""

    reviewers: tuple[User, ...]
    stayed: int


def keep_earlier(sheets: Iterable[Assessment], *, by, why: str = "") -> None:
    """Keep what finished sheets say, before they are changed in the same transaction."""
    now = clock.now()
    EarlierSheet.objects.bulk_create(
        EarlierSheet(
            assessment=sheet,
            version=sheet.version,
            marks=sheet.marks,
            abstained=sheet.abstained,
            abstain_reason=sheet.abstain_reason,
            note=sheet.note,
            suggestion=sheet.suggestion,
            submitted_at=sheet.submitted_at,
            replaced_at=now,
            replaced_by=by,
            why=why,
            training=sheet.proposal.cycle.is_training,
        )
        for sheet in sheets
    )


def reopen(sheets: Iterable[Assessment], *, by, why: str = "") -> list[Assessment]:
    """Make finished sheets unfinished and keep what they said; those that were not changed meanwhile.

    Runs in the caller's transaction.
    """
    opened = []
    for sheet in sheets:
        still = Assessment.objects.filter(
            pk=sheet.pk, version=sheet.version, state=Assessment.State.SUBMITTED
        )
        if still.update(
            state=Assessment.State.DRAFT, submitted_at=None, version=F("version") + 1, updated_at=clock.now()
        ):
            opened.append(sheet)
    keep_earlier(opened, by=by, why=why)
    return opened


@transaction.atomic
def invite_again(*, uuid: UUID, by, reason: str) -> Invited:
    """Ask the reviewers of a proposal to mark it once more: their finished sheets are unfinished again.

    Sheets abstained as a whole stay, and those of reviewers who could not fill them in again. Raises Refused: 404,
    403 for anybody but a bappeda_admin, 409 outside `scoring` or the stage or with nothing to open, 422 for the reason.
    """
    proposal = visible_to(by).filter(uuid=uuid).first()
    if proposal is None:
        sentence = "Usulan ini tidak ditemukan di kantor Anda. Periksa nomornya."
        raise Refused(Refusal(404, "not_found", sentence, uuid))
    require_role(by, "bappeda_admin")
    # Runs lock the proposals they read, and so do marks: nothing is frozen half-way.
    proposal = (
        Proposal.objects.select_for_update(no_key=True, of=("self",))
        .select_related("cycle")
        .get(pk=proposal.pk)
    )
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    if proposal.status != "scoring":
        sentence = NOT_SCORED.format(proposal.get_status_display())
        raise Refused(Refusal(409, "status", sentence, **about))
    if not Windows(proposal.cycle).of_proposal("bappeda", proposal, clock.now()).is_open:
        raise Refused(Refusal(409, "window", SHUT, **about))
    reason = _clean_reason(reason, about)
    finished = list(
        Assessment.objects.filter(proposal=proposal, state=Assessment.State.SUBMITTED, abstained=False)
        .select_related("reviewer", "proposal__cycle")
        .order_by("pk")
    )
    able = _find_able(proposal, finished)
    opened = reopen((sheet for sheet in finished if sheet.reviewer_id in able), by=by, why=reason)
    if not opened:
        raise Refused(Refusal(409, "nothing", NOBODY, **about))
    _tell(proposal, opened, reason)
    return Invited(tuple(sheet.reviewer for sheet in opened), len(finished) - len(opened))


def _clean_reason(reason: str, about: dict) -> str:
    try:
        reason = text.clean(reason, longest=300, lines=False)
    except text.UnfitText as refusal:
        raise Refused(content({"reason": str(refusal)}, **about)) from refusal
    if not reason:
        raise Refused(content({"reason": REASON}, **about))
    return reason


def _find_able(proposal: Proposal, sheets: list[Assessment]) -> set[int]:
    """Reviewers who are still assigned, active and free of conflicts."""
    assigned = set(Assignment.objects.filter(proposal=proposal).values_list("reviewer", flat=True))
    people = [s.reviewer for s in sheets if s.reviewer_id in assigned and s.reviewer.is_active]
    barred = find_barred(people)
    return {person.pk for person in people if not barred[person.pk].covers(proposal)}


def _tell(proposal: Proposal, sheets: list[Assessment], reason: str) -> None:
    sentence = (
        f"Anda diundang menilai ulang {proposal.title} ({proposal.reference}). Alasan: {reason} "
        "Nilai Anda sebelumnya tersimpan dan terlihat di lembarnya."
    )
    notify(
        notices=[
            Notice(
                sheet.reviewer_id,
                f"invited:{sheet.pk}:{sheet.version}",
                sentence,
                reverse("bappeda:sheet", args=[proposal.uuid]),
                Notification.Level.ACTION,
                at=clock.now(),
            )
            for sheet in sheets
        ]
    )
