"""Compute a run: from its frozen inputs (plain JSON values) to its result (plain JSON values).

Pure: no Django, no clock, no database. What is frozen is exactly what is read here, so that the same
inputs give the same result, byte for byte, on any machine. How it is written: `bappeda.result_rows`.
"""

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache

from . import allocation, explaining, measuring, ranking, scoring
from .result_rows import write_row, write_use

FORMAT = 2
WEIGHTED_SUM, SAW, TOPSIS = METHODS = ("weighted_sum", "saw", "topsis")
# What a run computes by unless its maker chooses otherwise (see `find_problems`).
RULES = {
    "method": WEIGHTED_SUM,
    "reviewers": "mean",
    "rounding": "half_even_6",
    "normalised_places": None,
    "ties": list(ranking.RULES),
    "allocation": "skip",
}
FIXED = ("rounding", "ties")
MOST_PLACES = 10
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


def find_problems(rules: Mapping) -> dict[str, str]:
    """Why these rules cannot be computed by, a sentence per rule for the person who chose it."""
    if rules.keys() != RULES.keys() or any(rules[name] != RULES[name] for name in FIXED):
        return {"method": "Aturan ini tidak dikenal versi program ini."}
    problems = {}
    if rules["method"] not in METHODS:
        problems["method"] = f"Pilih metode dari daftar: {', '.join(METHODS)}."
    if rules["reviewers"] not in measuring.AGGREGATES:
        problems["reviewers"] = "Pilih rata-rata (mean) atau nilai tengah (median) penilai."
    if rules["allocation"] not in allocation.RULES:
        problems["allocation"] = "Pilih aturan pagu: lewati (skip) atau berhenti (stop)."
    places = rules["normalised_places"]
    if places is not None and rules["method"] != SAW:
        problems["normalised_places"] = "Pembulatan nilai ternormalisasi hanya untuk SAW. Kosongkan."
    elif places is not None and not (type(places) is int and 0 <= places <= MOST_PLACES):
        problems["normalised_places"] = f"Isi banyaknya angka di belakang koma, 0 sampai {MOST_PLACES}."
    return problems


def read_criteria(rows: list[Mapping]) -> tuple[measuring.Criterion, ...]:
    """Criteria as they are frozen: key, weight (decimal text), source, field, bands, type."""
    return tuple(
        measuring.Criterion(
            key=row["key"],
            weight=Fraction(row["weight"]),
            source=row["source"],
            field=row["field"],
            bands=measuring.read_bands(row["bands"]) if row["source"] == "field" else measuring.Bands(),
            type=row["type"],
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
    return _share_ceilings(share, row["agency"], row["field"])


@lru_cache(maxsize=4096)
def _share_ceilings(share: str, agency: str, field: str) -> tuple[str, ...]:
    """One tuple for all proposals with these ceilings, of which a city has some hundred."""
    return ("city", share, f"agency:{agency}", f"field:{field}")


def find_lacks(inputs: Mapping) -> tuple[measuring.Lack, ...]:
    """The proposals that still miss marks, without computing the rest."""
    return measure(inputs).lacks


def measure(inputs: Mapping) -> measuring.Measurement:
    """The matrix of levels that the inputs give, with None where marks are missing."""
    return _measure(inputs, read_criteria(inputs["criteria_set"]["criteria"]))


def compute(inputs: Mapping) -> dict:
    """The result of a run: `ranking` (one row per proposal, best first) and `ceilings`.

    Raises NotRankable with the list when marks are missing, allocation.ForcedTooMuch when the overrides alone exceed
    a ceiling, ValueError for inputs no rule covers.
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
    if inputs["format"] != FORMAT:
        raise ValueError(
            f"Masukan berformat {inputs['format']}; versi program ini menghitung format {FORMAT}."
        )
    rules = inputs["rules"]
    if problems := find_problems(rules):
        raise ValueError(" ".join(problems.values()))
    criteria = read_criteria(inputs["criteria_set"]["criteria"])
    measured = _measure(inputs, criteria)
    if measured.lacks:
        raise NotRankable(measured.lacks)
    scores = score(measured.matrix, criteria, rules)

    by_key = {row["id"]: row for row in inputs["proposals"]}
    results = {
        row["id"]: (score, levels)
        for row, score, levels in zip(inputs["proposals"], scores, measured.matrix, strict=True)
    }
    ranked = ranking.rank([_read_entry(row, results[row["id"]][0]) for row in inputs["proposals"]])
    items = [
        allocation.Item(place.key, by_key[place.key]["budget"], list_ceilings(by_key[place.key]))
        for place in ranked
    ]
    computed, final = _allocate(items, inputs)
    distances = explaining.measure_distances(ranked, items, final)
    keys = [criterion.key for criterion in criteria]
    rows = [
        write_row(place, by_key[place.key], keys, *results[place.key], outcome, first.funded, distance)
        for place, outcome, first, distance in zip(
            ranked, final.outcomes, computed.outcomes, distances, strict=True
        )
    ]
    labels = {ceiling["key"]: ceiling["label"] for ceiling in inputs["ceilings"]}
    return {
        "format": FORMAT,
        "ceilings": [write_use(use, labels[use.ceiling]) for use in final.ceilings],
        "ranking": rows,
    }


def score(matrix, criteria: Sequence[measuring.Criterion], rules: Mapping) -> tuple[scoring.Score, ...]:
    """The scores of a matrix of levels under the method that the rules name."""
    weights, types = [c.weight for c in criteria], [c.type for c in criteria]
    if rules["method"] == SAW:
        return scoring.score_saw(
            matrix, weights=weights, types=types, normalised_places=rules["normalised_places"]
        )
    method = scoring.score_topsis if rules["method"] == TOPSIS else scoring.weighted_sum
    return method(matrix, weights=weights, types=types)


def _allocate(items, inputs: Mapping) -> tuple[allocation.Allocation, allocation.Allocation]:
    """What the order alone gives, and what it gives with the overrides."""
    amounts = {ceiling["key"]: ceiling["amount"] for ceiling in inputs["ceilings"]}
    rule, overrides = inputs["rules"]["allocation"], inputs["overrides"]
    computed = allocation.allocate(items, ceilings=amounts, rule=rule)
    if not overrides:
        return computed, computed
    forced_in, forced_out = (
        [row["id"] for row in overrides if row["direction"] == direction]
        for direction in (allocation.FORCED_IN, allocation.FORCED_OUT)
    )
    if len(forced_in) + len(forced_out) != len(overrides):
        raise ValueError("An override is neither in nor out.")
    return computed, allocation.allocate(
        items, ceilings=amounts, rule=rule, forced_in=forced_in, forced_out=forced_out
    )


def _measure(inputs: Mapping, criteria) -> measuring.Measurement:
    candidates = [read_candidate(row, inputs["list_lengths"]) for row in inputs["proposals"]]
    return measuring.measure(
        candidates,
        criteria=criteria,
        min_marks=inputs["criteria_set"]["min_marks"],
        reviewers=inputs["rules"]["reviewers"],
    )


def _read_entry(row: Mapping, score: scoring.Score) -> ranking.Entry:
    return ranking.Entry(
        key=row["id"],
        score=score.total,
        kecamatan_order=row["kecamatan_order"],
        kelurahan_order=row["kelurahan_order"],
        households=row["households"],
        budget=row["budget"],
        reference=row["reference"],
    )
