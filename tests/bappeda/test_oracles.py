"""Our methods against other people's libraries, on a few matrices from a seed: pymcdm, AHPy, krippendorff."""

import random
import warnings
from fractions import Fraction
from itertools import combinations

import pytest

from bappeda import agreement, scoring

TYPES = ("benefit", "cost")
# AHPy takes the principal eigenvector, `ahp` the means of the normalised columns (what the published Indonesian
# examples do). On consistent judgements the two are the same; otherwise they part by as much as the judgements
# contradict each other. Up to a ratio of 0.10, above which we warn, 341 matrices of this kind parted by at most
# 0.0184 in a weight and 0.0103 in the ratio.
WEIGHTS_APART, RATIOS_APART = 0.02, 0.011


def make_cases(count: int = 12):
    """(matrix, weights, types) of levels that are exact fractions, in which no column is equal everywhere."""
    chance = random.Random(36_71)
    for _ in range(count):
        width, height = chance.randint(2, 7), chance.randint(2, 12)
        rows = [[Fraction(chance.randint(2, 10), 2) for _ in range(width)] for _ in range(height)]
        for column in range(width):
            rows[0][column], rows[1][column] = Fraction(1), Fraction(5)
        shares = [chance.randint(1, 20) for _ in range(width)]
        weights = [Fraction(share, sum(shares)) for share in shares]
        yield rows, weights, [chance.choice(TYPES) for _ in range(width)]


@pytest.mark.parametrize("name", ["saw", "topsis"])
def test_saw_and_topsis_are_those_of_pymcdm(name):
    import numpy
    from pymcdm import methods, normalizations

    # Its vector normalisation of a cost is 1 − r, which turns the column; ours leaves r and swaps the ideals.
    other = {
        "saw": methods.WSM(normalizations.linear_normalization),
        "topsis": methods.TOPSIS(normalizations.vector_normalization),
    }[name]
    for rows, weights, types in make_cases():
        own = getattr(scoring, name)(rows, weights=weights, types=types)
        signs = numpy.array([1 if kind == "benefit" else -1 for kind in types])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it advises to leave out what is dominated
            its = other(numpy.array(rows, float), numpy.array(weights, float), signs)
        assert [float(value) for value in own] == pytest.approx(list(its), abs=1e-12)


def compare_by_ahpy(matrix):
    from ahpy import Compare

    names = range(len(matrix))
    pairs = {(i, j): float(matrix[i][j]) for i, j in combinations(names, 2)}
    told = Compare("criteria", pairs, precision=12, random_index="saaty", iterations=200, tolerance=1e-14)
    return [told.local_weights[name] for name in names], told.consistency_ratio


def fill(upper: dict, size: int) -> list[list[Fraction]]:
    return [
        [Fraction(1) if i == j else upper[i, j] if i < j else 1 / upper[j, i] for j in range(size)]
        for i in range(size)
    ]


def test_ahp_of_consistent_judgements_is_that_of_ahpy():
    chance = random.Random(1)
    for size in (3, 4, 6, 7):
        shares = [Fraction(chance.randint(1, 9)) for _ in range(size)]
        matrix = [[own / other for other in shares] for own in shares]
        (weights, ratio), (its, its_ratio) = scoring.ahp(matrix), compare_by_ahpy(matrix)
        assert [float(weight) for weight in weights] == pytest.approx(its, abs=1e-9)
        assert ratio == 0 and its_ratio == pytest.approx(0, abs=1e-9)


def test_ahp_of_nearly_consistent_judgements_is_close_to_the_eigenvector():
    chance, seen = random.Random(2), 0
    for _ in range(25):
        size = chance.randint(3, 6)
        shares = [Fraction(chance.randint(1, 5)) for _ in range(size)]
        upper = {
            (i, j): shares[i] / shares[j] * chance.choice([Fraction(1), Fraction(3, 2), Fraction(2, 3), 2])
            for i, j in combinations(range(size), 2)
        }
        matrix = fill(upper, size)
        weights, ratio = scoring.ahp(matrix)
        if not 0 < ratio <= scoring.CONSISTENT:
            continue
        seen += 1
        its, its_ratio = compare_by_ahpy(matrix)
        assert [float(weight) for weight in weights] == pytest.approx(its, abs=WEIGHTS_APART)
        assert float(ratio) == pytest.approx(its_ratio, abs=RATIOS_APART)
    assert seen > 10


@pytest.mark.parametrize("metric", agreement.METRICS)
def test_alpha_is_that_of_krippendorff(metric):
    import krippendorff
    import numpy

    chance = random.Random(3)
    for _ in range(8):
        reviewers, proposals = chance.randint(2, 5), chance.randint(3, 15)
        # Every proposal has a true level, so that reviewers agree more or less; some abstain.
        units = []
        for _ in range(proposals):
            level = chance.randint(1, 5)
            near = [min(5, max(1, level + chance.randint(-1, 1))) for _ in range(reviewers)]
            units.append([mark if chance.random() < 0.8 else None for mark in near])
        units += [[1] * reviewers, [5] * reviewers]
        table = numpy.array([[numpy.nan if mark is None else mark for mark in unit] for unit in units]).T
        its = krippendorff.alpha(reliability_data=table, level_of_measurement=metric)
        assert float(agreement.find_alpha(units, metric=metric)) == pytest.approx(its, abs=1e-12)
