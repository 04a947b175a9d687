"""Where a proposal lies: refused outside the city's box, a warning when it looks like somebody else's place."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from django.core.cache import cache

from regions.models import Kelurahan

MARGIN = Decimal("0.05")  # degrees around the outermost centroids, some 5.5 km
FARTHEST = 4000  # metres from the own centroid without a warning


def is_in_city(latitude: Decimal, longitude: Decimal) -> bool:
    """Inside the box around all centroids of the city."""
    places = _places()
    if not places:
        return False
    south, north = min(p[2] for p in places), max(p[2] for p in places)
    west, east = min(p[3] for p in places), max(p[3] for p in places)
    margin = float(MARGIN)
    return south - margin <= float(latitude) <= north + margin and west - margin <= float(longitude) <= east + margin


def warn(latitude: Decimal, longitude: Decimal, *, kelurahan_id: int) -> str:
    """The sentence for the lurah and the kecamatan, or an empty string."""
    own = nearest = None
    for pk, name, lat, lon in _places():
        away = metres(float(latitude), float(longitude), lat, lon)
        if pk == kelurahan_id:
            own = (away, pk, name)
        if nearest is None or away < nearest[0]:
            nearest = (away, pk, name)
    if own is None:
        return ""
    if own[0] > FARTHEST:
        return f"Titik ini {own[0] / 1000:.1f} km dari pusat Kelurahan {own[2]}. Pastikan letaknya.".replace(".", ",", 1)
    if nearest[1] != kelurahan_id:
        return f"Titik ini lebih dekat ke Kelurahan {nearest[2]}. Pindahkan titik, atau pastikan letaknya."
    return ""


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine, mean earth radius 6,371,000 m)."""
    a = (
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * 6_371_000 * asin(sqrt(a))


def _places() -> list[tuple[int, str, float, float]]:
    """(pk, name, latitude, longitude) of every kelurahan; reference data, kept for ten minutes."""
    places = cache.get("proposals.position.places")
    if not places:
        places = [
            (pk, name, float(lat), float(lon))
            for pk, name, lat, lon in Kelurahan.objects.values_list("pk", "name", "latitude", "longitude")
        ]
        cache.set("proposals.position.places", places, 600)
    return places
