"""From frozen inputs to a result, byte for byte."""

import gc
import json
import random

import pytest

from bappeda import allocation, computing, earlier, result_rows
from tests.bappeda.frozen import CRITERIA, make_ceiling, make_inputs, make_many, make_proposal


def test_row_tells_all_that_explains_a_rank():
    first, second = make_proposal(1), make_proposal(2, kecamatan_order=2, budget=30)
    inputs = make_inputs(
        [second, first], ceilings=[make_ceiling("kecamatan:36.71.03", 99_999_999, "Kecamatan Batuceper")]
    )
    result = computing.compute(inputs)
    assert result["ranking"][0] == {
        "position": 1,
        "id": first["id"],
        "kecamatan": "36.71.03",
        "agency": "DPUPR",
        "field": "infrastruktur",
        "budget": 100_000_000,
        # 0.25·75 + 0.2·100 + 0.15·75 + 0.1·50 + 0.1·50 + 0.1·100 + 0.1·75
        "score": "77.500000",
        "contributions": [
            ("rkpd_fit", "4", "18.750000"),
            ("spm", "5", "20.000000"),
            ("basic_rights", "4", "11.250000"),
            ("cross_area", "3", "5.000000"),
            ("readiness", "3", "5.000000"),
            ("forum_order", "5", "10.000000"),
            ("reach", "4", "7.500000"),
        ],
        "tied": 2,
        "tie_rule": "kecamatan_order",
        "neighbour": second["id"],
        "own_value": "1",
        "neighbour_value": "2",
        "outcome": "reserve",
        "computed_outcome": "reserve",
        "forced": "",
        "shortfalls": [["kecamatan:36.71.03", 100_000_000, 99_999_999, False]],
        "cut_ceiling": "kecamatan:36.71.03",
        "cut_position": 1,
        "cut_points": "0.000000",
        "pass_position": None,
        "pass_points": None,
    }
    assert result["ranking"][1]["outcome"] == "prioritised"
    assert result["ceilings"] == [
        {
            "key": "kecamatan:36.71.03",
            "label": "Kecamatan Batuceper",
            "amount": 99_999_999,
            "used": 30,
            "left": 99_999_969,
            "funded": 1,
            "cut": {"id": first["id"], "position": 1, "needed": 100_000_000, "left": 99_999_999},
        }
    ]


def test_reserve_item_says_whom_it_would_have_to_pass():
    rows = [make_proposal(1, budget=60), make_proposal(2, budget=50, catalogue={"spm": 1, "basic_rights": 4})]
    result = computing.compute(make_inputs(rows, ceilings=[make_ceiling("city", 100)]))
    second = result["ranking"][1]
    assert (second["pass_position"], second["pass_points"]) == (1, "20.000000")


def test_same_inputs_in_another_order_give_the_same_bytes():
    inputs = make_many(200)
    expected = computing.write_canonical(computing.compute(inputs))
    random.Random(7).shuffle(inputs["proposals"])
    assert computing.write_canonical(computing.compute(inputs)) == expected


def test_inputs_read_back_from_text_give_the_same_bytes():
    inputs = make_many(200)
    again = json.loads(computing.write_canonical(inputs))
    assert computing.write_canonical(computing.compute(again)) == computing.write_canonical(
        computing.compute(inputs)
    )


def test_proposal_without_place_in_a_list_is_last_of_its_equals():
    placed, unplaced = make_proposal(1, kelurahan_order=9), make_proposal(2, kelurahan_order=None)
    rows = computing.compute(make_inputs([unplaced, placed]))["ranking"]
    assert [row["id"] for row in rows] == [placed["id"], unplaced["id"]]
    assert [(row["own_value"], row["neighbour_value"]) for row in rows] == [("9", ""), ("", "9")]


@pytest.mark.parametrize("is_on", [True, False])
def test_collector_is_left_as_it_was(is_on):
    (gc.enable if is_on else gc.disable)()
    try:
        computing.compute(make_inputs([make_proposal(1)]))
        assert gc.isenabled() == is_on
    finally:
        gc.enable()


