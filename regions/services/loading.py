"""Bring the reference data of `regions/data/` into the database."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from regions.models import Agency, City, Kecamatan, Kelurahan, Nomenclature

FOLDER = Path(__file__).resolve().parent.parent / "data"


class Loaded(NamedTuple):
    """What happened to one kind of reference data: rows in the file, of them new, of them changed."""

    kind: str
    total: int
    created: int
    changed: int


@transaction.atomic
def load_reference(*, folder: Path = FOLDER) -> list[Loaded]:
    """Write all reference data; rows that are already as in the files are left alone.

    Nothing is ever deleted: proposals refer to these rows. What an administrator may edit (an agency's name,
    whether it takes proposals) is written only when the row is new.
    """
    places = list(_rows(folder / "places.csv"))
    answers = [_load(City, "kota", [_place(row) for row in places if row["level"] == "kota"])]
    cities = {city.code: city for city in City.objects.all()}
    rows = [_place(row, city=cities) for row in places if row["level"] == "kecamatan"]
    answers.append(_load(Kecamatan, "kecamatan", rows))
    kecamatan = {place.code: place for place in Kecamatan.objects.all()}
    rows = [_place(row, kecamatan=kecamatan) for row in places if row["level"] == "kelurahan"]
    answers.append(_load(Kelurahan, "kelurahan", rows))
    answers.append(_load(Agency, "Perangkat Daerah", _agencies(folder, kecamatan), editable=True))
    rows = [
        values
        for path in sorted(folder.glob("nomenclature_*.csv"))
        for values in _nomenclature(path, year=int(path.stem.removeprefix("nomenclature_")))
    ]
    answers.append(_load(Nomenclature, "nomenklatur", rows, key=("planning_year", "code")))
    return answers


def _rows(path: Path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _place(row: dict, **parents: dict) -> dict:
    """Model fields of one row of places.csv; `parents` names the field of the parent and its rows by code."""
    return {
        "code": row["code"],
        "name": row["name"],
        "later_name": row["name_2025"] if row["name_2025"] != row["name"] else "",
        "latitude": Decimal(row["latitude"]).quantize(Decimal("0.000001")),
        "longitude": Decimal(row["longitude"]).quantize(Decimal("0.000001")),
        **{f"{field}_id": rows[row["parent"]].pk for field, rows in parents.items()},
    }


def _agencies(folder: Path, kecamatan: dict[str, Kecamatan]) -> list[dict]:
    """The agencies of the file, then one for each kecamatan under the kecamatan's own code."""
    listed = [
        {"code": row["code"], "name": row["name"], "short_name": row["short"], "kecamatan_id": None}
        for row in _rows(folder / "agencies.csv")
    ]
    return listed + [
        {
            "code": place.code,
            "name": f"Kecamatan {place.name}",
            "short_name": f"Kec. {place.name}",
            "kecamatan_id": place.pk,
        }
        for place in kecamatan.values()
    ]


def _nomenclature(path: Path, *, year: int) -> list[dict]:
    return [
        {
            "planning_year": year,
            "code": row["code"],
            "level": row["level"],
            "name": row["name"],
            "parent_code": row["parent"],
        }
        for row in _rows(path)
    ]


def _load(model, kind: str, rows: list[dict], *, key=("code",), editable: bool = False) -> Loaded:
    """Insert what is missing and update what differs; `editable` rows are only inserted."""
    present = {tuple(getattr(row, field) for field in key): row for row in model.objects.all()}
    fresh, stale = [], []
    for values in rows:
        row = present.get(tuple(values[field] for field in key))
        if row is None:
            fresh.append(model(**values))
        elif not editable and any(getattr(row, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(row, field, value)
            stale.append(row)
    model.objects.bulk_create(fresh)
    if stale:
        fields = [field.removesuffix("_id") for field in rows[0] if field not in key]
        model.objects.bulk_update(stale, fields)
    return Loaded(kind, len(rows), len(fresh), len(stale))
