"""Geometry of the curve: inside its box, days in their place, and no comma inside an SVG."""

from datetime import date
from itertools import pairwise

from reports import curve

FIRST, LAST = date(2020, 1, 13), date(2020, 1, 31)


def draw(shares, **given):
    asked = {"first": FIRST, "last": LAST, "closing": LAST, "width": 980, "height": 300} | given
    return curve.draw([curve.Series("senders", shares)], **asked)


def test_line_begins_at_the_first_day_and_ends_where_its_days_end():
    (line,) = draw([0, 50, 100]).lines
    assert line.points.split()[0] == "44,270"
    assert line.points.split()[-1] == ",".join(line.end) == "145.3,30"
    whole = draw([100] * 19)
    assert (whole.lines[0].end, whole.closing.at, whole.closing.anchor) == (("956", "30"), "956", "end")


def test_shares_outside_stay_inside_the_plot():
    assert [spot.split(",")[1] for spot in draw([-20, 120]).lines[0].points.split()] == ["270", "30"]


def test_days_below_the_axis_leave_each_other_room():
    for width in (320, 980):
        places = [float(day.at) for day in draw([0], width=width).days]
        assert all(b - a >= curve.LABEL for a, b in pairwise(places))


def test_one_day_and_no_day_can_be_drawn():
    assert draw([40], last=FIRST, closing=FIRST).lines[0].points == "44,174"
    assert draw([], closing=date(2021, 1, 1)).lines == [] and draw([], closing=None).closing is None
