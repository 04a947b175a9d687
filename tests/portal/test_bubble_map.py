"""The map: area is proportional to rupiah, everything stays inside, labels keep clear of bubbles."""

from itertools import pairwise

import pytest

from portal.bubble_map import HEIGHT, LARGEST, SMALLEST, WIDTH, Spot, draw

HUB = Spot("k", "Batuceper", -6.16, 106.67)


def make_spots(*amounts: int) -> list[Spot]:
    return [
        Spot(str(number), f"Kelurahan {number}", -6.12 - number / 100, 106.62 + number / 90, "k", amount, 1)
        for number, amount in enumerate(amounts)
    ]


def test_area_is_proportional_to_rupiah():
    four, one = draw(make_spots(400_000_000, 100_000_000), {"k": HUB}).bubbles
    assert float(four.r) == pytest.approx(2 * float(one.r), abs=0.1)
    assert float(four.r) == LARGEST


def test_a_place_without_money_keeps_a_dot():
    bubbles = draw(make_spots(5, 0), {"k": HUB}).bubbles
    assert float(bubbles[-1].r) == SMALLEST


def test_everything_stays_inside_the_drawing():
    drawing = draw(make_spots(*range(1, 40)), {"k": HUB})
    for bubble in drawing.bubbles:
        assert float(bubble.x) - float(bubble.r) >= 0 and float(bubble.x) + float(bubble.r) <= WIDTH
        assert float(bubble.y) - float(bubble.r) >= 0 and float(bubble.y) + float(bubble.r) <= HEIGHT


def test_north_is_up_and_east_is_right():
    north_west, south_east = draw(make_spots(2, 1), {"k": HUB}).bubbles
    assert float(north_west.x) < float(south_east.x)
    assert float(north_west.y) < float(south_east.y)


def test_chosen_place_is_found():
    drawing = draw(make_spots(3, 2, 1), {"k": HUB}, chosen="1")
    assert drawing.chosen.spot.name == "Kelurahan 1"
    assert draw(make_spots(3), {"k": HUB}, chosen="tidak ada").chosen is None


def test_two_labels_never_lie_on_each_other():
    hubs = {code: Spot(code, "Karang Tengah", -6.16, 106.67) for code in "abc"}
    drawing = draw(make_spots(1, 1), hubs)
    places = sorted((float(label.y), float(label.x)) for label in drawing.labels)
    assert all(abs(a[0] - b[0]) > 10 or abs(a[1] - b[1]) > 60 for a, b in pairwise(places))


def test_legend_holds_round_sums_up_to_the_largest():
    amounts = [entry["amount"] for entry in draw(make_spots(640_000_000), {"k": HUB}).legend]
    assert amounts == [100_000_000, 300_000_000, 600_000_000]
    assert draw(make_spots(0), {"k": HUB}).legend == []


def test_a_city_of_one_place_can_be_drawn():
    assert len(draw(make_spots(7), {}).bubbles) == 1
