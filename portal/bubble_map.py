"""Geometry of the public map: bubbles at centroids, area proportional to rupiah, hairlines to the kecamatan's middle.

Pure: numbers in, numbers for SVG attributes out. No boundary is drawn, because none is certified.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians, sqrt

WIDTH, HEIGHT, MARGIN = 640, 520, 24
LARGEST, SMALLEST = 13.0, 2.5  # radius
STEPS = (1, 2, 3, 5, 6, 10, 12, 15, 20, 30, 50)
LETTER, LINE = 7.2, 14.0  # size of a label in units of the drawing


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: geographical coordinates and the rupiah and proposals that are in there."""

    code: str
    name: str
    latitude: float
    longitude: float
    group: str = ""
    amount: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bubble:
    spot: Spot
    x: str
    y: str
    r: str
    hub_x: str
    hub_y: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Label:
    name: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """`legend`: radius and amount of three round sums."""

    bubbles: list[Bubble]
    labels: list[Label]
    legend: list[dict]
    chosen: Bubble | None
    width: int = WIDTH
    height: int = HEIGHT


def draw(spots: Iterable[Spot], hubs: Mapping[str, Spot], *, chosen: str = "") -> Drawing:
    """The whole map. `hubs`: the kecamatan by code; `chosen`: the code of a kelurahan."""
    spots = sorted(spots, key=lambda spot: -spot.amount)  # small ones on top
    project = _Projection([*spots, *hubs.values()])
    most = max((spot.amount for spot in spots), default=0)
    placed = [(spot, *project(spot), _radius(spot.amount, most)) for spot in spots]
    bubbles = []
    for spot, x, y, r in placed:
        hub = project(hubs[spot.group]) if spot.group in hubs else (x, y)
        bubbles.append(Bubble(spot, _n(x), _n(y), _n(r), _n(hub[0]), _n(hub[1]), spot.code == chosen))
    taken = [(x - r, y - r, x + r, y + r) for _, x, y, r in placed]
    labels = [_place(hub.name, *project(hub), taken) for hub in hubs.values()]
    return Drawing(bubbles, labels, _legend(most), next((b for b in bubbles if b.is_chosen), None))


class _Projection:
    """Degrees to the box, true to scale at the latitude of the city."""

    def __init__(self, spots: list[Spot]):
        self.squeeze = cos(radians(-6.18))
        xs = [spot.longitude * self.squeeze for spot in spots] or [0.0]
        ys = [spot.latitude for spot in spots] or [0.0]
        self.left, self.top = min(xs), max(ys)
        spans = (max(xs) - self.left) or 1.0, (self.top - min(ys)) or 1.0
        self.scale = min((WIDTH - 2 * MARGIN) / spans[0], (HEIGHT - 2 * MARGIN) / spans[1])
        self.shift = (
            (WIDTH - self.scale * spans[0]) / 2,
            (HEIGHT - self.scale * spans[1]) / 2,
        )

    def __call__(self, spot: Spot) -> tuple[float, float]:
        x = self.shift[0] + (spot.longitude * self.squeeze - self.left) * self.scale
        y = self.shift[1] + (self.top - spot.latitude) * self.scale
        return x, y


def _radius(amount: int, most: int) -> float:
    return max(SMALLEST, LARGEST * sqrt(amount / most)) if most and amount else SMALLEST


def _place(name: str, x: float, y: float, taken: list) -> Label:
    """Near the middle, where it covers no bubble and no other label; else where it covers least."""
    width = LETTER * len(name)
    best = None
    for distance in (0, 10, 18, 26, 36, 48, 62):
        for dx, dy in ((0, -1), (0, 1), (1, -0.4), (-1, -0.4), (1, 0.5), (-1, 0.5)):
            centre = x + dx * (distance + (width / 2 if dx else 0)), y + dy * distance
            box = (centre[0] - width / 2, centre[1] - LINE / 2, centre[0] + width / 2, centre[1] + LINE / 2)
            if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > HEIGHT:
                continue
            covered = sum(_overlap(box, other) for other in taken)
            if best is None or covered < best[0]:
                best = covered, centre, box
        if best and best[0] == 0:
            break
    _, centre, box = best or (0, (x, y), (x, y, x, y))
    taken.append(box)
    return Label(name, _n(centre[0]), _n(centre[1] + 4), "middle")


def _overlap(one, other) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _legend(most: int) -> list[dict]:
    """Three round sums up to the largest, side by side."""
    if not most:
        return []
    power = 10 ** (len(str(most)) - 1)
    largest = next(step * power // 1 for step in reversed(STEPS) if step * power <= most or step == 1)
    entries, x = [], 40.0
    for part in (6, 2, 1):
        amount = largest // part
        r = _radius(amount, most)
        entries.append({"amount": amount, "r": _n(r), "x": _n(x), "text_x": _n(x + r + 6)})
        x += 150
    return entries


def _n(number: float) -> str:
    return f"{number:.1f}"
