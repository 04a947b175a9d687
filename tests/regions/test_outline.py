"""Points in and outside of outlines with holes and islands, metres to the edge, and shapes with fewer points."""

from math import cos, radians, sin

import pytest

from regions.outline import count_points, farthest, holds, metres_outside, simplify

SOUTH, WEST, SIDE = -6.16, 106.65, 0.01  # about 1,106 m by 1,112 m
METRES = 111_195


def square(south: float, west: float, side: float) -> list[list[float]]:
    north, east = round(south + side, 6), round(west + side, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


BLOCK = [[square(SOUTH, WEST, SIDE)]]
WITH_HOLE = [[square(SOUTH, WEST, SIDE), square(SOUTH + 0.004, WEST + 0.004, 0.002)]]
TWO = [[square(SOUTH, WEST, SIDE)], [square(SOUTH, WEST + 0.03, SIDE)]]


@pytest.mark.parametrize(
    ("outline", "east", "north", "inside"),
    [
        (BLOCK, 0.005, 0.005, True), (BLOCK, 0.011, 0.005, False), (BLOCK, -0.001, 0.005, False),
        (BLOCK, 0.005, 0.0101, False), (BLOCK, 0.5, 0.0, False),
        (WITH_HOLE, 0.001, 0.001, True), (WITH_HOLE, 0.005, 0.005, False),
        (TWO, 0.035, 0.005, True), (TWO, 0.02, 0.005, False),
    ],
)  # fmt: skip
def test_holds(outline, east, north, inside):
    assert holds(outline, SOUTH + north, WEST + east) is inside
    assert (metres_outside(outline, SOUTH + north, WEST + east) == 0) is inside


def test_metres_outside_to_an_edge_and_to_a_corner():
    assert metres_outside(BLOCK, SOUTH - 0.001, WEST + 0.005) == pytest.approx(0.001 * METRES, rel=1e-3)
    aside = 0.002 * METRES * cos(radians(SOUTH))
    assert metres_outside(BLOCK, SOUTH + 0.005, WEST + SIDE + 0.002) == pytest.approx(aside, rel=1e-3)
    corner = metres_outside(BLOCK, SOUTH - 0.001, WEST - 0.001)
    assert corner == pytest.approx(0.001 * METRES * (1 + cos(radians(SOUTH)) ** 2) ** 0.5, rel=1e-3)


def test_metres_outside_counts_to_the_rim_of_a_hole_and_between_islands():
    assert metres_outside(WITH_HOLE, SOUTH + 0.0041, WEST + 0.005) == pytest.approx(0.0001 * METRES, rel=1e-2)
    assert metres_outside(TWO, SOUTH + 0.005, WEST + 0.029) == pytest.approx(
        0.001 * METRES * cos(radians(SOUTH)), rel=1e-2
    )


def test_a_point_on_the_edge_is_not_outside():
    assert metres_outside(BLOCK, SOUTH + 0.005, WEST + SIDE) == pytest.approx(0, abs=0.01)
    assert metres_outside(BLOCK, SOUTH, WEST) == pytest.approx(0, abs=0.01)


def test_farthest_corner():
    assert farthest(BLOCK, SOUTH, WEST) == pytest.approx(1_568, abs=5)
    assert farthest([], SOUTH, WEST) == 0


def test_simplify_keeps_the_shape_within_its_tolerance():
    ring = [[WEST + 0.01 * cos(angle / 500), SOUTH + 0.01 * sin(angle / 500)] for angle in range(3142)]
    circle = [[[*ring, ring[0]]]]
    shown = simplify(circle, most=60)
    assert count_points(shown) <= 60
    assert shown[0][0][0] == shown[0][0][-1]
    assert all(metres_outside(circle, y, x) < 2 for x, y in shown[0][0])
    assert all(metres_outside(shown, y, x) < 40 for x, y in ring[::100])


def test_simplify_leaves_few_points_alone_and_drops_what_is_too_small():
    assert simplify(BLOCK, most=200) == BLOCK
    speck = square(SOUTH + 0.005, WEST + 0.005, 0.000001)
    assert simplify([[BLOCK[0][0], speck]], most=200) == BLOCK
    assert len(simplify([[speck]], most=200)) == 1
