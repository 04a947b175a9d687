"""When a stage has closed, and its five minutes of grace are over, what was left undone is counted and told, once.

A closing time counts for the offices for which it was the last one: an office with an extension is told when that
ends. The row per closing time makes it once; the outbox rows beside it carry the news.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from jobs.registry import sweeps
from jobs.services.delivering import post
from proposals import clock, workflow
from proposals.models import PlanningCycle, StageClosing, StageWindow
from proposals.waiting import Place, add_up, count_waiting, is_counted
from proposals.windows import GRACE, Windows
from regions.models import Kelurahan

STILL_NEWS = timedelta(days=3)  # a sweeper that slept longer tells nothing old


@sweeps("proposals.tally_closings")
def tally_closings() -> int:
    """Count and tell what closed since the last time; how many closing times."""
    now = clock.now()
    return sum(
        _tally(windows, stage, closes_at, now)
        for cycle in PlanningCycle.objects.filter(closed_at=None, published_at=None)
        for windows in [Windows(cycle)]
        for stage, closes_at in _find_due(windows, now)
    )


def _find_due(windows: Windows, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Closing times that are over, are still news, and stand for at least one office; one query if there are any."""
    due = [
        (stage, closes_at)
        for stage in workflow.STAGES
        if is_counted(stage)
        for closes_at in sorted(windows.ends_of(stage))
        if now - STILL_NEWS < closes_at < now - GRACE
    ]
    if due:
        known = set(
            StageClosing.objects.filter(window__cycle=windows.cycle).values_list("window__stage", "closes_at")
        )
        yield from (one for one in due if one not in known)


def _tally(windows: Windows, stage: str, closes_at: datetime, now: datetime) -> int:
    with transaction.atomic():
        window = StageWindow.objects.select_for_update().get(cycle=windows.cycle, stage=stage)
        if StageClosing.objects.filter(window=window, closes_at=closes_at).exists():
            return 0  # another sweeper was faster
        above = dict(Kelurahan.objects.values_list("pk", "kecamatan")) if stage == "kelurahan" else {}
        left = {
            place: counts
            for place, counts in count_waiting(windows.cycle, stage, now).items()
            if windows.of_stage(stage, now, **_office_of(place, above)).closes_at == closes_at
        }
        closing = StageClosing.objects.create(
            window=window,
            closes_at=closes_at,
            left=[[place.kind, place.pk, counts] for place, counts in left.items()],
            at=now,
        )
        if not left and windows.of_stage(stage, now).closes_at != closes_at:
            return 1  # an extension of one office, or one that a later one overtook: nothing to say
        total = add_up(left.values())
        news = [{"kind": p.kind, "pk": p.pk, "left": c} for p, c in left.items() if p.kind != "bappeda"]
        news.append({"kind": "bappeda", "pk": 0, "left": total})
        post(kind="proposals.closing", payloads=[{"closing": closing.pk} | item for item in news])
    return 1


def _office_of(place: Place, above: dict[int, int]) -> dict:
    """The place as `Windows` asks for it; an extension of a kecamatan also holds for its kelurahan."""
    if place.kind == "kelurahan":
        return {"kelurahan": place.pk, "kecamatan": above.get(place.pk)}
    return {place.kind: place.pk} if place.kind in ("kecamatan", "agency") else {}
