"""Outlines of kelurahan: loaded from a boundary file, removed again, and found for a page or a check."""

from pathlib import Path
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from regions import geojson
from regions.models import Boundary, City, Kecamatan, Kelurahan
from regions.outline import simplify

LARGEST = 20 * 1024 * 1024  # bytes of a file
MOST_SHOWN = 200  # points of an outline on a page, about 2 kB compressed
KEPT = 600  # seconds in the cache
KEY = "regions.boundary.{}"


class Loaded(NamedTuple):
    """What became of a file: outlines in it, of them new, of them changed; shapes of other levels; sentences."""

    total: int
    created: int
    changed: int
    others: int
    problems: list[str]


class Outlines(NamedTuple):
    """Of one kelurahan, in full and for a page; both empty where none was loaded."""

    full: list
    shown: list


def load_file(path: Path) -> Loaded:
    """Write the outlines of a GeoJSON file. What did not match is told and left out. Raises geojson.UnfitFile."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise geojson.UnfitFile(
                f"Berkas ini {size / 1024 / 1024:.0f} MB; paling besar {LARGEST // 1024 // 1024} MB. "
                "Ambil wilayah kota ini saja, atau sederhanakan garisnya dulu."
            )
        data = path.read_bytes()
    except OSError as fault:
        raise geojson.UnfitFile(f"Berkas {path} tidak bisa dibaca: {fault.strerror}.") from fault
    return load(data, source=path.name)


@transaction.atomic
def load(data: bytes, *, source: str) -> Loaded:
    """The same with the bytes of the file; an outline that is already as in the file is left alone."""
    rows = {row.code: row for row in Kelurahan.objects.select_related("kecamatan")}
    if not rows:
        raise geojson.UnfitFile("Data kelurahan belum ada. Jalankan load_reference lebih dulu.")
    others = [*Kecamatan.objects.values_list("code", flat=True), *City.objects.values_list("code", flat=True)]
    reading = geojson.read(data, places=map(_describe, rows.values()), other_codes=others)
    if not reading.outlines:
        first = f" {reading.problems[0]}" if reading.problems else ""
        raise geojson.UnfitFile(f"Tidak satu wilayah pun di berkas ini cocok dengan kelurahan.{first}")
    present = {row.kelurahan_id: row for row in Boundary.objects.all()}
    fresh, stale = [], []
    for code, outline in sorted(reading.outlines.items()):
        row = present.get(rows[code].pk) or Boundary(kelurahan=rows[code])
        if row.pk and row.outline == outline:
            continue
        row.outline, row.shown = outline, simplify(outline, most=MOST_SHOWN)
        row.source, row.loaded_at = source[:120], timezone.now()
        (stale if row.pk else fresh).append(row)
    Boundary.objects.bulk_create(fresh)
    if stale:
        Boundary.objects.bulk_update(stale, ["outline", "shown", "source", "loaded_at"])
    _forget(row.pk for row in rows.values())
    return Loaded(len(reading.outlines), len(fresh), len(stale), reading.others, reading.problems)


@transaction.atomic
def remove() -> int:
    """Remove every outline; how many there were."""
    _forget(Kelurahan.objects.values_list("pk", flat=True))
    return Boundary.objects.all().delete()[0]


def find_outlines(kelurahan_id: int | None) -> Outlines:
    """From the cache, or by one query; other hosts notice a new file after ten minutes at the latest."""
    if kelurahan_id is None:
        return Outlines([], [])
    key = KEY.format(kelurahan_id)
    found = cache.get(key)
    if found is None:
        row = Boundary.objects.filter(kelurahan_id=kelurahan_id).values_list("outline", "shown").first()
        found = tuple(row or ([], []))
        cache.set(key, found, KEPT)
    return Outlines(*found)


def _forget(keys) -> None:
    names = [KEY.format(key) for key in keys]
    transaction.on_commit(lambda: cache.delete_many(names))


def _describe(row: Kelurahan) -> geojson.Place:
    above = row.kecamatan
    return geojson.Place(
        row.code,
        tuple(filter(None, (row.name, row.later_name))),
        tuple(filter(None, (above.name, above.later_name))),
        float(row.latitude),
        float(row.longitude),
    )
