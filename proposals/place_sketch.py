"""Where a proposal lies: the sketch of the form, with the distance and the coordinates in words.

It advises, it does not prove a boundary.
"""

from dataclasses import dataclass
from typing import Any

from proposals import position
from proposals.entry import location
from regions.indonesian import coordinates, decimal
from regions.services.boundaries import find_outlines


@dataclass(frozen=True, slots=True)
class Sketch:
    """`drawing` holds the numbers of the SVG; the rest says the same in words."""

    drawing: location.Drawing
    place: Any  # the kelurahan, or the kecamatan of a proposal without one
    away: str
    coordinates: str


def draw(proposal) -> Sketch | None:
    """The sketch of a proposal with a position (no query while places and outline are in the cache), else None."""
    if proposal.latitude is None or proposal.longitude is None:
        return None
    place = proposal.kelurahan or proposal.kecamatan
    drawing = location.draw(
        centre=(place.name, float(place.latitude), float(place.longitude)),
        point=(float(proposal.latitude), float(proposal.longitude)),
        places=position.list_places(),
        outline=find_outlines(proposal.kelurahan_id).shown,
    )
    away = f"{decimal(drawing.away / 1000, places=1)} km" if drawing.away >= 1000 else f"{drawing.away:.0f} m"
    return Sketch(drawing, place, away, coordinates(proposal.latitude, proposal.longitude))
