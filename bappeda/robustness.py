"""How often each proposal is in when the weights are drawn again and again around the chosen ones.

Pure: no Django, no clock, no database; numpy alone. Import it where something is measured and nowhere else, so that a
process that serves pages never loads numpy. A draw is a weight vector of six places that sums to exactly 1, from a
Dirichlet distribution whose mean is the chosen weights: the standard deviation of a weight w is
√(w (1 − w) / (concentration + 1)), at a concentration of 100 some 4 points of a hundred for a weight of 25. Source of
measuring by simulated weights: Butler, Jia and Dyer 1997; of the distribution: Kotz, Balakrishnan and Johnson 2000.

Only the ceiling of the city is walked. For weighted sums and SAW every score of every draw is the one that `scoring`
would give, in whole millionths: all factors are integers below 2**53, where floats are exact. TOPSIS needs roots and is
as near as floats are before it is rounded to millionths. Random numbers are those of numpy's PCG64: the same seed and
the same major and minor version of numpy give the same numbers.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from . import allocation, scoring
from .measuring import BENEFIT, Level

VERSION = np.__version__
DRAWS = 10_000
CONCENTRATION = 100
WHOLE = 10**6  # a drawn weight is so many millionths
FINEST = 10**7  # the largest common denominator of shares for which every step below is exact
CHUNK_BYTES = 128 * 10**6
CELL_BYTES = 40  # of one proposal in one draw, over all arrays that are alive at once

Score = Callable[[np.ndarray], np.ndarray]
"""From drawn weights to scores in whole millionths (as floats): a row a draw, a column a proposal."""


def list_shares(
    levels: Sequence[Sequence[Level]], *, method: str, types: Sequence[str], places: int | None = None
) -> list[tuple[Fraction, ...]]:
    """What each level gives of the points of its criterion (0–1), for the methods whose score is their weighted sum.

    `places` rounds the normalised values of SAW. Raises ValueError for another method.
    """
    if method == "weighted_sum":
        return [
            tuple(scoring.share_of_best(level, kind) for level, kind in zip(row, types, strict=True))
            for row in levels
        ]
    if method == "saw":
        width = range(len(types))
        columns = (
            scoring.saw(
                levels, weights=[int(of == column) for of in width], types=types, normalised_places=places
            )
            for column in width
        )
        return list(zip(*columns, strict=True))
    raise ValueError(f"The score of {method!r} is no weighted sum.")


def measure(
    levels: Sequence[Sequence[Level]],
    *,
    method: str,
    types: Sequence[str],
    weights: Sequence[Fraction],
    costs: Sequence[int],
    ceiling: int,
    rule: str,
    seed: int,
    places: int | None = None,
    forced: Sequence[str] = (),
    draws: int = DRAWS,
    concentration: int = CONCENTRATION,
    on_progress: Callable[[int], None] = lambda done: None,
) -> list[int]:
    """In how many draws each proposal is in under the ceiling (rupiah) of the city alone.

    The rows of `levels`, `costs` and `forced` ("", "in", "out"; none when empty) stand in the order of the run's tie
    rules, which decides between equal scores. `on_progress` is told how many draws are done, and may raise to stop.
    Raises ValueError for weights that do not sum to 1, an unknown method or rule, and draws or a concentration below 1.
    """
    if draws < 1 or concentration < 1 or sum(weights) != 1 or rule not in allocation.RULES:
        raise ValueError("Draws, concentration, weights or rule cannot be used.")
    forced = forced or [""] * len(costs)
    free = [place for place, decision in enumerate(forced) if not decision]
    hits = np.array([draws if decision == allocation.FORCED_IN else 0 for decision in forced], dtype=np.int64)
    room = ceiling - sum(
        cost for cost, decision in zip(costs, forced, strict=True) if decision == allocation.FORCED_IN
    )
    if not free:
        return hits.tolist()
    drawn = draw_weights(weights, draws=draws, seed=seed, concentration=concentration)
    score = _topsis(levels, types) if method == "topsis" else _sum(levels, method, types, places)
    amounts = np.array(costs, dtype=np.int64)[free]
    step = max(1, CHUNK_BYTES // (CELL_BYTES * len(levels)))
    for start in range(0, draws, step):
        order = _sort(score(drawn[start : start + step])[:, free])
        is_in = _walk(amounts[order], room, rule)
        hits[free] += np.bincount(order[is_in], minlength=len(free))
        on_progress(min(start + step, draws))
    return hits.tolist()


def draw_weights(weights: Sequence[Fraction], *, draws: int, seed: int, concentration: int) -> np.ndarray:
    """`draws` rows of whole millionths (as floats) that sum to a million; a weight of 0 stays 0."""
    alphas = np.array([float(weight) * concentration for weight in weights])
    drawn = np.zeros((draws, len(alphas)))
    drawn[:, alphas > 0] = np.random.Generator(np.random.PCG64(seed)).dirichlet(
        alphas[alphas > 0], size=draws
    )
    drawn = np.rint(drawn * WHOLE)
    drawn[np.arange(draws), drawn.argmax(axis=1)] += WHOLE - drawn.sum(axis=1)
    return drawn


def _sum(levels, method: str, types: Sequence[str], places: int | None) -> Score:
    """Shares over one common denominator; where that is larger than FINEST they are rounded to it."""
    shares = list_shares(levels, method=method, types=types, places=places)
    scale = 1
    for denominator in {share.denominator for row in shares for share in row}:
        scale = min(lcm(scale, denominator), FINEST + 1)
    scale = min(scale, FINEST)
    parts = np.array([[round(share * scale) for share in row] for row in shares], dtype=np.float64)

    def score(drawn):
        products = drawn @ parts.T
        products *= scoring.POINTS * scoring.MILLION // WHOLE
        products /= scale
        return np.rint(products, out=products)

    return score


def _topsis(levels, types: Sequence[str]) -> Score:
    """A weight scales its whole column, so that squared distances are sums weighted by its square."""
    values = np.array([[float(level) for level in row] for row in levels])
    values /= np.sqrt((values**2).sum(axis=0))
    is_benefit = np.array([kind == BENEFIT for kind in types])
    best = np.where(is_benefit, values.max(axis=0), values.min(axis=0))
    least = np.where(is_benefit, values.min(axis=0), values.max(axis=0))
    to_best, to_least = (values - best) ** 2, (values - least) ** 2

    def score(drawn):
        squares = (drawn / WHOLE) ** 2
        near, far = np.sqrt(squares @ to_least.T), np.sqrt(squares @ to_best.T)
        far += near
        closeness = np.divide(near, far, out=np.full_like(near, 0.5), where=far > 0)
        closeness *= scoring.POINTS * scoring.MILLION
        return np.rint(closeness, out=closeness)

    return score


def _sort(scores: np.ndarray) -> np.ndarray:
    """The places in tie order of each draw's proposals, best first: a column a draw.

    Score and place are one whole number below 2**53, so that equal scores keep their order in any sort.
    """
    count = scores.shape[1]
    room = 1 << (count - 1).bit_length()
    keys = np.multiply(scores, -room, out=scores)
    keys += scoring.POINTS * scoring.MILLION * room + np.arange(count)
    keys.sort(axis=1)
    return np.ascontiguousarray((keys.astype(np.int64) & (room - 1)).astype(np.int32).T)


def _walk(costs: np.ndarray, room: int, rule: str) -> np.ndarray:
    """Which cells are in: `costs` by place in the order and draw, all draws walked at once."""
    if rule == "stop":
        return np.cumsum(costs, axis=0) <= room
    left = np.full(costs.shape[1], room, dtype=np.int64)
    is_in = np.empty(costs.shape, dtype=bool)
    for own, fits in zip(costs, is_in, strict=True):
        np.less_equal(own, left, out=fits)
        np.subtract(left, own, out=left, where=fits)
    return is_in
