"""Tells the cycles kecamatan by kecamatan, on all processors where the database takes several writers at once.

Each kecamatan has its own random numbers and its own keys, so that the order of the work changes nothing.
"""

import gc
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from random import Random

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from proposals.models import CatalogueItem, Holiday, PlanningCycle, Proposal, RkpdPriority
from regions.models import Agency, Kecamatan, Kelurahan, Nomenclature

from .calendar import Calendar
from .cast import Cast
from .ledger import Ledger
from .life import Life
from .stories import Stories
from .writer import Writer

YEAR = 2021
LOCAL_SUB_KEGIATAN = "7.01.03.2.02.02"
REDIRECTED_TO = ("DPUPR", "DISPERKIM", "DISHUB", "DLH")
FAVOURED_MOST = 16


@dataclass(frozen=True)
class Plan:
    """One cycle to tell: how many proposals, and in which shares they got how far."""

    cycle: PlanningCycle
    calendar: Calendar
    shares: Mapping[str, int]
    count: int
    criteria: tuple[str, ...] = ()  # those that reviewers mark
    closed_at: datetime | None = None
    favoured: str = ""  # the code of a kelurahan that gets more than its share


@dataclass(frozen=True)
class Task:
    """One kecamatan of a plan. `counts` by kelurahan pk; `first_key` is the primary key of its first proposal."""

    plan: Plan
    kecamatan: Kecamatan
    counts: dict[int, int]
    first_key: int
    seed: str


class Scene:
    """What every story needs to know of the city, read once: places, people, catalogue, priorities, holidays."""

    def __init__(self, photos: list[dict]):
        self.photos = photos
        self.cast = Cast()
        items = CatalogueItem.objects.filter(planning_year=YEAR).select_related(
            "agency", "field", "sub_kegiatan"
        )
        self.catalogue = {item.code: item for item in items}
        self.priorities = {p.number: p for p in RkpdPriority.objects.filter(planning_year=YEAR)}
        self.kelurahan = list(Kelurahan.objects.select_related("kecamatan__agency"))
        self.kecamatan = list(Kecamatan.objects.all())
        self.members: dict[int, list[Kelurahan]] = defaultdict(list)
        for kelurahan in self.kelurahan:
            self.members[kelurahan.kecamatan_id].append(kelurahan)
        self.holidays = frozenset(Holiday.objects.values_list("day", flat=True))
        self.local_sub_kegiatan = Nomenclature.objects.get(planning_year=YEAR, code=LOCAL_SUB_KEGIATAN)
        self.agencies = list(Agency.objects.filter(code__in=REDIRECTED_TO))


def tell_all(plans: Iterable[Plan], *, photos: list[dict], seed: int) -> Iterator[str]:
    """Write the proposals of all plans, one plan after the other; a sentence for every kecamatan that is done.

    Where others do the writing they go on while the caller does something with what is done.
    """
    scene = Scene(photos)
    tasks = _split(plans, scene, seed)
    try:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            yield from _tell_side_by_side(tasks, scene)
        else:
            for task in tasks:
                yield _tell(task, scene)
    finally:  # the keys were given here, not by the database
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Proposal]):
                cursor.execute(statement)


def _split(plans: Iterable[Plan], scene: Scene, seed: int) -> list[Task]:
    tasks = []
    key = (Proposal.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for plan in plans:
        own_seed = f"{seed}/{plan.cycle.slug}"
        counts = _share_out(plan, scene.kelurahan, Random(own_seed))  # noqa: S311 (invents a demo, guards nothing)
        shares = [
            (kecamatan, {kelurahan.pk: counts[kelurahan.pk] for kelurahan in scene.members[kecamatan.pk]})
            for kecamatan in scene.kecamatan
        ]
        # The largest first, so that nobody waits long for the last.
        for kecamatan, own in sorted(shares, key=lambda share: -sum(share[1].values())):
            tasks.append(Task(plan, kecamatan, own, key, f"{own_seed}/{kecamatan.code}"))
            key += sum(own.values())
    return tasks


def _share_out(plan: Plan, kelurahan: list[Kelurahan], random: Random) -> dict[int, int]:
    """How many proposals each kelurahan has: uneven, none empty while there are enough; the favoured one has more."""
    weights = [random.uniform(0.6, 1.6) for _ in kelurahan]
    counts: dict[int, int] = defaultdict(int)
    count = plan.count
    for place in kelurahan:
        if place.code == plan.favoured:
            counts[place.pk] = min(FAVOURED_MOST, count // 8)
            count -= counts[place.pk]
    for place in random.sample(kelurahan, min(count, len(kelurahan))):
        counts[place.pk] += 1
    for place in random.choices(kelurahan, weights, k=max(0, count - len(kelurahan))):
        counts[place.pk] += 1
    return counts


def _tell(task: Task, scene: Scene) -> str:
    plan, random = task.plan, Random(task.seed)  # noqa: S311
    ledger = Ledger(plan.cycle, scene.cast, first_key=task.first_key)
    stories = Stories(
        Writer(plan.cycle, scene, random, with_catalogue=plan.closed_at is None),
        Life(ledger, plan.calendar, scene.photos, random, scene.holidays),
        plan.shares,
        criteria=plan.criteria,
        closed_at=plan.closed_at,
        favoured=plan.favoured,
        local_sub_kegiatan=scene.local_sub_kegiatan,
        agencies=scene.agencies,
    )
    stories.tell([(place, task.counts[place.pk]) for place in scene.members[task.kecamatan.pk]])
    return f"{plan.cycle}: Kecamatan {task.kecamatan.name}, {ledger.write()} usulan."


def _tell_side_by_side(tasks: list[Task], scene: Scene) -> Iterator[str]:
    """In as many processes as there are processors, each with a connection of its own."""
    connection.close()  # a connection must not be shared with a forked process
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("fork"), initializer=_begin, initargs=(scene,)
    ) as pool:
        yield from pool.map(_tell_here, tasks)


_scene: Scene | None = None  # of this process


def _begin(scene: Scene) -> None:
    global _scene
    _scene = scene
    gc.disable()  # what is told stays in use until it is written; looking for waste costs a sixth of the time


def _tell_here(task: Task) -> str:
    try:
        return _tell(task, _scene)
    finally:
        connection.close()
