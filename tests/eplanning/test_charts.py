"""Geometry of bars and gauges: never outside the box, never hiding an excess, never a comma inside SVG."""

import pytest

from eplanning import charts


@pytest.mark.parametrize(
    ("spent", "ceiling", "state", "percent", "length"),
    [
        (0, 100, "fits", "0,0%", "0"),
        (9499, 10000, "fits", "94,9%", "94.99"),
        (9500, 10000, "almost", "95,0%", "95"),
        (999_999, 1_000_000, "almost", "99,9%", "100"),
        (10000, 10000, "almost", "100,0%", "100"),
        (1_000_001, 1_000_000, "over", "100,1%", "100"),
        (0, 0, "fits", "0,0%", "0"),
        (1, 0, "over", "", "100"),
    ],
)
def test_measure_says_how_full_a_ceiling_is(spent, ceiling, state, percent, length):
    told = charts.measure(spent, ceiling)
    assert (told["state"], told["percent"], told["length"]) == (state, percent, length)


def test_measure_tells_what_is_left_and_what_is_too_much():
    assert charts.measure(70, 100)["left"] == 30
    assert charts.measure(130, 100)["excess"] == 30


def test_stack_puts_parts_one_after_the_other():
    placed = charts.stack([{"value": 12}, {"value": 28}, {"value": 2}], 42)
    assert [(part["x"], part["length"]) for part in placed] == [
        ("0", "28.57"),
        ("28.57", "66.67"),
        ("95.24", "4.76"),
    ]


def test_stack_leaves_out_empty_parts():
    assert [part["value"] for part in charts.stack([{"value": 0}, {"value": 5}], 5)] == [5]


def test_stack_of_nothing_is_empty():
    assert charts.stack([{"value": 0}], 0) == []


def test_scale_gives_the_largest_value_the_whole_box():
    assert [row["length"] for row in charts.scale([{"value": 50}, {"value": 200}])] == ["25", "100"]


def test_frame_keeps_points_inside_their_maximum():
    rows = charts.frame([{"points": 22.5, "maximum": 30}, {"points": 3.75, "maximum": 10}])
    assert [(row["frame"], row["length"]) for row in rows] == [("100", "75"), ("33.33", "12.5")]


def test_place_puts_one_bar_left_or_in_the_middle():
    assert charts.place(40, 100, tone="good") == [{"tone": "good", "x": "0", "length": "40"}]
    assert charts.place(40, 100, tone="good", centred=True) == [{"tone": "good", "x": "30", "length": "40"}]


def test_place_shows_what_is_small_and_nothing_where_nothing_is():
    assert charts.place(1, 10**9, tone="bad")[0]["length"] == "0.6"
    assert charts.place(0, 100, tone="bad") == charts.place(0, 0, tone="bad") == []
