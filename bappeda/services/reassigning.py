"""Moving open sheets from one reviewer to others, for example when somebody falls ill. Finished sheets stay."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from bappeda.conflicts import find_barred
from bappeda.models import Assessment, Assignment
from bappeda.services.authority import require_role
from bappeda.workload import is_serving
from jobs.models import Notification
from jobs.services import Notice, notify
from proposals import clock
from proposals.models import PlanningCycle, Proposal
from proposals.refusals import Refusal, Refused, content

NOT_SERVING = "Pilih Penilai Bappeda yang aktif."
SAME = "Pilih penilai lain: lembar ini sudah ada padanya."
NOTHING = "Tidak ada lembar terbuka yang dapat dipindahkan. Muat ulang halaman ini."
NOBODY = "Tidak ada penilai lain yang aktif. Administrator menambahkan akunnya lebih dulu."


@dataclass(frozen=True, slots=True)
class Moved:
    """Sheets by who has them now; `kept_begun`: begun ones that stayed; `stuck`: references nobody could take."""

    given: tuple[tuple[User, int], ...]
    kept_begun: int
    stuck: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(number for _, number in self.given)


@transaction.atomic
def reassign(
    *,
    cycle: PlanningCycle,
    source: User,
    target: User | None,
    by,
    uuids: Collection[UUID] | None = None,
    with_begun: bool = False,
) -> Moved:
    """Give open sheets of `source` to `target`, or to whoever carries least when it is None.

    `uuids`: only these proposals, None for all. A sheet that was begun moves only `with_begun`; what was filled in
    stays with its writer and is there again when the sheet comes back. A sheet stays when everybody who could take it
    has a conflict or marks the proposal already. Both sides are told. Raises Refused: 403 for anybody but a
    bappeda_admin, 404 for a proposal that `source` has no sheet on, 409 when nothing can move, 422 for the target.
    """
    require_role(by, "bappeda_admin")
    cycle = PlanningCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    takers = _find_takers(source, target)
    sheets = _lock_open(cycle, source, uuids)
    begun = find_begun(source) & {sheet.proposal_id for sheet in sheets}
    wanted = [sheet for sheet in sheets if with_begun or sheet.proposal_id not in begun]
    stuck, given = [], Counter()
    loads, has = _count_loads(cycle, takers), _find_taken(wanted)
    barred, now = find_barred(takers), clock.now()
    for sheet in wanted:
        free = [
            person
            for person in takers
            if person.pk not in has.get(sheet.proposal_id, ())
            and not barred[person.pk].covers(sheet.proposal)
        ]
        if not free:
            stuck.append(sheet.proposal.reference)
            continue
        taker = min(free, key=lambda person: (loads[person.pk], person.pk))
        loads[taker.pk] += 1
        given[taker.pk] += 1
        sheet.reviewer, sheet.by, sheet.at = taker, by, now
    moved = [sheet for sheet in wanted if sheet.reviewer_id != source.pk]
    if not moved and not stuck and not begun:
        raise Refused(Refusal(409, "nothing", NOTHING))
    Assignment.objects.bulk_update(moved, ["reviewer", "by", "at"], batch_size=500)
    names = {person.pk: person for person in takers}
    result = Moved(
        tuple((names[pk], number) for pk, number in sorted(given.items())),
        len(sheets) - len(wanted),
        tuple(stuck),
    )
    _tell(cycle, source, result, now)
    return result


def list_open(cycle, source: User):
    """The open sheets of a reviewer in the order of the queue; `begun`: whether there is a sheet at all."""
    finished = Assessment.objects.filter(reviewer=source, state=Assessment.State.SUBMITTED)
    return (
        Assignment.objects.filter(reviewer=source, proposal__cycle=cycle, proposal__status="scoring")
        .exclude(proposal__in=finished.values("proposal"))
        .select_related("proposal__kelurahan", "proposal__kecamatan", "proposal__current_agency")
        .order_by("pk")
    )


def find_begun(source: User) -> set[int]:
    """The proposals on whose unfinished sheet the reviewer has written something: one query."""
    drafts = Assessment.objects.filter(reviewer=source, state=Assessment.State.DRAFT)
    return set(drafts.exclude(marks={}, note="", abstain_reason="").values_list("proposal", flat=True))


def _find_takers(source: User, target: User | None) -> list[User]:
    if target is None:
        people = User.objects.filter(role="bappeda_reviewer", is_active=True).exclude(pk=source.pk)
        takers = list(people.order_by("pk"))
        if not takers:
            raise Refused(Refusal(409, "no_reviewers", NOBODY))
        return takers
    if target.pk == source.pk:
        raise Refused(content({"target": SAME}))
    if not is_serving(target):
        raise Refused(content({"target": NOT_SERVING}))
    return [target]


def _lock_open(cycle, source: User, uuids: Collection[UUID] | None) -> list[Assignment]:
    """The sheets to move; their proposals are locked, so that none is finished meanwhile."""
    if uuids is not None:
        own = Assignment.objects.filter(reviewer=source, proposal__cycle=cycle, proposal__uuid__in=uuids)
        if missing := set(uuids) - set(own.values_list("proposal__uuid", flat=True)):
            sentence = "Penilai ini tidak memegang lembar usulan itu. Muat ulang halaman ini."
            raise Refused(*(Refusal(404, "not_found", sentence, uuid) for uuid in missing))
    held = Assignment.objects.filter(reviewer=source, proposal__cycle=cycle, proposal__status="scoring")
    if uuids is not None:
        held = held.filter(proposal__uuid__in=uuids)
    rows = Proposal.objects.filter(pk__in=held.values("proposal"))
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    sheets = list_open(cycle, source)
    return list(sheets if uuids is None else sheets.filter(proposal__uuid__in=uuids))


def _count_loads(cycle, takers: list[User]) -> Counter:
    counted = Assignment.objects.filter(proposal__cycle=cycle, reviewer__in=takers).order_by()
    return Counter(dict(counted.values_list("reviewer").annotate(Count("pk"))))


def _find_taken(sheets: list[Assignment]) -> dict[int, set[int]]:
    """Who has a sheet on each proposal."""
    taken: dict[int, set[int]] = {}
    pairs = Assignment.objects.filter(proposal__in=[sheet.proposal_id for sheet in sheets])
    for proposal, reviewer in pairs.values_list("proposal", "reviewer"):
        taken.setdefault(proposal, set()).add(reviewer)
    return taken


def _tell(cycle, source: User, result: Moved, now) -> None:
    key, url = f"reassigned:{cycle.slug}:{source.pk}:{now.isoformat()}", reverse("bappeda:marking")
    mark = f"[{cycle}] " if cycle.is_training else ""
    notices = [
        Notice(
            person.pk, key, f"{mark}{number} lembar penilaian dipindahkan kepada Anda dari {source}.",
            url, Notification.Level.ACTION, at=now,
        )
        for person, number in result.given
    ]  # fmt: skip
    if result.count and source.is_active:
        sentence = f"{mark}{result.count} lembar penilaian Anda dipindahkan kepada penilai lain. "
        sentence += "Isian yang sudah dimulai tetap tersimpan."
        notices.append(Notice(source.pk, key, sentence, url, at=now))
    notify(notices=notices)
