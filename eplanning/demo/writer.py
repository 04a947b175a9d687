"""Writes one proposal as a kelurahan would: kind, place, words, volume, price, who benefits."""

import uuid
from decimal import Decimal
from random import Random

from proposals import budget, position
from proposals.models import CatalogueItem, Proposal
from regions.distance import metres

from . import places
from .kinds import KINDS

STEPS_AWAY = Decimal("0.000180")  # degrees, some 28 m both ways together
LAND = ("city", "city", "city", "public", "grant", "private")


class Writer:
    """Makes unsaved proposals of one cycle; the same seed makes the same ones."""

    def __init__(self, cycle, reference, random: Random, *, with_catalogue: bool = True):
        self.cycle = cycle
        self.with_catalogue = with_catalogue
        self.reference = reference  # catalogue, fields, priorities by code: see `telling.Scene`
        self.random = random
        self._weights = [kind.share for kind in KINDS]
        self._around: dict[int, tuple] = {}

    def write(self, kelurahan, *, like: Proposal | None = None) -> tuple[Proposal, dict]:
        """The proposal and the values as they were entered; with `like` somebody else's words for the same thing."""
        random = self.random
        kind = random.choices(KINDS, self._weights)[0]
        item = self.reference.catalogue[kind.code]
        address = places.pick_address(random)
        volume = self._pick_volume(kind)
        words = {
            "where": address["street"],
            "rtrw": f"RT {address['rt']}/RW {address['rw']}",
            "v": _number(volume),
            "river": random.choice(places.RIVERS),
            "flower": random.choice(places.FLOWERS),
        }
        households = min(900, max(4, round(random.lognormvariate(3.35, 0.75))))
        price = item.unit_price
        if random.random() < 0.18:
            price = round(price * random.uniform(0.9, 1.25) / 500) * 500
        values = {
            "title": random.choice(kind.titles).format(**words)[:200],
            "problem": random.choice(kind.problems).format(**words),
            "expected_output": kind.output.format(**words),
            "proposer": random.choice(places.PROPOSERS).format(**address),
            "field": item.field,
            **address,
            "catalogue_item": item,
            "kind": kind.kind,
            "volume": volume,
            "unit": kind.unit,
            "unit_price": price,
            "price_basis": kind.basis,
            "target_agency": item.agency_for(kelurahan.kecamatan),
            "households": households,
            "people": round(households * random.uniform(3.2, 4.4)),
            "rkpd_priority": self.reference.priorities[kind.priority],
        }
        if kind.kind == CatalogueItem.Kind.PHYSICAL:
            latitude, longitude = places.pick_position(random, kelurahan)
            values |= {
                "latitude": Decimal(str(latitude)),
                "longitude": Decimal(str(longitude)),
                "land_status": random.choice(LAND),
            }
        if not self.with_catalogue:
            values |= {
                "catalogue_item": None,
                "rkpd_priority": None,
                "justification": "Kamus tahun ini belum tersimpan di sistem.",
            }
        if like is not None:
            values |= _retell(like)
        row = Proposal(
            uuid=uuid.UUID(int=random.getrandbits(128), version=4),
            cycle=self.cycle,
            source="musrenbang",
            kelurahan=kelurahan,
            kecamatan=kelurahan.kecamatan,
            **values,
        )
        self._derive(row)
        return row, values

    def _pick_volume(self, kind) -> Decimal:
        low, high, step = kind.volumes
        steps = int((high - low) / step)
        # Small requests are far more common than large ones.
        return Decimal(str(low + step * min(steps, int(steps * self.random.betavariate(1.3, 3.2) + 0.5))))

    def _derive(self, row: Proposal) -> None:
        row.budget = budget.compute(row.volume, row.unit_price)
        row.current_volume, row.current_price, row.current_budget = row.volume, row.unit_price, row.budget
        row.current_households, row.current_agency = row.households, row.target_agency
        row.current_sub_kegiatan = row.catalogue_item.sub_kegiatan if row.catalogue_item else None
        if row.latitude is not None and not self._is_surely_inside(row):
            row.position_warning = position.warn(row.latitude, row.longitude, kelurahan_id=row.kelurahan_id)

    def _is_surely_inside(self, row: Proposal) -> bool:
        """Not far, and nearer to the own centroid than to any other: only what is near the own one can be nearer."""
        here = float(row.latitude), float(row.longitude)
        centre, neighbours = self._look_around(row.kelurahan)
        away = metres(*here, *centre)
        if away >= position.FARTHEST:
            return False
        for apart, place in neighbours:
            if apart > 2 * away:
                return True
            if metres(*here, *place) <= away:
                return False
        return True

    def _look_around(self, own) -> tuple[tuple, list[tuple]]:
        """The own centroid, and how far away which others are, the nearest first."""
        if own.pk not in self._around:
            centre, *others = (
                (float(place.latitude), float(place.longitude))
                for place in sorted(self.reference.kelurahan, key=lambda place: place.pk != own.pk)
            )
            self._around[own.pk] = centre, sorted((metres(*centre, *place), place) for place in others)
        return self._around[own.pk]


def _retell(row: Proposal) -> dict:
    """The same work a few steps away, with a shorter title and figures of its own."""
    same = (
        "problem", "expected_output", "field", "street", "rw", "catalogue_item", "kind", "unit", "unit_price",
        "price_basis", "target_agency", "land_status",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in same}
    if row.latitude is not None:
        values |= {"latitude": row.latitude + STEPS_AWAY, "longitude": row.longitude + STEPS_AWAY}
    return values | {
        "title": row.title.split(",")[0],
        "volume": max(Decimal(1), Decimal(int(row.volume * Decimal("0.8")))),
        "households": round(row.households * 1.25),
    }


def _number(volume: Decimal) -> str:
    return f"{volume.normalize():f}".replace(".", ",")
