"""What the template of a step needs: the form, the rail, the map, the catalogue, the sum, the words of the buttons."""

from django.conf import settings
from django.utils import timezone

from proposals import clock, position, twins
from proposals.entry import advice, catalogue, location, steps
from proposals.entry.coordinates import read_pair
from proposals.entry.finding import Sheet, can_take_up
from proposals.entry.saving import read_values
from proposals.forms import ProposalForm
from proposals.permissions import window_sentence
from regions.indonesian import coordinates, decimal, short_moment
from regions.models import Kelurahan
from regions.services.boundaries import find_outlines

COORDINATES = ("latitude", "longitude")  # read more freely than the form does


def make_form(sheet: Sheet, step: str, post=None) -> ProposalForm:
    """The step's fields: as saved, or as typed when `post` is given; what was not sent stays as saved."""
    row, names = sheet.row, steps.names_of(step, sheet.row.source)
    initial = {name: getattr(row, name) for name in names}
    if not row.funding:
        initial.pop("funding", None)
    as_saved = ProposalForm(None, cycle=row.cycle, place=sheet.place, only=names, initial=initial)
    if post is None:
        return _limit(as_saved, row)
    values = read_values(post, row=row, step=step)
    data = {name: values[name] if name in values else as_saved[name].value() for name in names}
    form = _limit(ProposalForm(data, cycle=row.cycle, place=sheet.place, only=names), row)
    form.full_clean()
    form.data = data | {name: post[name] for name in COORDINATES if name in values}  # shown as typed
    return form


def describe(sheet: Sheet, step: str, form: ProposalForm, *, user, post=None) -> dict:
    """The context of a step's page."""
    row = sheet.row
    before, after = steps.neighbours(step)
    rail = steps.build_rail(row, current=step, missing=sheet.missing, is_new=sheet.is_new)
    context = {
        "sheet": sheet,
        "row": row,
        "cycle": row.cycle,
        "form": form,
        "names": " ".join(steps.names_of(step, row.source)),
        "typed": post is not None,
        "step": step,
        "steps": rail,
        "number": steps.ORDER.index(step) + 1,
        "title": steps.TITLES[step],
        "before": before,
        "after": after,
        "after_label": steps.GO_ON.get(after, ""),
        "opening": sheet.opening,
        "blocked": explain_block(sheet),
        "saved_at": "" if sheet.is_new else say_saved(row),
        "planning_year": row.cycle.planning_year,
    }
    if step == "masalah":
        context["can_carry"] = can_take_up(row)
        context["twins"] = twins.find(user, row, title=form["title"].value() or "")
    if step == "lokasi":
        context |= draw_place(sheet, form["latitude"].value(), form["longitude"].value())
    if step == "volume":
        context |= add_up(row, lambda name: form[name].value(), words=(post or {}).get("q", ""))
    return context


def say_saved(row) -> str:
    """When the proposal was last saved: "10.42" today, "28 Jan 2020, 16.20" on another day."""
    saved, today = timezone.localtime(row.updated_at), timezone.localtime(clock.now())
    return f"{saved:%H.%M}" if saved.date() == today.date() else short_moment(saved)


def explain_block(sheet: Sheet) -> str:
    """Why nothing can be saved now; empty when it can."""
    refusal = sheet.verdict.refusal
    if refusal is None:
        return ""
    if refusal.code == "window":
        return window_sentence(sheet.verdict.rule.window, sheet.verdict.opening, clock.now())
    return refusal.message


def draw_place(sheet: Sheet, latitude, longitude) -> dict:
    """The map and its sentence for coordinates as typed or stored."""
    place, point = sheet.place, _read_point(latitude, longitude)
    if place is None:
        return {"map": None}
    inside = bool(point) and position.is_in_city(*point)
    places = position.list_places()
    centre = (place.name, float(place.latitude), float(place.longitude))
    outline = find_outlines(sheet.row.kelurahan_id).shown
    drawing = location.draw(centre=centre, point=point if inside else None, places=places, outline=outline)
    warning = position.warn(*point, kelurahan_id=place.pk) if inside and sheet.row.kelurahan_id else ""
    away = drawing.away or 0
    return {
        "map_away": f"{decimal(away / 1000, places=1)} km" if away >= 1000 else f"{away:.0f} m",
        "map_words": coordinates(*point) if point else "",
        "map": drawing,
        "map_outside": bool(point) and not inside,
        "map_warning": warning,
        "map_place": place,
        "map_data": {
            "centre": centre,
            "neighbours": location.find_neighbours(centre, places),
            "outline": outline,
            "tiles": {"url": settings.MAP_TILE_URL, "attribution": settings.MAP_TILE_ATTRIBUTION},
        },
    }


def add_up(row, value_of, *, words: str = "") -> dict:
    """The catalogue's answers and the sum for values as typed or stored; `value_of` gives the value of a field."""
    chosen = value_of("catalogue_item") or None
    found = catalogue.search(
        planning_year=row.cycle.planning_year,
        words=words,
        field=row.field if row.field_id else None,
        chosen=chosen,
    )
    total = advice.compute(value_of("volume"), value_of("unit_price"))
    return {
        "found": found,
        "words": words,
        "chosen_code": found.chosen.code if found.chosen else "",
        "total": total,
        "unit": value_of("unit") or (found.chosen.unit if found.chosen else ""),
        "price_question": advice.question_price(total.price, found.chosen),
        "ceiling_warning": advice.warn_of_ceiling(total.amount, row),
        "same_price": bool(found.chosen and total.price == found.chosen.unit_price),
    }


def _limit(form: ProposalForm, row) -> ProposalForm:
    if "kelurahan" in form.fields and row.source == "kecamatan":
        form.fields["kelurahan"].queryset = Kelurahan.objects.filter(kecamatan=row.kecamatan_id)
    return form


def _read_point(latitude, longitude) -> tuple[float, float] | None:
    try:
        lat, lon = (float(part) for part in read_pair(str(latitude or ""), str(longitude or "")))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