def test_missing_marks_are_refused_with_the_list():
    lacking = make_proposal(2, sheets=[{"by": 1, "marks": {"rkpd_fit": 4, "cross_area": None}}])
    inputs = make_inputs([make_proposal(1), lacking])
    with pytest.raises(computing.NotRankable, match="1 usulan belum cukup dinilai") as refusal:
        computing.compute(inputs)
    assert [(lack.key, lack.criteria) for lack in refusal.value.lacks] == [(lacking["id"], ("cross_area",))]
    assert computing.find_lacks(inputs) == refusal.value.lacks


def test_pokir_is_bound_by_its_own_ceiling_and_not_by_the_kecamatan():
    pokir = make_proposal(1, source="pokir", kecamatan_order=None)
    ceilings = [make_ceiling("kecamatan:36.71.03", 0), make_ceiling("pokir", 100_000_000)]
    result = computing.compute(make_inputs([pokir, make_proposal(2)], ceilings=ceilings))
    outcomes = {row["id"]: row["outcome"] for row in result["ranking"]}
    assert outcomes == {pokir["id"]: "prioritised", make_proposal(2)["id"]: "reserve"}


@pytest.mark.parametrize(
    ("rules", "rule", "sentence"),
    [
        ({"method": "oracle"}, "method", "Pilih metode"),
        ({"allocation": "lottery"}, "allocation", "Pilih aturan pagu"),
        ({"reviewers": "loudest"}, "reviewers", "Pilih rata-rata"),
        ({"ties": ["reference"]}, "method", "tidak dikenal"),
        ({"luck": 1}, "method", "tidak dikenal"),
        ({"normalised_places": 2}, "normalised_places", "hanya untuk SAW"),
        ({"method": "saw", "normalised_places": 11}, "normalised_places", "0 sampai 10"),
        ({"method": "saw", "normalised_places": True}, "normalised_places", "0 sampai 10"),
    ],
)
def test_rules_that_this_version_does_not_know_are_refused(rules, rule, sentence):
    rules = computing.RULES | rules
    assert sentence in computing.find_problems(rules)[rule]
    with pytest.raises(ValueError, match=sentence):
        computing.compute(make_inputs([make_proposal(1)], rules=rules))


def test_inputs_of_another_format_are_refused():
    with pytest.raises(ValueError, match="berformat 1"):
        computing.compute(make_inputs([make_proposal(1)], format=1))


def make_pair(**rules) -> dict:
    """Two proposals that reviewers see differently: 3 and 4 of one, 1, 5 and 5 of the other."""
    rows = [
        make_proposal(n, sheets=[{"by": by, "marks": {"rkpd_fit": m, "cross_area": m}} for by, m in marks])
        for n, marks in ((1, [(1, 3), (2, 4)]), (2, [(1, 1), (2, 5), (3, 5)]))
    ]
    return make_inputs(rows, rules=computing.RULES | rules)


def test_median_joins_marks_otherwise_than_the_mean():
    by_median = computing.compute(make_pair(reviewers="median"))["ranking"]
    assert [row["contributions"][0][1] for row in by_median] == ["5", "7/2"]
    by_mean = computing.compute(make_pair())["ranking"]
    assert [row["contributions"][0][1] for row in by_mean] == ["11/3", "7/2"]


def test_saw_divides_by_the_best_and_rounds_normalised_values_when_asked():
    best, other = computing.compute(make_pair(method="saw"))["ranking"]
    assert best["score"] == "100.000000"
    # 0.35 · 100 · (7/2) / (11/3) + 65
    assert (other["score"], other["contributions"][0]) == ("98.409091", ("rkpd_fit", "7/2", "23.863636"))
    rounded = computing.compute(make_pair(method="saw", normalised_places=1))["ranking"]
    assert rounded[1]["score"] == "100.000000"


def test_topsis_has_levels_but_no_points():
    best, other = computing.compute(make_pair(method="topsis"))["ranking"]
    assert (best["score"], other["score"]) == ("100.000000", "0.000000")
    assert other["contributions"][0] == ("rkpd_fit", "7/2", "")
    assert len(other["contributions"]) == len(CRITERIA)


