"""Distances and the city's box, on the real centroids."""

import pytest

from regions.distance import Box, Point, city_box, metres, nearest
from regions.models import Kelurahan
from regions.services.loading import load_reference

BATUJAYA = (-6.15482, 106.66108)


@pytest.fixture
def centroids(db):
    load_reference()
    return [
        Point(code, float(latitude), float(longitude))
        for code, latitude, longitude in Kelurahan.objects.values_list("code", "latitude", "longitude")
    ]


def test_metres_of_one_degree_along_the_equator():
    assert metres(0, 0, 0, 1) == pytest.approx(111_195, abs=1)


def test_metres_are_zero_for_the_same_point_and_the_same_both_ways():
    monas = (-6.17539, 106.82715)
    assert metres(*BATUJAYA, *BATUJAYA) == 0
    assert metres(*BATUJAYA, *monas) == metres(*monas, *BATUJAYA) == pytest.approx(18_500, abs=100)


def test_metres_survive_opposite_sides_of_the_earth():
    assert metres(0, 0, 0, 180) == pytest.approx(20_015_087, abs=1)


def test_nearest_centroid_comes_first(centroids):
    order = nearest(centroids, -6.15342, 106.65938)
    assert order[0] == (pytest.approx(244, abs=2), "36.71.03.1002")
    assert order[1][1] == "36.71.03.1006"
    assert len(order) == 104


def test_nearest_breaks_equal_distances_by_key():
    twins = [Point("b", -6.0, 106.0), Point("a", -6.0, 106.0)]
    assert [key for _, key in nearest(twins, -6.1, 106.1)] == ["a", "b"]


def test_city_box_holds_the_city_and_nothing_far(centroids):
    box = city_box(centroids)
    assert all(box.holds(place.latitude, place.longitude) for place in centroids)
    assert box.holds(-6.06, 106.7)
    assert not box.holds(-6.9, 107.6)  # Bandung
    assert not box.holds(6.15, 106.66)  # sign forgotten
    assert not box.holds(106.66, -6.15)  # swapped
    assert not box.holds(0, 0)


def test_city_box_reaches_six_kilometres_beyond_the_outermost_centroid(centroids):
    northernmost = max(centroids, key=lambda place: place.latitude)
    box = city_box(centroids)
    assert metres(northernmost.latitude, 106.65, box.north, 106.65) == pytest.approx(6000, abs=1)


def test_city_box_of_nothing_is_none():
    assert city_box([]) is None


def test_box_holds_its_edges():
    assert Box(0, 0, 1, 1).holds(1, 1)
    assert not Box(0, 0, 1, 1).holds(1.0001, 1)
