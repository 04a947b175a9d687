"""Where a point is questioned: by centroids while no outline is loaded, by the outline once it is."""

import pytest
from django.core.cache import cache

from proposals import place_sketch, position
from regions.models import Boundary
from tests.factories import World

pytestmark = pytest.mark.django_db
LATITUDE, LONGITUDE = -6.15342, 106.65938  # the centroid of Batujaya
DEGREE = 111_195


@pytest.fixture
def world():
    return World()


def load(row, half: float = 0.01):
    west, east, south, north = LONGITUDE - half, LONGITUDE + half, LATITUDE - half, LATITUDE + half
    outline = [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]]
    Boundary.objects.create(
        kelurahan=row, outline=outline, shown=outline, source="uji", loaded_at="2020-01-01T00:00:00Z"
    )


def warn(world, metres_north: float) -> str:
    return position.warn(LATITUDE + metres_north / DEGREE, LONGITUDE, kelurahan_id=world.batujaya.pk)


def test_without_an_outline_the_nearest_centroid_decides(world):
    assert warn(world, -300) == ""
    assert "lebih dekat ke Kelurahan Batusari" in warn(world, -1_000)


def test_with_an_outline_nearer_centroids_do_not_matter(world):
    load(world.batujaya)
    assert warn(world, -1_000) == ""


@pytest.mark.parametrize(
    ("metres", "said"), [(90, ""), (110, "110 m di luar"), (452, "450 m di luar"), (2_840, "2,8 km di luar")]
)
def test_a_point_more_than_100_m_outside_the_outline_is_questioned(world, metres, said):
    load(world.batujaya)
    sentence = warn(world, 0.01 * DEGREE + metres)
    assert said in sentence
    assert bool(sentence) is bool(said)


def test_an_outline_costs_one_query_and_then_none(world, django_assert_num_queries):
    load(world.batujaya)
    warn(world, 0)
    with django_assert_num_queries(0):
        warn(world, 100)


def test_the_sketch_of_a_proposal_shows_its_outline(world):
    row = world.draft()
    assert place_sketch.draw(row).drawing.outline == ""
    cache.clear()
    load(world.batujaya)
    drawing = place_sketch.draw(row).drawing
    assert drawing.outline.startswith("M") and drawing.outline.count(",") == 5
    assert [ring["text"] for ring in drawing.rings] == ["1 km", "2 km"]
