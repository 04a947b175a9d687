"""Put a draft of criteria in force as a whole, and what that does to the sheets that are finished already.

Marks are kept by the key of their criterion, so they carry over. Where a draft asks for a mark that a finished sheet
has not, the sheet is opened again with everything that stands on it, and its reviewer is told.
"""

from dataclasses import dataclass, replace

from django.db import transaction
from django.urls import reverse

from bappeda import computing, measuring
from bappeda.criteria_changes import list_changes
from bappeda.models import Assessment, CriteriaSet
from bappeda.services.criteria import find_problems
from bappeda.services.criteria_drafts import open_draft
from bappeda.services.inputs import SCORING, list_rankable, read_inputs
from bappeda.services.reopening import reopen
from jobs.services.notifying import Notice, notify
from proposals import clock
from proposals.models import PlanningCycle
from proposals.refusals import Refusal, Refused, content

WHY = "Kriteria versi {} meminta nilai yang belum ada di lembar ini."
PUBLISHED = (
    "Kriteria baru harus dinilai orang, padahal {} usulan sudah diumumkan dan tidak dapat dinilai lagi "
    "(misalnya {}). Ambil nilainya dari kamus, isian atau urutan, atau tunda sampai tahun berikutnya."
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A proposal that has all its marks now and would lack some: its id, reference, status, and the criteria."""

    uuid: str
    reference: str
    status: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What putting a draft in force would do. `short`: the finished sheets that it opens again."""

    problems: tuple[str, ...]
    changes: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    short: tuple[Assessment, ...]

    @property
    def sheets(self) -> int:
        return len(self.short)

    @property
    def reviewers(self) -> int:
        return len({sheet.reviewer_id for sheet in self.short})

    @property
    def published(self) -> tuple[Lacking, ...]:
        return tuple(row for row in self.lacking if row.status != SCORING)


def assess_effect(draft: CriteriaSet) -> Effect:
    """Everything that stands on the page before a draft is put in force; a constant number of queries."""
    if problems := find_problems(draft):
        return Effect(tuple(problems), (), (), ())
    present = CriteriaSet.objects.in_force(draft.cycle)
    if present is None:
        return Effect((), (), (), ())
    return Effect(
        problems=(),
        changes=tuple(list_changes(present.criteria.all(), draft.criteria.all())),
        lacking=tuple(_find_lacking(present, draft)),
        short=tuple(find_short_sheets(draft)),
    )


def find_short_sheets(draft: CriteriaSet) -> list[Assessment]:
    """Finished sheets on proposals in `scoring` that have no mark where the draft asks for one. One query."""
    rules = [criterion.rule for criterion in draft.criteria.all()]
    finished = Assessment.objects.filter(
        proposal__cycle=draft.cycle,
        proposal__status=SCORING,
        state=Assessment.State.SUBMITTED,
        abstained=False,
    ).select_related("proposal__catalogue_item", "proposal__cycle")
    asked: dict[int | None, list[str]] = {}
    short = []
    for sheet in finished:
        item = sheet.proposal.catalogue_item
        pk = item.pk if item else None
        if pk not in asked:
            candidate = measuring.Candidate("", catalogue=item.levels if item else {})
            asked[pk] = measuring.list_marked(candidate, rules)
        if not sheet.marks.keys() >= set(asked[pk]):
            short.append(sheet)
    return short


@transaction.atomic
def put_in_force(*, pk: int, seen: str, by) -> Effect:
    """From now on the draft is what people mark by and what runs use; sheets it finds short are opened again.

    Raises Refused: as `open_draft`; 422 while the draft cannot be used; 409 when a proposal that is published
    already would need a mark that nobody can give any more.
    """
    draft = open_draft(pk, seen=seen, by=by)
    PlanningCycle.objects.select_for_update(no_key=True).get(pk=draft.cycle_id)
    effect = assess_effect(draft)
    if effect.problems:
        raise Refused(content({"criteria_set": " ".join(effect.problems)}))
    if lost := effect.published:
        raise Refused(Refusal(409, "published", PUBLISHED.format(len(lost), lost[0].reference)))
    now = clock.now()
    draft.is_draft, draft.in_force_at, draft.in_force_by = False, now, by
    draft.save(update_fields=["is_draft", "in_force_at", "in_force_by"])
    opened = reopen(effect.short, by=by, why=WHY.format(draft.version))
    notify(notices=_tell(draft, opened, now))
    return replace(effect, short=tuple(opened))


def _tell(draft: CriteriaSet, opened: list[Assessment], now) -> list[Notice]:
    counts: dict[int, int] = {}
    for sheet in opened:
        counts[sheet.reviewer_id] = counts.get(sheet.reviewer_id, 0) + 1
    return [
        Notice(
            recipient_id=reviewer,
            key=f"criteria:{draft.pk}",
            text=(
                f"Kriteria versi {draft.version} berlaku. {count} lembar Anda dibuka lagi karena ada kriteria "
                "yang belum dinilai; nilai yang lain masih ada."
            ),
            url=f"{reverse('bappeda:marking')}?tahun={draft.cycle.slug}&keadaan=sebagian",
            level="warning",
            at=now,
        )
        for reviewer, count in sorted(counts.items())
    ]


def _find_lacking(present: CriteriaSet, draft: CriteriaSet) -> list[Lacking]:
    rows = list_rankable(draft.cycle)
    before = {lack.key for lack in _read_lacks(present, rows)}
    new = {lack.key: lack.criteria for lack in _read_lacks(draft, rows) if lack.key not in before}
    if not new:
        return []
    labels = {criterion.key: criterion.label for criterion in draft.criteria.all()}
    return [
        Lacking(str(uuid), reference, status, tuple(labels[key] for key in new[str(uuid)]))
        for uuid, reference, status in rows.order_by("reference").values_list("uuid", "reference", "status")
        if str(uuid) in new
    ]


def _read_lacks(criteria_set: CriteriaSet, rows) -> tuple[measuring.Lack, ...]:
    return computing.find_lacks(
        read_inputs(cycle=criteria_set.cycle, criteria_set=criteria_set, proposals=rows).inputs
    )
