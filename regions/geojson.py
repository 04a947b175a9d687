"""Reading a boundary file (GeoJSON): its shapes, and which kelurahan each of them means. Pure: no database.

Files name a place in many ways (code, kode, KDEPUM; name, NAMOBJ, WADMKD), so a code is looked for in every property,
with or without its dots, and only without one the name decides, together with the kecamatan where the file tells it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite

from regions.outline import FEWEST, holds, metres_outside

MOST_FEATURES = 5_000
MOST_POINTS = 20_000  # of one kelurahan
FAR = 1_000  # metres: a centroid farther outside means another place, or another order of the numbers
NAMES = (
    "name", "nama", "namobj", "wadmkd", "kelurahan", "nama_kelurahan", "nama_kel", "desa", "nama_desa",
    "desa_kelurahan", "kel_desa", "village",
)  # fmt: skip
DISTRICTS = ("wadmkc", "kecamatan", "nama_kecamatan", "nama_kec", "district")
LEVELS = ("level", "tingkat", "jenis")
OTHER_LEVELS = ("kecamatan", "kota", "kabupaten", "provinsi")
NOT_DEGREES = "koordinatnya bukan derajat WGS84 (bujur, lintang); ubah dulu ke EPSG:4326"


class UnfitFile(ValueError):
    """The sentence says what is wrong with the file and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """A kelurahan as the files may name it."""

    code: str
    names: tuple[str, ...]
    district_names: tuple[str, ...]
    latitude: float
    longitude: float


@dataclass(slots=True)
class Reading:
    """`outlines` by the code of the kelurahan; `problems` are sentences; `others` are shapes of another level."""

    outlines: dict[str, list] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    others: int = 0


def read(data: bytes, *, places: Iterable[Place], other_codes: Iterable[str] = ()) -> Reading:
    """The outlines of the file. `other_codes` are those of kecamatan and city. Raises UnfitFile."""
    places = {place.code: place for place in places}
    others = {_digits(code) for code in other_codes}
    reading, by_name = Reading(), {}
    for number, feature in enumerate(_features(data), start=1):
        properties = feature.get("properties")
        properties = properties if isinstance(properties, Mapping) else {}
        said = _say(properties, number)
        code, is_coded = _match(properties, places, others)
        if code is None and is_coded:
            reading.others += 1
            continue
        if code is None:
            reading.problems.append(f"{said}: tidak cocok dengan kode atau nama kelurahan mana pun.")
            continue
        try:
            outline = read_outline(feature.get("geometry"))
            _check_place(outline, places[code], places)
        except UnfitFile as unfit:
            reading.problems.append(f"{said}: {unfit}.")
            continue
        target = reading.outlines if is_coded else by_name
        if code in target:
            reading.problems.append(f"{said}: kelurahan ini sudah ada di berkas; yang pertama dipakai.")
        else:
            target[code] = outline
    reading.outlines = by_name | reading.outlines
    return reading


