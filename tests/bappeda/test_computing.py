"""From frozen inputs to a result, byte for byte."""

import gc
import json
import random

import pytest

from bappeda import computing
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
        "shortfalls": [["kecamatan:36.71.03", 100_000_000, 99_999_999]],
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
    ("rules", "sentence"),
    [
        ({"method": "oracle"}, "Unknown method"),
        ({"allocation": "lottery"}, "Unknown rule of allocation"),
        ({"reviewers": "loudest"}, "not the ones"),
        ({"ties": ["reference"]}, "not the ones"),
    ],
)
def test_rules_that_this_version_does_not_know_are_refused(rules, sentence):
    with pytest.raises(ValueError, match=sentence):
        computing.compute(make_inputs([make_proposal(1)], rules=computing.RULES | rules))


def test_scores_below_zero_and_above_are_written_with_six_places():
    assert [computing.write_points(n) for n in (0, 1, -1_250_000, 100_000_000)] == [
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
