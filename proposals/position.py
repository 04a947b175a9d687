"""Where a proposal lies: refused outside the city's box, a warning when it looks like somebody else's place.

Where the outline of the kelurahan was loaded it decides; otherwise the centroids do, which are coarser.
"""

from decimal import Decimal

from django.core.cache import cache

from regions.distance import Point, city_box, metres, nearest
from regions.indonesian import decimal
from regions.models import Kelurahan
from regions.outline import metres_outside
from regions.services.boundaries import find_outlines

FARTHEST = 4000  # metres from the own centroid without a warning
OUTSIDE = 100  # metres outside a loaded outline without a warning: the outlines are no survey
NEIGHBOUR = 2500  # metres to a centroid: whose proposals may lie just across the border
PLACES = "proposals.position.places"  # the key of the cache


def is_in_city(latitude: Decimal, longitude: Decimal) -> bool:
    """Inside the box around all centroids of the city; nothing is while no kelurahan is loaded."""
    box = city_box(point for point, _ in _places().values())
    return box is not None and box.holds(float(latitude), float(longitude))


def warn(latitude: Decimal, longitude: Decimal, *, kelurahan_id: int) -> str:
    """What is odd about the place, for all who look at it; an empty string when nothing is."""
    places = _places()
    if kelurahan_id not in places:  # it came after the others were read
        cache.delete(PLACES)
        places = _places()
    if kelurahan_id not in places:
        return ""
    here = (float(latitude), float(longitude))
    own, own_name = places[kelurahan_id]
    outline = find_outlines(kelurahan_id).full
    if outline:
        return _warn_outside(metres_outside(outline, *here), own_name)
    away = metres(*here, own.latitude, own.longitude)
    if away > FARTHEST:
        return f"Titik ini {decimal(away / 1000, places=1)} km dari pusat Kelurahan {own_name}."
    _, closest = nearest((point for point, _ in places.values()), *here)[0]
    if closest != kelurahan_id:
        return f"Titik ini lebih dekat ke Kelurahan {places[closest][1]} daripada ke Kelurahan {own_name}."
    return ""


def list_places() -> list[tuple[str, float, float]]:
    """Name, latitude and longitude of every kelurahan."""
    return [(name, point.latitude, point.longitude) for point, name in _places().values()]


def _warn_outside(away: float, name: str) -> str:
    if away <= OUTSIDE:
        return ""
    said = f"{decimal(away / 1000, places=1)} km" if away >= 995 else f"{round(away, -1):.0f} m"
    return f"Titik ini {said} di luar garis batas Kelurahan {name}. Pindahkan titik, atau pastikan letaknya."


def list_near(
    kelurahan_id: int, latitude: float | None = None, longitude: float | None = None, *, most: int = 4
) -> list[int]:
    """The kelurahan itself and those (pk) whose centroids lie within NEIGHBOUR of the place, else of its own."""
    places = _places()
    if kelurahan_id not in places:
        return [kelurahan_id]
    own, _ = places[kelurahan_id]
    here = (own.latitude, own.longitude) if latitude is None or longitude is None else (latitude, longitude)
    others = nearest((point for key, (point, _) in places.items() if key != kelurahan_id), *here)
    return [kelurahan_id, *(key for away, key in others[:most] if away <= NEIGHBOUR)]


def _places() -> dict[int, tuple[Point, str]]:
    """Point and name of every kelurahan by pk; reference data, kept for ten minutes."""
    places = cache.get(PLACES)
    if not places:
        rows = Kelurahan.objects.values_list("pk", "name", "latitude", "longitude")
        places = {pk: (Point(pk, float(lat), float(lon)), name) for pk, name, lat, lon in rows}
        cache.set(PLACES, places, 600)
    return places
