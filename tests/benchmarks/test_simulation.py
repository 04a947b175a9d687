"""One move of a slider over 3,400 proposals: the whole request as a server answers it, against computing alone.

The first request of a process works the levels out of the frozen inputs; the others find them.
"""

import itertools
import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda import computing, whatif
from bappeda.services import scenarios
from bappeda.simulation import Settings, rescale, simulate
from tests.bappeda.factories import make_run, make_world
from tests.benchmarks.city import fill
from tests.benchmarks.measuring import print_table, take_turns
from tests.benchmarks.test_pages import Visitor

PROPOSALS = int(os.environ.get("PROPOSALS") or 3400)
LONGEST_MOVE = 0.5  # seconds at 3,400
ROUNDS = 15
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_one_move_of_a_slider(capsys, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    world = make_world()
    fill(world, PROPOSALS)
    run = make_run(world)
    visitor = Visitor(world.admin, HTTP_HX_REQUEST="true")
    material = scenarios.read_material(run)
    base = material.settings
    steps = itertools.cycle(range(20_000, 60_000, 250))  # no move is like one before: nothing is remembered

    def move(method: str) -> Settings:
        weights = rescale(dict(base.weights) | {"rkpd": next(steps)}, {"rkpd"})
        return Settings(weights, dict(base.rules) | {"method": method}, base.ceilings)

    def ask(method: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in whatif.write_query(base, move(method)))
        return visitor.get(f"/bappeda/simulasi/?perhitungan={run.pk}&{query}")

    def ask_first() -> None:
        for remembered in (scenarios._read_material, scenarios._read_result, scenarios._try_out):
            remembered.cache_clear()
        ask("weighted_sum")

    acts = {"first of a process": ask_first}
    for method in computing.METHODS:
        acts[f"request, {method}"] = lambda method=method: ask(method)
        acts[f"computing alone, {method}"] = lambda method=method: simulate(material, move(method))
    ask("weighted_sum")
    with CaptureQueriesContext(connection) as asked:
        ask("weighted_sum")
    queries = len(asked)
    took = take_turns(acts, rounds=ROUNDS)
    with capsys.disabled():
        print_table(
            f"One move of a slider over {PROPOSALS} proposals, milliseconds; {queries} queries",
            ("", "best", "median", "cpu"),
            [(name, t.best * 1000, t.median * 1000, t.cpu * 1000) for name, t in took.items()],
        )
    for name, timing in took.items():
        assert timing.best <= LONGEST_MOVE * max(1, PROPOSALS / 3400), name
