"""Outlines on the ground: is a point inside, how far outside, and the same shape with fewer points.

Pure: plain values in, plain values out. An outline is a list of polygons, a polygon a list of rings (the outer one,
then its holes), a ring a list of [longitude, latitude] in degrees (WGS84), the order of GeoJSON. Metres are laid on a
plane around the point, which is exact enough for some tens of kilometres.
"""

import itertools
from collections.abc import Iterator, Sequence
from math import cos, hypot, inf, radians

from regions.distance import EARTH_RADIUS

DEGREE = radians(1) * EARTH_RADIUS  # metres of one degree of latitude
FEWEST = 4  # points of a closed ring
START = 2.0  # metres: the first tolerance of simplify
PLACES = 5  # decimals of a shown point, about one metre

Ring = Sequence[Sequence[float]]
Outline = Sequence[Sequence[Ring]]


def metres_outside(outline: Outline, latitude: float, longitude: float) -> float:
    """Distance to the nearest edge of a point that lies outside, 0 inside or on an edge; holes are outside."""
    if holds(outline, latitude, longitude):
        return 0.0
    aside = DEGREE * cos(radians(latitude))

    def lay(point) -> tuple[float, float]:
        return (point[0] - longitude) * aside, (point[1] - latitude) * DEGREE

    return min((_distance((0.0, 0.0), lay(a), lay(b)) for a, b in _edges(outline)), default=inf)


def holds(outline: Outline, latitude: float, longitude: float) -> bool:
    """Inside one of the polygons and in none of its holes: a ray to the east meets its rings an odd number of times."""
    return any(sum(_crossings(ring, latitude, longitude) for ring in polygon) % 2 == 1 for polygon in outline)


def farthest(outline: Outline, latitude: float, longitude: float) -> float:
    """Metres from the point to the farthest corner; 0 without any."""
    aside = DEGREE * cos(radians(latitude))
    return max(
        (hypot((x - longitude) * aside, (y - latitude) * DEGREE) for x, y in _points(outline)), default=0.0
    )


def count_points(outline: Outline) -> int:
    return sum(1 for _ in _points(outline))


def simplify(outline: Outline, *, most: int) -> list[list[list[list[float]]]]:
    """The same shape with at most `most` points, rounded to about a metre (Douglas and Peucker).

    The tolerance doubles until it fits; rings that shrink to less than a triangle go, the largest one never does.
    """
    tolerance, shown = START, _thin(outline, START)
    while count_points(shown) > most and tolerance < 20_000:
        tolerance *= 2
        shown = _thin(outline, tolerance)
    return shown


def _thin(outline: Outline, tolerance: float) -> list[list[list[list[float]]]]:
    polygons = []
    for polygon in outline:
        rings = [_thin_ring(ring, tolerance) for ring in polygon]
        if rings and len(rings[0]) >= FEWEST:
            polygons.append([rings[0], *(ring for ring in rings[1:] if len(ring) >= FEWEST)])
    if not polygons and outline:
        largest = max((polygon[0] for polygon in outline), key=len)
        step = max(1, len(largest) // 8)
        polygons = [[_rounded([*largest[::step], largest[0]])]]
    return polygons


def _thin_ring(ring: Ring, tolerance: float) -> list[list[float]]:
    """Keep the first point, the one farthest from it, and between them what strays by more than `tolerance` metres."""
    aside = DEGREE * cos(radians(ring[0][1]))
    flat = [((x - ring[0][0]) * aside, (y - ring[0][1]) * DEGREE) for x, y in ring]
    middle = max(range(len(flat)), key=lambda at: hypot(*flat[at]))
    kept = {0, middle, len(flat) - 1}
    open_parts = [(0, middle), (middle, len(flat) - 1)]
    while open_parts:
        start, end = open_parts.pop()
        if end - start < 2:
            continue
        away, at = max((_distance(flat[at], flat[start], flat[end]), at) for at in range(start + 1, end))
        if away > tolerance:
            kept.add(at)
            open_parts += [(start, at), (at, end)]
    return _rounded([ring[at] for at in sorted(kept)])


def _rounded(ring: Ring) -> list[list[float]]:
    """Five decimals, and no point twice in a row."""
    shown: list[list[float]] = []
    for x, y in ring:
        point = [round(x, PLACES), round(y, PLACES)]
        if not shown or shown[-1] != point:
            shown.append(point)
    return shown


def _crossings(ring: Ring, latitude: float, longitude: float) -> int:
    met = 0
    for (x, y), (other_x, other_y) in itertools.pairwise(ring):
        if (y > latitude) != (other_y > latitude):
            met += longitude < x + (latitude - y) * (other_x - x) / (other_y - y)
    return met


def _distance(point, start, end) -> float:
    """From a point to a line between two others, on the plane."""
    along, up = end[0] - start[0], end[1] - start[1]
    length = along * along + up * up
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    part = ((point[0] - start[0]) * along + (point[1] - start[1]) * up) / length
    part = min(1.0, max(0.0, part))
    return hypot(point[0] - start[0] - part * along, point[1] - start[1] - part * up)


def _edges(outline: Outline) -> Iterator[tuple[Sequence[float], Sequence[float]]]:
    for polygon in outline:
        for ring in polygon:
            yield from itertools.pairwise(ring)


def _points(outline: Outline) -> Iterator[Sequence[float]]:
    for polygon in outline:
        for ring in polygon:
            yield from ring
