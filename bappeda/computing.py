"""Compute a run: from its frozen inputs (plain JSON values) to its result (plain JSON values).

Pure: no Django, no clock, no database. What is frozen is exactly what is read here, so that the same
inputs give the same result, byte for byte, on any machine. Amounts are whole rupiah, scores and
points are written as decimals of six places, levels as exact fractions ("7/2").
"""

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache

from . import allocation, explaining, measuring, ranking, scoring

FORMAT = 1
METHODS = {"weighted_sum": scoring.weighted_sum}
RULES = {
    "method": "weighted_sum",
    "reviewers": "mean",
    "rounding": "half_even_6",
    "ties": list(ranking.RULES),
    "allocation": "skip",
}
PRIORITISED, RESERVE = "prioritised", "reserve"
# Pokir of the DPRD has a ceiling of its own, in place of the kecamatan's.
POKIR = "pokir"


class NotRankable(Exception):
    """Proposals that have fewer marks than the minimum and are not listed as unassessed: `lacks`."""

    def __init__(self, lacks: tuple[measuring.Lack, ...]):
        self.lacks = lacks
        super().__init__(f"{len(lacks)} usulan belum cukup dinilai.")


def write_canonical(value) -> str:
    """The one way to write frozen values: sorted keys, no spaces, no escapes but JSON's own, no floats."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_criteria(rows: list[Mapping]) -> tuple[measuring.Criterion, ...]:
    """Criteria as they are frozen: key, weight (decimal text), source, field, bands."""
    return tuple(
        measuring.Criterion(
            key=row["key"],
            weight=Fraction(row["weight"]),
            source=row["source"],
            field=row["field"],
            bands=measuring.read_bands(row["bands"]) if row["source"] == "field" else measuring.Bands(),
        )
        for row in rows
    )


def read_candidate(row: Mapping, list_lengths: Mapping[str, int]) -> measuring.Candidate:
    return measuring.Candidate(
        key=row["id"],
        kind=row["kind"],
        sheets=tuple([sheet["marks"] for sheet in row["sheets"]]),
        catalogue=row["catalogue"],
        fields=row["fields"],
        order=row["kecamatan_order"],
        list_length=list_lengths.get(row["kecamatan"], 0),
    )


def list_ceilings(row: Mapping) -> tuple[str, ...]:
    """The keys of the ceilings that bind a proposal as far as they exist: those of the city, of its
    kecamatan (or of pokir), of its agency and of its field."""
    share = POKIR if row["source"] == POKIR else f"kecamatan:{row['kecamatan']}"
    return ("city", share, f"agency:{row['agency']}", f"field:{row['field']}")


def find_lacks(inputs: Mapping) -> tuple[measuring.Lack, ...]:
    """The proposals that still miss marks, without computing the rest."""
    return _measure(inputs, read_criteria(inputs["criteria_set"]["criteria"])).lacks


def compute(inputs: Mapping) -> dict:
    """The result of a run: `ranking` (one row per proposal, best first) and `ceilings`.

    Raises NotRankable with the list when marks are missing, ValueError for inputs no rule covers.
    """
    with _paused_collector():
        return _compute(inputs)


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Nothing here makes reference cycles, but the collector would walk the growing result again and
    again: it took half the time at 100,000 proposals."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _compute(inputs: Mapping) -> dict:
    rules = inputs["rules"]
    if rules != RULES | {"method": rules["method"], "allocation": rules["allocation"]}:
        raise ValueError("These rules are not the ones that this version computes.")
    if rules["method"] not in METHODS:
        raise ValueError(f"Unknown method: {rules['method']!r}.")
    criteria = read_criteria(inputs["criteria_set"]["criteria"])
    measured = _measure(inputs, criteria)
    if measured.lacks:
        raise NotRankable(measured.lacks)
    scores = METHODS[rules["method"]](measured.matrix, weights=[c.weight for c in criteria])

    by_key = {row["id"]: row for row in inputs["proposals"]}
    results = {
        row["id"]: (score, levels)
        for row, score, levels in zip(inputs["proposals"], scores, measured.matrix, strict=True)
    }
    ranked = ranking.rank(
        [
            ranking.Entry(
                key=row["id"],
                score=results[row["id"]][0].total,
                kecamatan_order=row["kecamatan_order"],
                kelurahan_order=row["kelurahan_order"],
                households=row["households"],
                budget=row["budget"],
                reference=row["reference"],
            )
            for row in inputs["proposals"]
        ]
    )
    items = [
        allocation.Item(place.key, by_key[place.key]["budget"], list_ceilings(by_key[place.key]))
        for place in ranked
    ]
    amounts = {ceiling["key"]: ceiling["amount"] for ceiling in inputs["ceilings"]}
    allocated = allocation.allocate(items, ceilings=amounts, rule=rules["allocation"])
    distances = explaining.measure_distances(ranked, items, allocated)
    keys = [criterion.key for criterion in criteria]
    rows = [
        _write_row(place, by_key[place.key], keys, *results[place.key], outcome, distance)
        for place, outcome, distance in zip(ranked, allocated.outcomes, distances, strict=True)
    ]
    labels = {ceiling["key"]: ceiling["label"] for ceiling in inputs["ceilings"]}
    return {
        "format": FORMAT,
        "ceilings": [_write_use(use, labels[use.ceiling]) for use in allocated.ceilings],
        "ranking": rows,
    }


def write_points(millionths: int) -> str:
    """Millionths of a point as a decimal of six places: 77500000 is "77.500000"."""
    whole, part = divmod(abs(millionths), scoring.MILLION)
    return f"{'-' if millionths < 0 else ''}{whole}.{part:06d}"


def _measure(inputs: Mapping, criteria) -> measuring.Measurement:
    candidates = [read_candidate(row, inputs["list_lengths"]) for row in inputs["proposals"]]
    return measuring.measure(candidates, criteria=criteria, min_marks=inputs["criteria_set"]["min_marks"])


def _write_row(
    place: ranking.Ranked,
    row: Mapping,
    keys: list[str],
    score: scoring.Score,
    levels: tuple,
    outcome: allocation.Outcome,
    distance: explaining.Distance,
) -> dict:
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
            for key, level, points in zip(keys, levels, score.contributions, strict=True)
        ],
        "tied": place.tied,
        "tie_rule": place.rule,
        "neighbour": place.neighbour,
        "own_value": _write_value(place.rule, place.own),
        "neighbour_value": _write_value(place.rule, place.other),
        "outcome": PRIORITISED if outcome.funded else RESERVE,
        "shortfalls": [[short.ceiling, short.needed, short.left] for short in outcome.shortfalls],
        "cut_ceiling": distance.ceiling or "",
        "cut_position": distance.cut_position,
        "cut_points": None if distance.cut_points is None else write_points(distance.cut_points),
        "pass_position": distance.pass_position,
        "pass_points": None if distance.pass_points is None else write_points(distance.pass_points),
    }


@lru_cache(maxsize=4096)
def _write_contribution(key: str, numerator: int, denominator: int, points: int) -> tuple[str, str, str]:
    """Shared by all rows with this level: 100,000 rows hold some hundred of them instead of 700,000."""
    return key, str(Fraction(numerator, denominator)), write_points(points)


def _write_value(rule: str, value) -> str:
    if value is None:
        return ""
    return write_points(value) if rule == "score" else str(value)


def _write_use(use: allocation.CeilingUse, label: str) -> dict:
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