@pytest.mark.parametrize("method", computing.METHODS)
def test_cost_ranks_the_lower_level_first(method):
    criteria = [row | {"type": "cost"} if row["key"] == "rkpd_fit" else row for row in CRITERIA]
    inputs = make_pair(method=method)
    inputs["proposals"][1]["sheets"][0]["marks"] = {"rkpd_fit": 5, "cross_area": 3}
    inputs["proposals"][1]["sheets"] = inputs["proposals"][1]["sheets"][:1]
    inputs["proposals"][0]["sheets"] = [{"by": 1, "marks": {"rkpd_fit": 2, "cross_area": 3}}]
    first = computing.compute(inputs | {"criteria_set": {"min_marks": 1, "criteria": criteria}})["ranking"][0]
    assert first["id"] == inputs["proposals"][0]["id"]


def make_override(proposal: dict, direction: str) -> dict:
    return {
        "id": proposal["id"],
        "reference": proposal["reference"],
        "direction": direction,
        "reason": "Putusan rapat.",
        "by": "Admin",
        "at": "2020-03-24T02:00:00+00:00",
    }


def test_overrides_change_who_is_in_and_leave_order_and_computed_result_alone():
    rows = [make_proposal(n, kecamatan_order=n, budget=50) for n in (1, 2, 3)]
    overrides = [make_override(rows[0], "out"), make_override(rows[2], "in")]
    inputs = make_inputs(rows, ceilings=[make_ceiling("city", 100)], overrides=overrides)
    told = [
        (row["position"], row["computed_outcome"], row["outcome"], row["forced"], row["shortfalls"])
        for row in computing.compute(inputs)["ranking"]
    ]
    assert told == [
        (1, "prioritised", "reserve", "out", []),
        (2, "prioritised", "prioritised", "", []),
        (3, "reserve", "prioritised", "in", []),
    ]


def test_what_is_forced_in_beyond_a_ceiling_is_refused_with_what_is_lacking():
    row = make_proposal(1, budget=101)
    inputs = make_inputs([row], ceilings=[make_ceiling("city", 100)], overrides=[make_override(row, "in")])
    with pytest.raises(allocation.ForcedTooMuch) as refusal:
        computing.compute(inputs)
    assert refusal.value.lacking == {"city": 1}


def test_override_without_direction_is_refused():
    row = make_proposal(1)
    with pytest.raises(ValueError, match="neither in nor out"):
        computing.compute(make_inputs([row], overrides=[make_override(row, "up")]))


def test_run_of_format_1_is_computed_again_byte_for_byte():
    inputs = make_many(60)
    criteria = [
        {name: value for name, value in row.items() if name != "type"}
        for row in inputs["criteria_set"]["criteria"]
    ]
    rules = {name: value for name, value in inputs["rules"].items() if name != "normalised_places"}
    old = inputs | {"format": 1, "rules": rules, "criteria_set": {"min_marks": 1, "criteria": criteria}}
    del old["overrides"]
    assert earlier.is_earlier(old) and not earlier.is_earlier(inputs)
    # As it was written by the last version that made runs of format 1.
    assert computing.digest(computing.write_canonical(earlier.compute(old))) == (
        "34d0030c23e3726e44689085a88ef2590f65be102f7b3f14dcbd0afbabeddc31"
    )


def test_scores_below_zero_and_above_are_written_with_six_places():
    assert [result_rows.write_points(n) for n in (0, 1, -1_250_000, 100_000_000)] == [
        "0.000000",
        "0.000001",
        "-1.250000",
        "100.000000",
    ]


def test_floats_cannot_enter_a_digest():
    with pytest.raises(ValueError):
        computing.write_canonical({"score": float("nan")})


def test_digest_is_of_the_utf8_text():
    assert computing.digest(computing.write_canonical({"b": "é", "a": 1})) == (
        computing.digest('{"a":1,"b":"é"}')
    )


def test_default_weights_of_the_fixture_sum_to_one():
    assert sum(computing.read_criteria(CRITERIA)[n].weight for n in range(7)) == 1
