"""Random weights: against a walk of every draw by the run's own modules, the same from the same seed, bad input."""

import random
import subprocess
import sys
from fractions import Fraction

import pytest

from bappeda import allocation, ranking, robustness, scoring

TYPES = ("benefit", "benefit", "cost", "benefit")
WEIGHTS = (Fraction(2, 5), Fraction(3, 10), Fraction(3, 10), Fraction(0))
COUNT, DRAWS, SEED = 60, 12, 2021
FORCED = ["in" if place == 41 else "out" if place == 3 else "" for place in range(COUNT)]


def make_city(seed: int = 1) -> dict:
    """Levels of which many are equal (marks of two and of three), and costs."""
    chance = random.Random(seed)
    rows = [
        [Fraction(chance.randint(2, 10), 2), *(Fraction(chance.randint(3, 15), 3) for _ in TYPES[1:])]
        for _ in range(COUNT // 2)
    ]
    levels = [row for row in rows for _ in range(2)]
    return {"levels": levels, "costs": [chance.randrange(0, 60) * 10**6 for _ in levels], "types": TYPES}


def measure(city: dict, **given) -> list[int]:
    defaults = {
        "method": "weighted_sum", "weights": WEIGHTS, "rule": "skip", "seed": SEED, "draws": DRAWS,
        "ceiling": sum(city["costs"]) // 2,
    }  # fmt: skip
    return robustness.measure(**(defaults | city | given))


def score(method: str, levels, weights) -> list[int]:
    if method == "topsis":
        return [score.total for score in scoring.score_topsis(levels, weights=weights, types=TYPES)]
    if method == "saw":
        return [score.total for score in scoring.score_saw(levels, weights=weights, types=TYPES)]
    return [score.total for score in scoring.weighted_sum(levels, weights=weights, types=TYPES)]


def walk(city: dict, *, method: str, rule: str, ceiling: int, forced=()) -> list[int]:
    """Every draw by `scoring`, `ranking` and `allocation`: what the run itself would do with those weights."""
    hits = [0] * COUNT
    decided = {way: [str(place) for place, said in enumerate(forced) if said == way] for way in ("in", "out")}
    for drawn in robustness.draw_weights(WEIGHTS, draws=DRAWS, seed=SEED, concentration=100):
        weights = [Fraction(int(part), robustness.WHOLE) for part in drawn]
        assert sum(weights) == 1
        assert weights[3] == 0
        scores = score(method, city["levels"], weights)
        ranked = ranking.rank(
            [
                ranking.Entry(str(place), scores[place], place, None, 0, 0, str(place))
                for place in range(COUNT)
            ]
        )
        items = [
            allocation.Item(place.key, city["costs"][int(place.key)], ("city", "else")) for place in ranked
        ]
        result = allocation.allocate(
            items, ceilings={"city": ceiling}, rule=rule, forced_in=decided["in"], forced_out=decided["out"]
        )
        for outcome in result.outcomes:
            hits[int(outcome.key)] += outcome.funded
    return hits


@pytest.mark.parametrize("method", ["weighted_sum", "saw", "topsis"])
@pytest.mark.parametrize("rule", ["skip", "stop"])
@pytest.mark.parametrize("forced", [(), FORCED], ids=["computed", "overridden"])
def test_hits_are_those_of_a_run_with_each_drawn_weight(method, rule, forced, monkeypatch):
    city = make_city()
    ceiling = sum(city["costs"]) // 2
    monkeypatch.setattr(robustness, "CHUNK_BYTES", 5 * COUNT * robustness.CELL_BYTES)  # five draws at a time
    told = []
    hits = measure(city, method=method, rule=rule, forced=forced, on_progress=told.append)
    assert hits == walk(city, method=method, rule=rule, ceiling=ceiling, forced=forced)
    assert told == [5, 10, 12]
    assert {0, DRAWS} < set(hits)
    if forced:
        assert (hits[41], hits[3]) == (DRAWS, 0)


def test_same_seed_says_the_same_and_another_does_not():
    city = make_city()
    assert measure(city, draws=300) == measure(city, draws=300)
    assert measure(city, draws=300) != measure(city, draws=300, seed=SEED + 1)


def test_drawn_weights_lie_around_the_chosen_ones():
    drawn = robustness.draw_weights(WEIGHTS, draws=4000, seed=1, concentration=100) / robustness.WHOLE
    for column, weight in enumerate(WEIGHTS):
        spread = float(weight * (1 - weight) / 101) ** 0.5
        assert abs(drawn[:, column].mean() - float(weight)) <= 4 * spread / 4000**0.5
        assert abs(drawn[:, column].std() - spread) <= spread / 10


@pytest.mark.parametrize(("ceiling", "costs", "hits"), [(0, [5], [0]), (5, [5], [7]), (0, [0], [7])])
def test_one_proposal(ceiling, costs, hits):
    levels = [[Fraction(3)] * 4]
    for method in ("weighted_sum", "saw", "topsis"):
        given = {"levels": levels, "costs": costs, "types": TYPES, "ceiling": ceiling, "draws": 7}
        assert measure(given, method=method) == hits


def test_nothing_and_nothing_free():
    empty = {"levels": [], "costs": [], "types": TYPES}
    assert measure(empty, ceiling=5) == []
    decided = {"levels": [[1] * 4] * 2, "costs": [5, 6], "types": TYPES, "forced": ["in", "out"]}
    assert measure(decided, ceiling=5) == [DRAWS, 0]


@pytest.mark.parametrize(
    "given",
    [{"draws": 0}, {"concentration": 0}, {"rule": "x"}, {"method": "x"}, {"weights": [Fraction(1, 5)] * 4}],
)
def test_what_cannot_be_measured_is_refused(given):
    with pytest.raises(ValueError, match=r"cannot be used|no weighted sum"):
        measure(make_city(), **given)


def test_processes_that_serve_pages_do_not_load_numpy():
    program = (
        "import django, sys; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import eplanning.celery; print('numpy' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"