def read_outline(geometry) -> list[list[list[list[float]]]]:
    """Polygons with closed rings. Raises UnfitFile."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise UnfitFile("bentuknya bukan Polygon atau MultiPolygon")
    polygons = geometry.get("coordinates")
    polygons = [polygons] if kind == "Polygon" else polygons
    if not isinstance(polygons, list) or not polygons:
        raise UnfitFile("garisnya kosong")
    left, outline = MOST_POINTS, []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise UnfitFile("garisnya kosong")
        rings = []
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) > left:
                raise UnfitFile(
                    f"garisnya tidak terbaca atau lebih dari {MOST_POINTS} titik; sederhanakan dulu"
                )
            left -= len(ring)
            rings.append(_read_ring(ring))
        outline.append(rings)
    return outline


def _read_ring(ring: list) -> list[list[float]]:
    points = []
    for point in ring:
        if not isinstance(point, list) or len(point) < 2:
            raise UnfitFile("ada titik yang tidak terbaca")
        x, y = point[:2]
        if any(isinstance(part, bool) or not isinstance(part, int | float) for part in (x, y)):
            raise UnfitFile("ada titik yang bukan angka")
        if abs(x) > 180 or abs(y) > 90 or not (isfinite(x) and isfinite(y)):
            raise UnfitFile(NOT_DEGREES)
        points.append([float(x), float(y)])
    if points and points[0] != points[-1]:
        points.append(list(points[0]))
    if len(points) < FEWEST:
        raise UnfitFile("garisnya kurang dari tiga titik")
    return points


def _features(data: bytes) -> list[Mapping]:
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise UnfitFile(
            "Berkas ini bukan GeoJSON yang utuh. Simpan ulang sebagai GeoJSON (UTF-8)."
        ) from fault
    if not isinstance(found, Mapping) or found.get("type") != "FeatureCollection":
        raise UnfitFile("Berkas ini bukan GeoJSON FeatureCollection. Simpan ulang sebagai GeoJSON.")
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise UnfitFile("Berkas ini tidak memuat satu wilayah pun.")
    if len(features) > MOST_FEATURES:
        raise UnfitFile(f"Berkas ini memuat lebih dari {MOST_FEATURES} wilayah. Ambil wilayah kota ini saja.")
    return [feature if isinstance(feature, Mapping) else {} for feature in features]


def _match(properties: Mapping, places: Mapping[str, Place], others: set[str]) -> tuple[str | None, bool]:
    """(code of the kelurahan or None, whether a code or level said so)."""
    by_digits = {_digits(code): code for code in places}
    values = {_digits(value) for value in properties.values() if isinstance(value, str | int)}
    codes = [by_digits[value] for value in values if value in by_digits]
    if len(codes) == 1:
        return codes[0], True
    low = {str(key).lower(): value for key, value in properties.items()}
    if values & others or any(_plain(low.get(key)) in OTHER_LEVELS for key in LEVELS):
        return None, True
    name = next((_plain(low[key]) for key in NAMES if _plain(low.get(key))), "")
    district = next((_plain(low[key]) for key in DISTRICTS if _plain(low.get(key))), "")
    found = [
        place.code
        for place in places.values()
        if name in map(_plain, place.names)
        and (not district or district in map(_plain, place.district_names))
    ]
    return (found[0], False) if name and len(found) == 1 else (None, False)


def _check_place(outline: list, own: Place, places: Mapping[str, Place]) -> None:
    if metres_outside(outline, own.latitude, own.longitude) > FAR:
        raise UnfitFile(
            "letaknya lebih dari 1 km dari pusat kelurahan itu; periksa kodenya, atau urutan bujur dan lintang"
        )
    if sum(holds(outline, place.latitude, place.longitude) for place in places.values()) > 2:
        raise UnfitFile("wilayah ini memuat pusat beberapa kelurahan; mungkin batas kecamatan")


def _say(properties: Mapping, number: int) -> str:
    """How the file itself calls the shape, for a sentence."""
    low = {str(key).lower(): value for key, value in properties.items()}
    name = next((low[key] for key in NAMES if isinstance(low.get(key), str) and low[key].strip()), "")
    return f"Wilayah ke-{number}" + (f" “{name.strip()[:60]}”" if name else "")


def _digits(value) -> str:
    text = str(value).strip()
    return text.replace(".", "") if re.fullmatch(r"[\d.]{2,16}", text) else ""


def _plain(value) -> str:
    """Letters and figures alone, without "Kelurahan" in front: "Kel. Batu Jaya" → "batujaya"."""
    if not isinstance(value, str):
        return ""
    text = re.sub(r"^\s*(kelurahan|kel\.|kecamatan|kec\.|kota|desa)\s+", "", value.lower())
    return re.sub(r"[^a-z0-9]", "", text) or re.sub(r"[^a-z0-9]", "", value.lower())


def _refuse_constant(name: str):
    raise ValueError(name)
