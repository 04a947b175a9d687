"""Order and allocation of a million against one window query over stored scores; robustness against its two main steps.

The query ranks all rows and sums up their budgets until the money of the city is used: less than allocation does, which
walks every ceiling and says of each proposal what stood in its way. Set ORDERED for another size.
"""

import gc
import os
import random
import resource
import subprocess
import sys
import time
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest
from django.db import connection

from bappeda import allocation, ranking
from tests.benchmarks.measuring import print_table, take_turns

ORDERED = int(os.environ.get("ORDERED") or 1_000_000)
MEASURED = 3400
MOST_TO_ORDER = 2  # times the window query
MOST_MEGABYTES = 1500
MOST_TO_MEASURE = 3  # times matrix product and argsort
ROOT = Path(__file__).resolve().parents[2]
WINDOW = """
    SELECT count(*), max(place) FROM (
        SELECT id, rank() OVER best AS place, sum(budget) OVER best AS used FROM scored_proposals
        WINDOW best AS (ORDER BY score DESC, kecamatan_order, kelurahan_order, households DESC, budget, reference)
    ) ordered WHERE used <= %s
"""
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def make_entries(count: int) -> list[ranking.Entry]:
    """Some two thousand distinct scores, as a city of this size has."""
    chance = random.Random(2021)
    return [
        ranking.Entry(
            f"{number}", chance.randrange(2000) * 50_000, chance.randrange(1, 400), chance.randrange(1, 40),
            chance.randrange(60), chance.randrange(5, 600) * 1_000_000, f"2021-{number:08d}",
        )
        for number in range(count)
    ]  # fmt: skip


def order_and_allocate(entries: list[ranking.Entry]) -> tuple[allocation.Allocation, float]:
    """What it gives and the seconds of ordering and walking; the items between them are made by the caller. What
    decided each place, which a run also tells, is timed beside it."""
    total = sum(entry.budget for entry in entries)
    started = time.perf_counter()
    groups = ranking.order(entries)
    spent = time.perf_counter() - started
    shared = [("city", f"kecamatan:{n % 13}", f"agency:{n % 30}", "field:x") for n in range(13 * 30)]
    items = [
        allocation.Item(entry.key, entry.budget, shared[position % len(shared)])
        for position, entry in enumerate(chain.from_iterable(groups), start=1)
    ]
    ceilings = {"city": total // 2} | {f"kecamatan:{n}": total // 25 for n in range(13)}
    ceilings |= {f"agency:{n}": total // 40 for n in range(30)}
    started = time.perf_counter()
    allocated = allocation.allocate(items, ceilings=ceilings, rule="skip")
    return allocated, spent + time.perf_counter() - started


def measure_peak() -> None:
    """The peak of a process that does nothing else, in kilobytes; called in one of its own."""
    gc.disable()  # as `computing.compute` does
    order_and_allocate(make_entries(ORDERED))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def test_order_and_allocation_against_the_window_query(capsys):
    entries = make_entries(ORDERED)
    city = sum(entry.budget for entry in entries) // 2
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE scored_proposals (id int, score int, kecamatan_order int, kelurahan_order int,"
            " households int, budget bigint, reference text, title text)"
        )
        cursor.execute(
            "INSERT INTO scored_proposals SELECT n, (random() * 1999)::int * 50000, (random() * 399)::int,"
            " (random() * 39)::int, (random() * 59)::int, (5 + (random() * 594)::int) * 1000000::bigint,"
            " '2021-' || n, repeat('Perbaikan saluran drainase ', 8) FROM generate_series(1, %s) n",
            [ORDERED],
        )
        cursor.execute("CREATE INDEX ON scored_proposals (score)")
        cursor.execute("ANALYZE scored_proposals")

    def query():
        with connection.cursor() as cursor:
            cursor.execute(WINDOW, [city])
            cursor.fetchall()

    gc.disable()
    try:
        took = take_turns(
            {
                "order and allocation": lambda: order_and_allocate(entries)[1],
                "window query": query,
                "order, and what decided each place": lambda: ranking.rank(entries) and None,
            },
            rounds=3,
            warm=0,
        )
    finally:
        gc.enable()
    program = "from tests.benchmarks.test_order_and_money import measure_peak; measure_peak()"
    ended = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {program}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    peak = int(ended.stdout) / 1024
    ratio = took["order and allocation"].best / took["window query"].best
    with capsys.disabled():
        print_table(
            f"{ORDERED} proposals, seconds",
            ("", "best", "median"),
            [(name, timing.best, timing.median) for name, timing in took.items()],
        )
        print(f"ratio {ratio:.2f} (at most {MOST_TO_ORDER}); peak {peak:.0f} MB (at most {MOST_MEGABYTES})")
    assert ratio <= MOST_TO_ORDER
    assert peak <= MOST_MEGABYTES


def test_robustness_against_product_and_argsort(capsys):
    import numpy as np

    from bappeda import robustness

    chance = random.Random(3)
    types = ("benefit",) * 6 + ("cost",)
    weights = [Fraction(part, 100) for part in (25, 20, 15, 10, 10, 10, 10)]
    levels = [[Fraction(chance.randint(2, 10), 2) for _ in types] for _ in range(MEASURED)]
    costs = [chance.randrange(5, 600) * 1_000_000 for _ in levels]
    parts = np.array([[float(level) for level in row] for row in levels])
    drawn = robustness.draw_weights(weights, draws=robustness.DRAWS, seed=1, concentration=100)
    step = robustness.CHUNK_BYTES // (robustness.CELL_BYTES * MEASURED)

    def multiply_and_sort():
        for start in range(0, robustness.DRAWS, step):
            np.argsort(drawn[start : start + step] @ parts.T, axis=1, kind="stable")

    def measure(method: str, rule: str):
        return robustness.measure(
            levels, method=method, types=types, weights=weights, costs=costs, ceiling=sum(costs) // 2,
            rule=rule, seed=1,
        )  # fmt: skip

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    acts = {
        f"{method}, {rule}": lambda method=method, rule=rule: measure(method, rule)
        for method in ("weighted_sum", "saw", "topsis")
        for rule in allocation.RULES
    }
    took = take_turns({"product and argsort": multiply_and_sort} | acts, rounds=3)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    floor = took["product and argsort"].best
    with capsys.disabled():
        print_table(
            f"{robustness.DRAWS} draws over {MEASURED} proposals, seconds",
            ("", "best", "median", "cpu", "of the floor"),
            [
                (name, timing.best, timing.median, timing.cpu, timing.best / floor)
                for name, timing in took.items()
            ],
        )
        print(f"the peak of this process grew by {grown:.0f} MB (chunks below 300)")
    assert max(took[name].best for name in acts) <= MOST_TO_MEASURE * floor
    assert grown <= 300
