"""Measure how firmly a run's places stand: asked for by a person or after a freeze, done once by the queue."""

import json
from collections.abc import Callable
from fractions import Fraction

from django.db import transaction

from bappeda import ranking, stability
from bappeda.models import RankingRun, Stability
from bappeda.services.authority import require_any_role
from jobs.models import Job
from jobs.registry import CannotBeDone
from jobs.services.queueing import enqueue
from proposals import clock
from proposals.refusals import Refusal, Refused
from regions.indonesian import group


def ask(*, run: RankingRun, by) -> Job | None:
    """Queue the measurement in the person's name; the same person's second click is the same job. None when it is done.

    Raises Refused: 403 for anybody but bappeda_admin and bappeda_head, 409 when the run had no ceiling of the city.
    """
    require_any_role(by, "bappeda_admin", "bappeda_head")
    if stability.find_ceiling(run) is None:
        raise Refused(Refusal(409, "no_ceiling", f"{stability.NO_CEILING} Ketahanan tidak perlu diukur."))
    return None if Stability.objects.filter(run=run).exists() else _enqueue(run, by)


def ask_after_freeze(run: RankingRun) -> None:
    """Queue it in nobody's name once the run is committed; whatever happens to that, the run stands."""
    if stability.find_ceiling(run) is not None:
        transaction.on_commit(lambda: _enqueue(run, None), robust=True)


def measure(job: Job, report: Callable[[int, int | None], None]) -> dict:
    """The work of a job: every draw over the frozen run. Done twice it gives the same numbers and keeps the first."""
    from bappeda import robustness  # numpy with it: only the worker pays

    run = RankingRun.objects.filter(pk=job.params["run"]).select_related("cycle").first()
    ceiling = run and stability.find_ceiling(run)
    if ceiling is None:
        raise CannotBeDone("Perhitungan ini tidak ada lagi, atau tidak memakai pagu kota.")
    seed = derive_seed(run)
    order = read_tie_order(run)
    rows = {
        position: row
        for position, *row in run.ranked.values_list("position", "contributions", "budget", "forced")
    }
    criteria = run.criteria["criteria"]
    levels, costs, forced = zip(*(rows[position] for position in order), strict=True)
    report(0, robustness.DRAWS)
    hits = robustness.measure(
        [[Fraction(level) for _, level, _ in parts] for parts in levels],
        method=run.rules["method"],
        types=[criterion.get("type", "benefit") for criterion in criteria],
        weights=[Fraction(criterion["weight"]) for criterion in criteria],
        places=run.rules.get("normalised_places"),
        costs=costs,
        forced=forced,
        ceiling=ceiling,
        rule=run.rules["allocation"],
        seed=seed,
        on_progress=lambda done: report(done, robustness.DRAWS),
    )
    by_position = dict(zip(order, hits, strict=True))
    Stability.objects.get_or_create(
        run=run,
        defaults={
            "job": job,
            "seed": seed,
            "draws": robustness.DRAWS,
            "concentration": robustness.CONCENTRATION,
            "ceiling": ceiling,
            "hits": [by_position[position] for position in sorted(by_position)],
            "at": clock.now(),
        },
    )
    return {
        "url": run.get_absolute_url(),
        "label": "Lihat papan peringkat",
        "note": f"{group(robustness.DRAWS)} undian bobot, benih {seed}.",
        "numpy": robustness.VERSION,
    }


def derive_seed(run: RankingRun) -> int:
    """From the hash of the result, so that anybody draws the same weights again and nobody chose them."""
    return int(run.result_sha256[:8], 16)


def read_tie_order(run: RankingRun) -> list[int]:
    """The positions of a run as its tie rules alone would order them."""
    places = {str(uuid): position for position, uuid in run.ranked.values_list("position", "proposal__uuid")}
    entries = [
        ranking.Entry(
            row["id"], 0, row["kecamatan_order"], row["kelurahan_order"], row["households"], row["budget"],
            row["reference"],
        )
        for row in json.loads(run.inputs)["proposals"]
    ]  # fmt: skip
    return [places[place.key] for place in ranking.rank(entries)]


def _enqueue(run: RankingRun, by) -> Job:
    return enqueue(
        kind=stability.KIND,
        params={"run": run.pk},
        by=by,
        title=f"Ketahanan perhitungan ke-{run.number}, {run.cycle}"[:200],
        key=f"{stability.KIND}:{run.pk}:{by.pk if by else 0}",
    )
