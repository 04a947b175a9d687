"""Who marks what: balanced over the reviewers, near their Mitra Bidang, never against a conflict."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from bappeda.conflicts import KINDS, find_barred
from bappeda.models import Assessment, Assignment, Conflict, Partnership
from bappeda.services.authority import require_role
from bappeda.services.criteria import require_in_force
from proposals import clock, text
from proposals.models import PlanningCycle, Proposal
from proposals.refusals import Refusal, Refused, content

NOBODY = "Belum ada Penilai Bappeda yang aktif. Administrator menambahkan akunnya lebih dulu."


@dataclass(frozen=True, slots=True)
class AssignmentResult:
    """How many sheets were handed out, and the references that found too few reviewers without a conflict."""

    created: int
    short: tuple[str, ...]


@dataclass(slots=True)
class _Seat:
    """A reviewer while sheets are handed out."""

    user: User
    load: int
    barred: object


@transaction.atomic
def assign(*, cycle: PlanningCycle, by, per_proposal: int | None = None) -> AssignmentResult:
    """Give every proposal in `scoring` its reviewers; those already assigned stay.

    The reviewer whose Mitra Bidang deals with the proposal's agency comes first as long as he or she carries no more
    than half a fair share above the others; otherwise whoever carries least. The same data give the
    same assignment. Raises Refused: 403 for anybody but a bappeda_admin, 409 without reviewers or criteria.
    """
    require_role(by, "bappeda_admin")
    cycle = PlanningCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    wanted = per_proposal or require_in_force(cycle).reviewers_per_proposal
    reviewers = list(User.objects.filter(role="bappeda_reviewer", is_active=True).order_by("pk"))
    if not reviewers:
        raise Refused(Refusal(409, "no_reviewers", NOBODY))
    rows = list(
        Proposal.objects.filter(cycle=cycle, status="scoring")
        .order_by("current_agency", "reference", "pk")
        .only("pk", "reference", "kelurahan_id", "kecamatan_id", "current_agency_id")
    )
    given = _read_given(cycle)
    seats = _seat(reviewers, cycle)
    partners = dict(Partnership.objects.values_list("agency", "bidang"))
    fair = -(-len(rows) * wanted // len(seats))
    created, short, now = [], [], clock.now()
    for row in rows:
        already = given[row.pk]
        free = [seat for seat in seats if seat.user.pk not in already and not seat.barred.covers(row)]
        bidang = partners.get(row.current_agency_id)

        def burden(seat: _Seat, bidang=bidang) -> tuple[int, bool, int]:
            is_partner = bool(bidang) and seat.user.bidang == bidang
            return 2 * seat.load - (fair if is_partner else 0), not is_partner, seat.user.pk

        missing = wanted - len(already)
        for seat in sorted(free, key=burden)[: max(missing, 0)]:
            seat.load += 1
            missing -= 1
            created.append(Assignment(proposal=row, reviewer=seat.user, by=by, at=now))
        if missing > 0:
            short.append(row.reference)
    Assignment.objects.bulk_create(created, batch_size=500)
    return AssignmentResult(len(created), tuple(short))


@transaction.atomic
def assign_to(*, reviewer: User, uuids: Collection[UUID], by) -> int:
    """Give chosen proposals to one reviewer; how many were new. Raises Refused (409) for a conflict."""
    require_role(by, "bappeda_admin")
    if reviewer.role != "bappeda_reviewer" or not reviewer.is_active:
        raise Refused(content({"reviewer": "Pilih Penilai Bappeda yang aktif."}))
    rows = list(Proposal.objects.visible_to(by).filter(uuid__in=uuids).order_by("pk"))
    # Sheets of these are not moved meanwhile.
    list(
        Proposal.objects.filter(pk__in=[row.pk for row in rows])
        .select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk")
    )
    if missing := set(uuids) - {row.uuid for row in rows}:
        sentence = "Usulan ini tidak ditemukan di kantor Anda. Periksa nomornya."
        raise Refused(*(Refusal(404, "not_found", sentence, uuid) for uuid in missing))
    barred = find_barred([reviewer])[reviewer.pk]
    refused = [
        Refusal(
            409,
            "conflict",
            f"{reviewer} punya benturan kepentingan dengan usulan ini.",
            row.uuid,
            row.reference,
        )
        for row in rows
        if barred.covers(row)
    ]
    refused += [
        Refusal(409, "status", "Usulan ini tidak sedang dinilai.", row.uuid, row.reference or "")
        for row in rows
        if row.status != "scoring"
    ]
    if refused:
        raise Refused(*refused)
    present = set(
        Assignment.objects.filter(reviewer=reviewer, proposal__in=rows).values_list("proposal", flat=True)
    )
    now = clock.now()
    new = [
        Assignment(proposal=row, reviewer=reviewer, by=by, at=now) for row in rows if row.pk not in present
    ]
    Assignment.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def declare_conflict(*, by, reason: str, kelurahan=None, kecamatan=None, agency=None) -> Conflict:
    """A reviewer will not judge an office: its sheets that are not finished are given back."""
    require_role(by, "bappeda_reviewer")
    offices = dict(zip(KINDS, (kelurahan, kecamatan, agency), strict=True))
    if sum(office is not None for office in offices.values()) != 1:
        raise Refused(content({"office": "Pilih tepat satu kantor."}))
    try:
        reason = text.clean(reason, longest=300, lines=False)
    except text.UnfitText as refusal:
        raise Refused(content({"reason": str(refusal)})) from refusal
    if not reason:
        raise Refused(content({"reason": "Tulis alasan benturan kepentingan."}))
    conflict, _ = Conflict.objects.get_or_create(reviewer=by, **offices, defaults={"reason": reason})
    barred = find_barred([by])[by.pk]
    open_sheets = Assignment.objects.filter(reviewer=by).exclude(
        proposal__in=Assessment.objects.filter(reviewer=by, state=Assessment.State.SUBMITTED).values(
            "proposal"
        )
    )
    given_back = [
        sheet.pk for sheet in open_sheets.select_related("proposal") if barred.covers(sheet.proposal)
    ]
    Assignment.objects.filter(pk__in=given_back).delete()
    return conflict


def _read_given(cycle) -> dict[int, set[int]]:
    given = defaultdict(set)
    for proposal, reviewer in Assignment.objects.filter(proposal__cycle=cycle).values_list(
        "proposal", "reviewer"
    ):
        given[proposal].add(reviewer)
    return given


def _seat(reviewers: list[User], cycle) -> list[_Seat]:
    loads = dict(
        Assignment.objects.filter(proposal__cycle=cycle)
        .order_by()
        .values_list("reviewer")
        .annotate(Count("pk"))
    )
    barred = find_barred(reviewers)
    return [_Seat(user, loads.get(user.pk, 0), barred[user.pk]) for user in reviewers]
