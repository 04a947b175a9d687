"""Read what a what-if needs of a run, and keep what-ifs under a name. A run and its rows are only ever read."""

import json
from dataclasses import dataclass
from functools import lru_cache

from django.db import IntegrityError, transaction

from bappeda import simulation, whatif
from bappeda.allocation import CeilingUse, CutLine
from bappeda.comparing import Comparison, compare, find_cut
from bappeda.models import RankedProposal, RankingRun, Scenario
from bappeda.scoring import MILLION
from bappeda.services.authority import require_any_role
from bappeda.simulation import Material, Place, Result, Settings
from proposals import clock, text
from proposals.refusals import Refusal, Refused, content

KEPT = 4  # runs a process remembers: some ten megabytes each at 3,400 proposals
SAVERS = ("bappeda_admin", "bappeda_head")
LONGEST_NAME = Scenario._meta.get_field("name").max_length
OLD_FORMAT = (
    "Perhitungan ini dibuat dengan format lama, jadi tidak dapat disimulasikan. "
    "Buat perhitungan baru, lalu simulasikan yang baru."
)
COLUMNS = (
    "proposal__uuid", "proposal__reference", "proposal__source", "kecamatan__code", "agency__code", "field__code",
    "budget", "position", "score", "outcome", "forced", "binding_ceiling", "needed", "left",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """A what-if beside the run that it starts from."""

    old: Result
    new: Result
    comparison: Comparison


def read_material(run: RankingRun) -> Material:
    """What the run froze, with its levels worked out; remembered, since a run never changes.

    Raises Refused (409) for a run of a format that this version does not compute.
    """
    try:
        return _read_material(run.pk, run.inputs_sha256)
    except (ValueError, KeyError) as problem:
        raise Refused(Refusal(409, "old_format", OLD_FORMAT)) from problem


def read_result(run: RankingRun) -> Result:
    """The saved rows of a run and its ceilings, as a what-if says them: one query, remembered."""
    return _read_result(run.pk, run.result_sha256)


def try_out(run: RankingRun, settings: Settings) -> Outcome:
    """Raises allocation.ForcedTooMuch when the run's overrides alone exceed a ceiling of `settings`."""
    return _try_out(run.pk, run.inputs_sha256, run.result_sha256, _freeze(settings))


def save(*, run: RankingRun, settings: Settings, name: str, note: str = "", by) -> Scenario:
    """Keep a what-if under a name. Raises Refused: 403 for anybody but admin and head of Bappeda, 422 for a name that
    is empty, too long or unfit and for settings that change nothing, 409 for a name that the run has already."""
    require_any_role(by, *SAVERS)
    name, note = _clean(name=name, note=note)
    changes = whatif.find_changes(read_material(run).settings, settings)
    if not changes:
        raise Refused(content({"name": "Belum ada yang diubah. Geser bobot atau ubah pagu, lalu simpan."}))
    summary = summarise(try_out(run, settings))
    sentence = f"Simulasi “{name}” sudah ada pada perhitungan ini. Pakai nama lain."
    taken = Refusal(409, "name_taken", sentence, fields={"name": sentence})
    if Scenario.objects.filter(run=run, name=name).exists():
        raise Refused(taken)
    try:
        with transaction.atomic():
            return Scenario.objects.create(
                run=run, name=name, note=note, changes=changes, summary=summary, by=by, at=clock.now()
            )
    except IntegrityError:
        raise Refused(taken) from None


def delete(*, scenario: Scenario, by) -> None:
    """Raises Refused (403) for anybody but admin and head of Bappeda."""
    require_any_role(by, *SAVERS)
    scenario.delete()


def read_settings(scenario: Scenario) -> Settings:
    """What a scenario asks of its run."""
    return whatif.apply_changes(read_material(scenario.run).settings, scenario.changes)


def summarise(outcome: Outcome) -> dict:
    """What a list of scenarios says of one: counts, rupiah and the city's cut-line."""
    found, cut = outcome.comparison, find_cut(outcome.new, "city")
    return {
        "entered": len(found.entered),
        "left": len(found.left),
        "moved": found.moved,
        "prioritised": found.total.new_count,
        "used": found.total.new_money,
        "cut_position": cut[0] if cut else None,
    }


@lru_cache(maxsize=KEPT)
def _read_material(pk: int, digest: str) -> Material:
    inputs = RankingRun.objects.filter(pk=pk).values_list("inputs", flat=True).get()
    return simulation.read_material(json.loads(inputs))


@lru_cache(maxsize=2 * KEPT)
def _read_result(pk: int, digest: str) -> Result:
    ceilings = RankingRun.objects.filter(pk=pk).values_list("ceilings", flat=True).get()
    rows = RankedProposal.objects.filter(run=pk).order_by("position").values_list(*COLUMNS)
    return Result(tuple(map(_read_place, rows)), tuple(map(_read_use, ceilings)))


@lru_cache(maxsize=2 * KEPT)
def _try_out(pk: int, inputs_sha256: str, result_sha256: str, frozen: tuple) -> Outcome:
    """Remembered for whoever looks at the same what-if from another side, or saves it."""
    weights, rules, ceilings = map(dict, frozen)
    old = _read_result(pk, result_sha256)
    new = simulation.simulate(_read_material(pk, inputs_sha256), Settings(weights, rules, ceilings))
    return Outcome(old, new, compare(old, new))


def _freeze(settings: Settings) -> tuple:
    rules = {
        name: tuple(value) if isinstance(value, list) else value for name, value in settings.rules.items()
    }
    return tuple(tuple(part.items()) for part in (settings.weights, rules, settings.ceilings))


def _read_place(values: tuple) -> Place:
    uuid, reference, source, kecamatan, agency, field, budget, position, score, outcome, forced, *short = (
        values
    )
    row = {
        "id": str(uuid), "reference": reference, "source": source, "kecamatan": kecamatan, "agency": agency,
        "field": field, "budget": budget,
    }  # fmt: skip
    funded = outcome == RankedProposal.Result.PRIORITISED
    return Place(
        simulation.read_subject(row), position, int(score * MILLION), funded, forced,
        tuple(short) if short[0] else None,
    )  # fmt: skip


def _read_use(row: dict) -> CeilingUse:
    cut = row["cut"] and CutLine(*(row["cut"][name] for name in ("id", "position", "needed", "left")))
    return CeilingUse(row["key"], row["amount"], row["used"], row["funded"], cut)


def _clean(*, name: str, note: str) -> tuple[str, str]:
    cleaned, problems = {}, {}
    for field, given, longest in (("name", name, LONGEST_NAME), ("note", note, text.LONGEST)):
        try:
            cleaned[field] = text.clean(given, longest=longest, lines=field == "note")
        except text.UnfitText as refusal:
            problems[field] = str(refusal)
    if not problems and not cleaned["name"]:
        problems["name"] = "Beri nama simulasi ini, misalnya “SPM dinaikkan”."
    if problems:
        raise Refused(content(problems))
    return cleaned["name"], cleaned["note"]
