"""The drawing beside the coordinates: distance rings around the centre, the neighbours, the point. It only advises.

Plain values in; numbers for SVG attributes out. Metres are laid on a plane around the centre, which is exact enough
for some kilometres.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, radians

from regions.distance import metres
from regions.outline import Outline, farthest

WIDTH, HEIGHT = 640, 266
OUTER = 122  # pixels of the outer ring
RINGS = (500, 1000, 2000, 4000)  # metres of the inner ring; the outer one is twice as far
MARGIN = 1.08  # as far beyond the outer ring an outline still stays inside the frame
SIDES = ("right", "left", "under", "above")
NEIGHBOURS = 14  # names on the map
PHONE = 172  # pixels from the middle that a phone shows, and the column beside a proposal
_DEGREE = 111_195  # metres
_LETTER = 7.4  # pixels, on average


@dataclass(slots=True)
class Mark:
    """A dot with its label; a label that found no room is left out. `far`: not shown on the phone."""

    name: str
    x: float
    y: float
    label_x: float = 0
    label_y: float = 0
    anchor: str = ""
    far: bool = False


@dataclass(slots=True)
class Drawing:
    rings: list[dict] = field(default_factory=list)
    centre: Mark | None = None
    point: Mark | None = None
    neighbours: list[Mark] = field(default_factory=list)
    away: int | None = None  # metres from the centre, rounded to ten
    outline: str = ""  # the path of a loaded boundary


Place = tuple[str, float, float]  # name, latitude, longitude


def draw(
    *, centre: Place, point: tuple[float, float] | None, places: Iterable[Place], outline: Outline = ()
) -> Drawing:
    """Everything laid out in pixels; `point` is (latitude, longitude) or None."""
    name, latitude, longitude = centre
    away = metres(latitude, longitude, *point) if point else 0
    reach = max(away, farthest(outline, latitude, longitude) / MARGIN)
    inner = next((ring for ring in RINGS if reach <= 2 * ring), RINGS[-1])
    scale = OUTER / (2 * inner)

    def lay(lat: float, lon: float) -> tuple[float, float]:
        east = (lon - longitude) * _DEGREE * cos(radians(latitude)) * scale
        return WIDTH / 2 + east, HEIGHT / 2 - (lat - latitude) * _DEGREE * scale

    drawing = Drawing(
        rings=[
            {"r": meters * scale, "text": _say(meters), "y": HEIGHT / 2 + meters * scale - 8}
            for meters in (inner, 2 * inner)
        ],
        away=round(away, -1) if point else None,
        outline=_trace(outline, lay),
    )
    taken = [_box(WIDTH / 2, ring["y"], "middle", ring["text"]) for ring in drawing.rings]
    taken.append((WIDTH / 2 - 6, HEIGHT / 2 - 6, WIDTH / 2 + 6, HEIGHT / 2 + 6))
    if point:
        x, y = lay(*point)
        taken.append((x - 13, y - 34, x + 13, y + 3))
        drawing.point = Mark("Titik usulan", x, y)
        _label(drawing.point, taken, sides=("left", "right"), rise=-14, gap=14)
    drawing.centre = Mark(f"Pusat {name}", WIDTH / 2, HEIGHT / 2)
    _label(drawing.centre, taken)
    near = sorted(places, key=lambda place: metres(latitude, longitude, place[1], place[2]))
    for other, lat, lon in near:
        x, y = lay(lat, lon)
        if other == name or not (8 < x < WIDTH - 8 and 8 < y < HEIGHT - 8) or len(drawing.neighbours) == 8:
            continue
        mark = Mark(other, x, y)
        taken.append((x - 5, y - 5, x + 5, y + 5))
        _label(mark, taken)
        box = _box(mark.label_x, mark.label_y, mark.anchor, other) if mark.anchor else (x, y, x, y)
        mark.far = max(WIDTH / 2 - box[0], box[2] - WIDTH / 2) > PHONE
        drawing.neighbours.append(mark)
    return drawing


def find_neighbours(centre: Place, places: Iterable[Place]) -> list[Place]:
    """The nearest other places, at most `NEIGHBOURS`, for the map."""
    name, latitude, longitude = centre
    others = [place for place in places if place[0] != name]
    return sorted(others, key=lambda place: metres(latitude, longitude, place[1], place[2]))[:NEIGHBOURS]


def _trace(outline: Outline, lay) -> str:
    """The path of an SVG; holes stay open by the even-odd rule."""
    return " ".join(
        f"M{' '.join('{:.1f},{:.1f}'.format(*lay(y, x)) for x, y in ring)}Z"
        for polygon in outline
        for ring in polygon
    )


def _say(meters: int) -> str:
    return f"{meters} m" if meters < 1000 else f"{meters // 1000} km"


def _label(mark: Mark, taken: list, *, sides=SIDES, rise: float = 5, gap: float = 10) -> None:
    """Put the label on the first side where it covers nothing and stays inside the frame."""
    choices = {
        "right": (mark.x + gap, mark.y + rise, "start"),
        "left": (mark.x - gap, mark.y + rise, "end"),
        "under": (mark.x, mark.y + 20, "middle"),
        "above": (mark.x, mark.y - 12, "middle"),
    }
    if mark.x < WIDTH / 2 and "under" in sides:
        sides = ("left", "right", "under", "above")
    for side in sides:
        x, y, anchor = choices[side]
        box = _box(x, y, anchor, mark.name)
        inside = box[0] > 4 and box[2] < WIDTH - 4 and box[1] > 2 and box[3] < HEIGHT - 2
        if inside and not any(_meet(box, other) for other in taken):
            mark.label_x, mark.label_y, mark.anchor = x, y, anchor
            taken.append(box)
            return


def _box(x: float, y: float, anchor: str, text: str) -> tuple[float, float, float, float]:
    width = len(text) * _LETTER
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - 13, left + width, y + 5


def _meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
