"""Where a proposal lies, as a sketch: rings around the own centre, the neighbouring centres, and the distance in words.

It advises, it does not prove a boundary.
"""

from dataclasses import dataclass
from typing import Any

from proposals.entry import location
from regions.indonesian import decimal
from regions.models import Kelurahan


@dataclass(frozen=True, slots=True)
class Sketch:
    """`drawing` holds the numbers of the SVG; `sentence` says the same in words."""

    drawing: location.Drawing
    place: Any  # the kelurahan, or the kecamatan of a proposal without one
    sentence: str
    warning: str


def draw(proposal) -> Sketch | None:
    """The sketch of a proposal with a position (one query), else None."""
    if proposal.latitude is None or proposal.longitude is None:
        return None
    place = proposal.kelurahan or proposal.kecamatan
    kind = "Kelurahan" if proposal.kelurahan_id else "Kecamatan"
    others = Kelurahan.objects.values_list("name", "latitude", "longitude")
    drawing = location.draw(
        centre=(place.name, float(place.latitude), float(place.longitude)),
        point=(float(proposal.latitude), float(proposal.longitude)),
        places=[(name, float(latitude), float(longitude)) for name, latitude, longitude in others],
    )
    away = f"{decimal(drawing.away / 1000, places=1)} km" if drawing.away >= 1000 else f"{drawing.away:.0f} m"
    sentence = (
        f"Sekitar {away} dari pusat {kind} {place.name}. Koordinat "
        f"{decimal(proposal.latitude, places=6)}, {decimal(proposal.longitude, places=6)}."
    )
    return Sketch(drawing, place, sentence, proposal.position_warning)
