"""Distances on the ground between points in degrees (WGS84). Pure: plain values in, plain values out."""

from collections.abc import Hashable, Iterable
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS = 6_371_000  # metres, mean
BOX_MARGIN = 6_000  # metres beyond the outermost centroids of the city


class Point(NamedTuple):
    """A place by whatever key the caller uses, with latitude and longitude in degrees."""

    key: Hashable
    latitude: float
    longitude: float


class Box(NamedTuple):
    """Degrees: everything from the south-west to the north-east corner, edges included."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def metres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance by the haversine formula."""
    north, other_north = radians(latitude), radians(other_latitude)
    half_north = sin((other_north - north) / 2)
    half_east = sin(radians(other_longitude - longitude) / 2)
    chord = half_north**2 + cos(north) * cos(other_north) * half_east**2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


def nearest(points: Iterable[Point], latitude: float, longitude: float) -> list[tuple[float, Hashable]]:
    """All points as (metres, key), the nearest first; equal distances by key."""
    return sorted((metres(latitude, longitude, lat, lon), key) for key, lat, lon in points)


def city_box(points: Iterable[Point], *, margin: float = BOX_MARGIN) -> Box | None:
    """The box around all points and `margin` metres more on each side; None around nothing."""
    points = list(points)
    if not points:
        return None
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    degree = radians(1) * EARTH_RADIUS  # metres in one degree of latitude
    up = margin / degree
    aside = margin / (degree * cos(radians(max(abs(south), abs(north)))))
    return Box(south - up, west - aside, north + up, east + aside)
