"""What would come out of a run with other weights, another method or other ceilings, over the levels that it froze.

Pure: no Django, no clock, no database. Nothing is computed here: levels are `measuring`'s, scores, order and outcomes
those of `computing`, `ranking` and `allocation`, so that unchanged settings give exactly the run. Amounts are whole
rupiah, scores millionths of a point.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from . import allocation, computing, measuring, ranking

UNITS = 100_000  # of the whole weight: a criterion's weight has five places


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be changed: `weights` in UNITS by criterion (their sum is UNITS), `rules` as a run freezes them
    (method, reviewers, normalised_places, allocation), `ceilings` in rupiah by key."""

    weights: Mapping[str, int]
    rules: Mapping[str, object]
    ceilings: Mapping[str, int]


class Subject(NamedTuple):
    """Which proposal a place belongs to: codes, rupiah, and the keys of the ceilings that may bind it."""

    key: str
    reference: str
    kecamatan: str
    agency: str
    field: str
    budget: int
    ceilings: tuple[str, ...]


class Place(NamedTuple):
    """One proposal in a result. `shortfall`: the ceiling that missed most, what was needed and what was left."""

    subject: Subject
    position: int
    score: int
    funded: bool
    forced: str
    shortfall: tuple[str, int, int] | None

    @property
    def key(self) -> str:
        return self.subject.key


