"""A what-if as text: the address of the studio that carries it, and the changes that a scenario keeps.

Pure: no Django. In the address weights are percent (`bobot-rkpd=25,5`), ceilings rupiah (`pagu-city=1.000.000`);
`kunci` names the weights that stay, `geser` the one that was moved last. Only what differs from the run is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from regions.indonesian import group
from regions.typed import read_rupiah, tell_unread

from . import computing
from .simulation import UNITS, Material, Settings, rescale
from .wording import ALLOCATIONS, METHODS, REVIEWERS

WEIGHT, CEILING = "bobot-", "pagu-"
LOCK, MOVED = "kunci", "geser"
PERCENT = UNITS // 100
MOST = 10**16  # rupiah; a ceiling is kept in 64 bits
# In the address: the rule, its values.
CHOICES = {
    "metode": ("method", METHODS),
    "penilai": ("reviewers", REVIEWERS),
    "alokasi": ("allocation", ALLOCATIONS),
}
PLACES = "pembulatan"
_NUMBER = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?0*")


@dataclass(frozen=True, slots=True)
class Asked:
    """`settings`: what was asked for, as far as it makes sense. `errors`: a sentence by the field that is wrong.

    `typed`: the text of those fields, as it was given.
    """

    settings: Settings
    locked: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def read(query: Mapping[str, str], material: Material, *, locked: frozenset[str] = frozenset()) -> Asked:
    """What an address asks of a run. What it does not name stays as in the run."""
    base, errors, typed = material.settings, {}, {}

    def refuse(name: str, sentence: str) -> None:
        errors[name], typed[name] = sentence, query[name]

    weights, given = dict(base.weights), set()
    for key in weights:
        name = WEIGHT + key
        if not query.get(name, "").strip():
            continue
        amount = read_percent(query[name])
        if amount is None:
            refuse(name, f"Bobot {material.labels[key]} ditulis 0 sampai 100 persen, misalnya 12,5.")
        else:
            weights[key] = amount
            given.add(key)
    locked = locked & weights.keys()
    if not errors and sum(weights.values()) != UNITS:
        pinned = locked | ({query.get(MOVED, "")} & weights.keys())
        if not pinned and len(given) < len(weights):
            pinned = given
        try:
            weights = rescale(weights, pinned)
        except ValueError as problem:
            errors["bobot"] = str(problem)
    rules = dict(base.rules)
    for name, (rule, choices) in CHOICES.items():
        if wanted := query.get(name):
            if wanted in choices:
                rules[rule] = wanted
            else:
                refuse(name, f"Pilih dari daftar: {', '.join(one.label for one in choices.values())}.")
    rules["normalised_places"] = _read_places(query, rules, refuse)
    ceilings = dict(base.ceilings)
    for key in ceilings:
        name = CEILING + key
        if text := query.get(name, "").strip():
            amount = read_rupiah(text)
            if amount is None:
                refuse(name, tell_unread(f"pagu {material.labels[key]}"))
            elif not 0 <= amount <= MOST:
                refuse(name, f"Pagu {material.labels[key]} paling sedikit 0, paling banyak {group(MOST)}.")
            else:
                ceilings[key] = amount
    weights = base.weights if any(name.startswith("bobot") for name in errors) else weights
    return Asked(Settings(weights, rules, ceilings), locked, errors, typed)


def read_percent(text: str) -> int | None:
    """Percent with up to three decimals as UNITS; None for anything else, or above 100."""
    found = _NUMBER.fullmatch(text.strip().removesuffix("%").strip())
    if found is None:
        return None
    amount = int(found[1]) * PERCENT + int((found[2] or "").ljust(3, "0"))
    return amount if amount <= UNITS else None


def read_weight(text: str) -> int:
    """A weight as runs and scenarios keep it, "0.25000", in UNITS."""
    whole, part = text.split(".")
    return int(whole) * UNITS + int(part)


def write_percent(units: int) -> str:
    """25000 is "25", 12345 is "12,345"."""
    whole, part = divmod(units, PERCENT)
    return f"{whole},{part:03d}".rstrip("0").rstrip(",")


def find_changes(base: Settings, settings: Settings) -> dict:
    """What differs, as a scenario keeps it (see `models.Scenario`); empty when nothing does."""
    changes: dict = {}
    weights = {
        key: f"{amount // UNITS}.{amount % UNITS:05d}"
        for key, amount in settings.weights.items()
        if amount != base.weights[key]
    }
    ceilings = {key: amount for key, amount in settings.ceilings.items() if amount != base.ceilings[key]}
    if weights:
        changes["weights"] = weights
    changes |= {name: value for name, value in settings.rules.items() if value != base.rules[name]}
    return changes | ({"ceilings": ceilings} if ceilings else {})


def apply_changes(base: Settings, changes: Mapping) -> Settings:
    """The settings that `find_changes` was told of."""
    weights = {key: read_weight(text) for key, text in changes.get("weights", {}).items()}
    rules = {name: changes.get(name, value) for name, value in base.rules.items()}
    return Settings(dict(base.weights) | weights, rules, dict(base.ceilings) | changes.get("ceilings", {}))


def write_query(
    base: Settings, settings: Settings, locked: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """The address that asks for these settings: all weights when any differs, of the rest what differs."""
    pairs = []
    if dict(settings.weights) != dict(base.weights):
        pairs += [(WEIGHT + key, write_percent(amount)) for key, amount in settings.weights.items()]
    pairs += [(LOCK, key) for key in sorted(locked)]
    for name, (rule, _) in CHOICES.items():
        if settings.rules[rule] != base.rules[rule]:
            pairs.append((name, str(settings.rules[rule])))
    places = settings.rules["normalised_places"]
    if settings.rules["method"] == computing.SAW and places != base.rules["normalised_places"]:
        pairs.append((PLACES, "" if places is None else str(places)))
    return pairs + [
        (CEILING + key, str(amount))
        for key, amount in settings.ceilings.items()
        if amount != base.ceilings[key]
    ]


def _read_places(query: Mapping[str, str], rules: Mapping, refuse) -> int | None:
    """Only SAW rounds its normalised values."""
    if rules["method"] != computing.SAW:
        return None
    text = query.get(PLACES)
    if text is None:
        return rules["normalised_places"]
    if not text.strip():
        return None
    places = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1
    if not 0 <= places <= computing.MOST_PLACES:
        refuse(PLACES, f"Isi 0 sampai {computing.MOST_PLACES} angka di belakang koma, atau kosongkan.")
        return None
    return places
