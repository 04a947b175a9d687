"""What-if over frozen levels: the run itself when nothing changes, exact weights, addresses, comparing."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bappeda import computing, result_rows, slope, whatif
from bappeda.comparing import choose_ceiling, choose_lines, compare, find_cut, group
from bappeda.simulation import UNITS, Settings, read_material, rescale, simulate
from tests.bappeda.frozen import make_ceiling, make_inputs, make_many, make_proposal

MANY = make_many(120, seed=5)
OVERRIDES = [
    {"id": MANY["proposals"][number]["id"], "direction": direction}
    for number, direction in ((7, "in"), (11, "out"))
]


def make_settings(material, *, weights=None, ceilings=None, **rules) -> Settings:
    base = material.settings
    return Settings(weights or base.weights, dict(base.rules) | rules, dict(base.ceilings) | (ceilings or {}))


def read_run(result: dict) -> list[tuple]:
    """What a computed run says of each place."""
    return [
        (row["id"], row["position"], row["score"], row["outcome"] == result_rows.PRIORITISED, row["forced"],
         tuple(row["shortfalls"][0][:3]) if row["shortfalls"] else None)
        for row in result["ranking"]
    ]  # fmt: skip


def read_places(result) -> list[tuple]:
    return [
        (place.key, place.position, result_rows.write_points(place.score), place.funded, place.forced,
         place.shortfall)
        for place in result.places
    ]  # fmt: skip


@pytest.mark.parametrize("overrides", [[], OVERRIDES], ids=["computed", "overridden"])
@pytest.mark.parametrize("allocation", ["skip", "stop"])
@pytest.mark.parametrize("reviewers", ["mean", "median"])
@pytest.mark.parametrize("method", computing.METHODS)
def test_unchanged_settings_give_exactly_the_run(method, reviewers, allocation, overrides):
    rules = MANY["rules"] | {"method": method, "reviewers": reviewers, "allocation": allocation}
    inputs = MANY | {"rules": rules, "overrides": overrides}
    material, run = read_material(inputs), computing.compute(inputs)
    simulated = simulate(material, material.settings)
    assert read_places(simulated) == read_run(run)
    assert [(use.ceiling, use.used, use.funded) for use in simulated.ceilings] == [
        (use["key"], use["used"], use["funded"]) for use in run["ceilings"]
    ]
    nothing = compare(simulated, simulated)
    assert (nothing.entered, nothing.left, nothing.moved) == ((), (), 0)


def test_changed_settings_give_the_run_that_they_would_make():
    material = read_material(MANY)
    weights = rescale(dict(material.settings.weights) | {"reach": 40_000}, {"reach"})
    asked = make_settings(
        material, weights=weights, method="saw", allocation="stop", ceilings={"city": 10**9}
    )
    criteria = [
        row | {"weight": f"{weights[row['key']] / UNITS:.5f}"} for row in MANY["criteria_set"]["criteria"]
    ]
    remade = MANY | {
        "criteria_set": MANY["criteria_set"] | {"criteria": criteria},
        "rules": MANY["rules"] | {"method": "saw", "allocation": "stop"},
        "ceilings": [make_ceiling("city", 10**9), *MANY["ceilings"][1:]],
    }
    assert read_places(simulate(material, asked)) == read_run(computing.compute(remade))


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.integers(0, UNITS), min_size=1, max_size=7).filter(any),
    pins=st.sets(st.integers(0, 6), max_size=3),
)
def test_rescaled_weights_sum_to_exactly_one_in_proportion(amounts, pins):
    weights = {f"k{number}": amount for number, amount in enumerate(amounts)}
    pinned = {f"k{number}" for number in pins} & weights.keys()
    held = sum(weights[key] for key in pinned)
    if held > UNITS or (held < UNITS and len(pinned) == len(weights)):
        with pytest.raises(ValueError, match="persen"):
            rescale(weights, pinned)
        return
    scaled = rescale(weights, pinned)
    assert sum(scaled.values()) == UNITS
    assert min(scaled.values()) >= 0
    assert all(scaled[key] == weights[key] for key in pinned)
    others = [key for key in weights if key not in pinned]
    total = sum(weights[key] for key in others)
    for key in others:
        share = Fraction(weights[key], total) if total else Fraction(1, len(others))
        assert abs(scaled[key] - share * (UNITS - held)) < 1


def test_who_enters_leaves_and_what_it_means_for_a_kecamatan():
    """Three of 100 million and room for one: more money lets the second in, another weight turns the order."""
    rows = [
        make_proposal(1, households=10, fields={"current_households": 10, "current_readiness": 5}),
        make_proposal(2, households=50, fields={"current_households": 50, "current_readiness": 3}),
        make_proposal(3, kecamatan="36.71.04", fields={"current_households": 5, "current_readiness": 1}),
    ]
    inputs = make_inputs(
        rows, list_lengths={"36.71.03": 20, "36.71.04": 20}, ceilings=[make_ceiling("city", 100_000_000)]
    )
    material = read_material(inputs)
    old = simulate(material, material.settings)
    first, second = (place.subject.reference[-1] for place in old.places[:2])
    assert (first, second) == ("2", "1")
    weights = rescale(dict(material.settings.weights) | {"readiness": 50_000}, {"readiness"})
    turned = simulate(material, make_settings(material, weights=weights))
    found = compare(old, turned)
    assert [move.new.subject.reference[-1] for move in found.entered] == ["1"]
    assert [move.new.subject.reference[-1] for move in found.left] == ["2"]
    assert found.moved == 2
    assert found.left[0].new.shortfall == ("city", 100_000_000, 0)
    richer = simulate(material, make_settings(material, ceilings={"city": 250_000_000}))
    by_kecamatan = group(old, richer, lambda subject: subject.kecamatan)
    assert [(part.code, part.count_change, part.money_change) for part in by_kecamatan] == [
        ("36.71.03", 1, 100_000_000),
        ("36.71.04", 0, 0),
    ]
    assert find_cut(richer, "city") == (3, richer.places[2].score, 50_000_000)


def test_results_of_other_proposals_are_told_apart():
    both, one = (make_inputs([make_proposal(n) for n in numbers]) for numbers in ((1, 2), (2, 3)))
    old, new = (simulate(material, material.settings) for material in map(read_material, (both, one)))
    found = compare(old, new)
    assert [place.subject.reference[-1] for place in found.gone] == ["1"]
    assert [place.subject.reference[-1] for place in found.added] == ["3"]
    assert [move.new.subject.reference[-1] for move in found.moves] == ["2"]
    assert (found.total.old_count, found.total.new_count) == (2, 2)


def ask(material, *, locked=frozenset(), **query):
    return whatif.read(
        {name.replace("_", "-", 1): text for name, text in query.items()}, material, locked=locked
    )


def test_an_address_asks_and_what_differs_is_written_back():
    material = read_material(MANY)
    asked = ask(
        material, bobot_rkpd_fit="40", metode="saw", pembulatan="2", penilai="median", alokasi="stop",
        **{"pagu_kecamatan:36.71.01": "1.500.000"},
    )  # fmt: skip
    assert asked.errors == {}
    assert asked.settings.weights["rkpd_fit"] == 40_000
    assert asked.settings.weights["spm"] == 16_000  # 20 of the other 75 percent, of what is left
    changes = whatif.find_changes(material.settings, asked.settings)
    assert changes["weights"]["rkpd_fit"] == "0.40000"
    assert changes["ceilings"] == {"kecamatan:36.71.01": 1_500_000}
    assert (changes["method"], changes["normalised_places"]) == ("saw", 2)
    assert whatif.apply_changes(material.settings, changes) == asked.settings
    again = whatif.read(dict(whatif.write_query(material.settings, asked.settings)), material)
    assert again.settings == asked.settings
    assert whatif.write_query(material.settings, material.settings) == []


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("bobot_spm", "-1", "bobot-spm"),
        ("bobot_spm", "seratus", "bobot-spm"),
        ("bobot_spm", "100,5", "bobot-spm"),
        ("bobot_spm", "1e9", "bobot-spm"),
        ("bobot_spm", "²", "bobot-spm"),
        ("pagu_city", "-5", "pagu-city"),
        ("pagu_city", "9" * 60, "pagu-city"),
        ("pagu_city", "1.00", "pagu-city"),
        ("metode", "promethee", "metode"),
        ("penilai", "modus", "penilai"),
        ("alokasi", "acak", "alokasi"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(name, text, field):
    material = read_material(MANY)
    asked = ask(material, **{name: text})
    assert list(asked.errors) == [field]
    assert asked.typed[field] == text
    assert asked.settings == replace(material.settings)


@pytest.mark.parametrize(
    ("weights", "locked", "sentence"),
    [
        ((0,) * 7, (), "Semua bobot nol"),
        ((60, 60, 0, 0, 0, 0, 0), ("rkpd_fit", "spm"), "lebih dari 100 persen"),
        ((10,) * 7, tuple(row["key"] for row in MANY["criteria_set"]["criteria"]), "dikunci"),
    ],
)
def test_weights_without_a_whole_are_refused(weights, locked, sentence):
    material = read_material(MANY)
    query = {
        f"bobot_{key}": str(value) for key, value in zip(material.settings.weights, weights, strict=True)
    }
    assert sentence in ask(material, locked=frozenset(locked), **query).errors["bobot"]


def test_slope_keeps_the_order_of_both_sides_and_shows_what_changes_first():
    material = read_material(MANY)
    old = simulate(material, material.settings)
    weights = rescale(dict(material.settings.weights) | {"reach": 60_000}, {"reach"})
    new = simulate(material, make_settings(material, weights=weights))
    found = compare(old, new)
    ceiling = choose_ceiling(old, new)
    assert ceiling != "city"  # which nobody exceeds here
    old_cut, new_cut = find_cut(old, ceiling)[0], find_cut(new, ceiling)[0]
    chosen = choose_lines(found.moves, cuts=(old_cut, new_cut), most=30)
    assert len({move.key for move in chosen}) == len(chosen) == 30
    assert sum(move.entered for move in chosen) >= min(10, len(found.entered))
    assert sum(move.left for move in chosen) >= min(10, len(found.left))
    drawn = slope.draw(chosen, old_cut=old_cut, new_cut=new_cut)
    for side, stops in enumerate((drawn.old, drawn.new)):
        positions = [stop.move[side].position for stop in stops]
        assert positions == sorted(positions)
        heights = [stop.y for stop in stops]
        assert all(low + slope.ROW <= high for low, high in pairwise(heights))
        assert max(heights) < drawn.height
    below = [stop for stop in drawn.old if stop.y > drawn.old_cut]
    assert all(stop.move.old.position >= old_cut for stop in below)