@dataclass(frozen=True, slots=True)
class Result:
    """An order with its outcomes, best first, and what became of each ceiling."""

    places: tuple[Place, ...]
    ceilings: tuple[allocation.CeilingUse, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What a run froze, as far as it is needed to ask what if: the levels are worked out once.

    `matrices`: by the way of joining reviewers' marks, a row of exact levels for each of `subjects`. `entries`: what
    the rules for equal scores ask about each, still without a score. `forced`: the direction ("in", "out") of each
    override, by key. `labels`: of criteria and ceilings, by key.
    """

    settings: Settings
    criteria: tuple[measuring.Criterion, ...]
    matrices: Mapping[str, tuple[tuple[measuring.Level, ...], ...]]
    subjects: tuple[Subject, ...]
    entries: tuple[ranking.Entry, ...]
    forced: Mapping[str, str]
    labels: Mapping[str, str]


def read_material(inputs: Mapping) -> Material:
    """The material of a run's frozen inputs. Raises ValueError for inputs that no rule covers."""
    if inputs["format"] != computing.FORMAT:
        raise ValueError(f"Masukan berformat {inputs['format']}, bukan {computing.FORMAT}.")
    criteria = computing.read_criteria(inputs["criteria_set"]["criteria"])
    rows = inputs["proposals"]
    candidates = [computing.read_candidate(row, inputs["list_lengths"]) for row in rows]
    matrices = {
        reviewers: _shorten(
            measuring.measure(
                candidates,
                criteria=criteria,
                min_marks=inputs["criteria_set"]["min_marks"],
                reviewers=reviewers,
            ).matrix
        )
        for reviewers in measuring.AGGREGATES
    }
    labels = {row["key"]: row.get("label", row["key"]) for row in inputs["criteria_set"]["criteria"]}
    return Material(
        settings=Settings(
            weights={criterion.key: int(criterion.weight * UNITS) for criterion in criteria},
            rules=inputs["rules"],
            ceilings={row["key"]: row["amount"] for row in inputs["ceilings"]},
        ),
        criteria=criteria,
        matrices=matrices,
        subjects=tuple(read_subject(row) for row in rows),
        entries=tuple(
            ranking.Entry(
                key=row["id"],
                score=0,
                kecamatan_order=row["kecamatan_order"],
                kelurahan_order=row["kelurahan_order"],
                households=row["households"],
                budget=row["budget"],
                reference=row["reference"],
            )
            for row in rows
        ),
        forced={row["id"]: row["direction"] for row in inputs["overrides"]},
        labels=labels | {row["key"]: row["label"] for row in inputs["ceilings"]},
    )


def simulate(material: Material, settings: Settings) -> Result:
    """The result under other settings; the run's overrides hold as they were.

    Raises allocation.ForcedTooMuch when they alone exceed a ceiling, ValueError for settings no rule covers.
    """
    criteria = [
        replace(criterion, weight=Fraction(settings.weights[criterion.key], UNITS))
        for criterion in material.criteria
    ]
    if problems := measuring.find_problems(criteria):
        raise ValueError(" ".join(problems))
    scores = computing.score(material.matrices[settings.rules["reviewers"]], criteria, settings.rules)
    ranked = ranking.rank(
        [
            ranking.Entry(
                entry.key,
                score.total,
                entry.kecamatan_order,
                entry.kelurahan_order,
                entry.households,
                entry.budget,
                entry.reference,
            )
            for entry, score in zip(material.entries, scores, strict=True)
        ]
    )
    by_key = {subject.key: subject for subject in material.subjects}
    ordered = [by_key[place.key] for place in ranked]
    allocated = allocation.allocate(
        [allocation.Item(subject.key, subject.budget, subject.ceilings) for subject in ordered],
        ceilings=settings.ceilings,
        rule=settings.rules["allocation"],
        forced_in=_list_forced(material, allocation.FORCED_IN),
        forced_out=_list_forced(material, allocation.FORCED_OUT),
    )
    return Result(
        tuple(
            Place(subject, place.position, place.score, outcome.funded, outcome.forced, _find_worst(outcome))
            for subject, place, outcome in zip(ordered, ranked, allocated.outcomes, strict=True)
        ),
        allocated.ceilings,
    )


def rescale(weights: Mapping[str, int], pinned: Collection[str] = ()) -> dict[str, int]:
    """Weights whose sum is exactly UNITS: those in `pinned` stay, the others share the rest as they stood.

    What rounding leaves over goes to the largest remainders, of equal ones to the first. Others that are all 0 share
    the rest alike. Raises ValueError with a sentence when no such weights exist.
    """
    if not any(weights.values()):
        raise ValueError("Semua bobot nol. Beri bobot pada sedikitnya satu kriteria.")
    rest = UNITS - sum(weights[key] for key in weights if key in pinned)
    others = [key for key in weights if key not in pinned]
    if rest < 0:
        raise ValueError(
            "Bobot yang digeser dan yang dikunci lebih dari 100 persen. Turunkan salah satu atau buka kuncinya."
        )
    if rest and not others:
        raise ValueError("Semua bobot dikunci, tetapi jumlahnya belum 100 persen. Buka satu kunci.")
    if not others:
        return dict(weights)
    total = sum(weights[key] for key in others)
    parts = [(weights[key], total) if total else (1, len(others)) for key in others]
    shares = {key: divmod(rest * part, whole) for key, (part, whole) in zip(others, parts, strict=True)}
    left = rest - sum(whole for whole, _ in shares.values())
    favoured = sorted(others, key=lambda key: -shares[key][1])[:left]
    return {
        key: shares[key][0] + (key in favoured) if key in shares else amount
        for key, amount in weights.items()
    }


def _shorten(matrix) -> tuple[tuple[measuring.Level, ...], ...]:
    """The same levels, whole ones as int: they are looked up thousands of times in each what-if."""
    return tuple(
        tuple([level.numerator if level.denominator == 1 else level for level in row]) for row in matrix
    )


def read_subject(row: Mapping) -> Subject:
    """A proposal as it is frozen, or as the saved row of a run tells it."""
    return Subject(
        key=row["id"],
        reference=row["reference"],
        kecamatan=row["kecamatan"],
        agency=row["agency"],
        field=row["field"],
        budget=row["budget"],
        ceilings=computing.list_ceilings(row),
    )


def _list_forced(material: Material, direction: str) -> Sequence[str]:
    return [key for key, forced in material.forced.items() if forced == direction]


def _find_worst(outcome: allocation.Outcome) -> tuple[str, int, int] | None:
    if not outcome.shortfalls:
        return None
    worst = outcome.shortfalls[0]
    return worst.ceiling, worst.needed, worst.left
