"""Scores, order, money and explanations of a run by each method: at 3,400 within half a second, and as it grows."""

import pytest

from bappeda import computing
from tests.bappeda.frozen import make_many
from tests.benchmarks.measuring import print_table, take_turns

SMALL, LARGE = 3400, 100_000
LONGEST = 0.5  # seconds at SMALL
GROWTH = 40  # times that at LARGE
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_computing_by_method_as_the_city_grows(capsys):
    runs = {
        (method, count): inputs | {"rules": inputs["rules"] | {"method": method}}
        for count in (SMALL, LARGE)
        for inputs in (make_many(count),)
        for method in computing.METHODS
    }
    took = {}
    for count, rounds in ((SMALL, 5), (LARGE, 2)):
        took |= take_turns(
            {
                key: lambda inputs=inputs: computing.compute(inputs)
                for key, inputs in runs.items()
                if key[1] == count
            },
            rounds=rounds,
        )
    growth = {method: took[method, LARGE].best / took[method, SMALL].best for method in computing.METHODS}
    with capsys.disabled():
        print_table(
            f"Computing {SMALL} and {LARGE} proposals, seconds",
            ("method", "small", "large", "large / small"),
            [
                (method, took[method, SMALL].best, took[method, LARGE].best, growth[method])
                for method in growth
            ],
        )
    assert max(took[method, SMALL].best for method in growth) <= LONGEST
    assert max(growth.values()) <= GROWTH
