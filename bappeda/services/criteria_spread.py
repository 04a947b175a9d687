"""The values of one field over the present proposals, counted in the database, and the bands they fall in."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from bappeda import measuring, spread
from bappeda.computed import tell_band
from bappeda.models import Criterion
from bappeda.services.inputs import SCORING
from proposals.models import CatalogueItem, Proposal


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: of all proposals or one kind of work. `bands` says each column in words; `missing` had no value."""

    kind: str
    label: str
    total: int
    missing: int
    columns: tuple[spread.Column, ...]
    bands: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[spread.Column, str]]:
        return list(zip(self.columns, self.bands, strict=True))


@dataclass(frozen=True, slots=True)
class Spread:
    """`among`: which proposals were counted, in words."""

    among: str
    pictures: tuple[Picture, ...]


def read_spread(cycle, field_name: str, bands: measuring.Bands) -> Spread:
    """Proposals in `scoring`, or all endorsed ones while there are none; one query each.

    Raises ValueError when `bands` say nothing of a kind that is there.
    """
    own = Proposal.objects.filter(cycle=cycle)
    values = _count(own.filter(status=SCORING), field_name)
    among = "usulan yang sedang dinilai"
    if not values:
        values, among = _count(own.endorsed(), field_name), "usulan yang sudah diteruskan Lurah"
    kinds = (
        dict(CatalogueItem.Kind.choices) if bands.edges and "" not in bands.edges else {"": "Semua usulan"}
    )
    pictures = []
    for kind, label in kinds.items():
        counted = values.get(kind, []) if kind else [pair for pairs in values.values() for pair in pairs]
        pictures.append(
            Picture(
                kind=kind,
                label=label,
                total=sum(count for _, count in counted),
                missing=sum(count for value, count in counted if value in (None, "")),
                columns=spread.draw(spread.count_levels(counted, bands, kind=kind)),
                bands=tell_bands(field_name, bands, kind),
            )
        )
    return Spread(among, tuple(pictures))


def tell_bands(field_name: str, bands: measuring.Bands, kind: str = "") -> tuple[str, ...]:
    """What each level 1–5 takes in, in words."""
    levels = sorted(measuring.LEVELS)
    if bands.levels:
        names = dict(Proposal.LandStatus.choices)
        by_level = {
            level: [names.get(value, value) for value, own in bands.levels.items() if own == level]
            for level in levels
        }
        return tuple(", ".join(by_level[level]) or "–" for level in levels)
    limits = bands.edges.get(kind) or bands.edges[""]
    return tuple(tell_band(field_name, limits, level) for level in levels)


def describe_bands(criterion: Criterion) -> list[dict]:
    """The bands of a criterion in words, one entry per kind of work; none unless its source is a sound field."""
    try:
        bands = criterion.rule.bands
    except ValueError:
        return []
    if bands.levels:
        return [{"label": "", "bands": list(enumerate(tell_bands(criterion.field_name, bands), start=1))}]
    names = dict(CatalogueItem.Kind.choices)
    return [
        {
            "label": names.get(kind, ""),
            "bands": list(enumerate(tell_bands(criterion.field_name, bands, kind), start=1)),
        }
        for kind in bands.edges
    ]


def _count(rows, field_name: str) -> dict[str, list[tuple[object, int]]]:
    values = defaultdict(list)
    counted = rows.order_by().values_list("kind", field_name).annotate(Count("pk"))
    for kind, value, count in counted:
        values[kind].append((value, count))
    return values
