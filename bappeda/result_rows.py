"""How the result of a run is written: its rows as plain JSON values, the same on any machine.

Pure: no Django, no clock, no database. Amounts are whole rupiah, scores and points are decimals of six places, levels
exact fractions ("7/2").
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import repeat

from . import allocation, explaining, ranking, scoring

PRIORITISED, RESERVE = "prioritised", "reserve"


def write_points(millionths: int) -> str:
    """Millionths of a point as a decimal of six places: 77500000 is "77.500000"."""
    whole, part = divmod(abs(millionths), scoring.MILLION)
    return f"{'-' if millionths < 0 else ''}{whole}.{part:06d}"


def write_row(
    place: ranking.Ranked,
    row: Mapping,
    keys: list[str],
    score: scoring.Score,
    levels: tuple,
    outcome: allocation.Outcome,
    was_funded: bool,
    distance: explaining.Distance,
) -> dict:
    """One place of the ranking. `keys`: of the criteria, `levels` and `score` of the proposal by them."""
    return {
        "position": place.position,
        "id": place.key,
        "kecamatan": row["kecamatan"],
        "agency": row["agency"],
        "field": row["field"],
        "budget": row["budget"],
        "score": write_points(place.score),
        "contributions": [
            _write_contribution(key, level.numerator, level.denominator, points)
            for key, level, points in zip(
                keys, levels, score.contributions or repeat(None), strict=bool(score.contributions)
            )
        ],
        "tied": place.tied,
        "tie_rule": place.rule,
        "neighbour": place.neighbour,
        "own_value": _write_value(place.rule, place.own),
        "neighbour_value": _write_value(place.rule, place.other),
        "outcome": PRIORITISED if outcome.funded else RESERVE,
        "computed_outcome": PRIORITISED if was_funded else RESERVE,
        "forced": outcome.forced,
        "shortfalls": [
            [short.ceiling, short.needed, short.left, short.closed] for short in outcome.shortfalls
        ],
        "cut_ceiling": distance.ceiling or "",
        "cut_position": distance.cut_position,
        "cut_points": None if distance.cut_points is None else write_points(distance.cut_points),
        "pass_position": distance.pass_position,
        "pass_points": None if distance.pass_points is None else write_points(distance.pass_points),
    }


@lru_cache(maxsize=4096)
def _write_contribution(
    key: str, numerator: int, denominator: int, points: int | None
) -> tuple[str, str, str]:
    """Shared by all rows with this level: 100,000 rows hold some hundred of them instead of 700,000.

    Without points where the score is no sum (TOPSIS).
    """
    return key, str(Fraction(numerator, denominator)), "" if points is None else write_points(points)


def _write_value(rule: str, value) -> str:
    if value is None:
        return ""
    return write_points(value) if rule == "score" else str(value)


def write_use(use: allocation.CeilingUse, label: str) -> dict:
    """What became of one ceiling."""
    cut = use.cut
    return {
        "key": use.ceiling,
        "label": label,
        "amount": use.amount,
        "used": use.used,
        "left": use.left,
        "funded": use.funded,
        "cut": cut and {"id": cut.key, "position": cut.position, "needed": cut.needed, "left": cut.left},
    }
