"""What the page of pictures shows: the filters in force, the charts, and the curve drawn in two widths."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from proposals.windows import Windows
from regions.indonesian import decimal, long_moment
from reports import curve, overview, timeliness
from reports.declaration import NOTE
from reports.narrowing import address, list_filter_menus
from reports.places import list_kecamatan, list_kelurahan
from reports.scope import Scope, pick, read_scope
from reports.tallying import keep_counted, tally
from reports.whereabouts import STAGES, Sum, Tally

FILTERS = pick("kecamatan", "agency", "field")
POPULATION = (
    "Usulan musrenbang kelurahan yang diteruskan lurah dan tidak dibatalkan, seperti dalam rekapitulasi."
)
TONES = ("teal", "teal", "teal", "good")
SIZES = {"curve-wide": (980, 300), "curve-narrow": (320, 250)}


def build(user, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The context of templates/reports/overview.html; raises Refused as `read_scope` does.

    A constant number of queries of groups, whatever the number of proposals.
    """
    scope = read_scope(user, asked, FILTERS)
    rows = keep_counted(scope.proposals)
    total = tally(rows)
    entered = total.incoming(STAGES[0])
    return {
        "lines": (POPULATION, *scope.say(), f"Keadaan data {long_moment(now)}."),
        "note": NOTE,
        "menus": list_filter_menus(FILTERS, scope, scope.params),
        "entered": entered,
        "funnel": _draw_funnel(total, entered),
        "standing": _draw_standing(total),
        "charts": _draw_charts(scope, rows),
        **_draw_timeliness(scope, now),
    }


def _draw_funnel(total: Tally, entered: Sum) -> list[dict]:
    return [
        {
            "label": step.label,
            "sum": step.sum,
            "leaves": step.leaves,
            "tone": tone,
            "share": f"{decimal(100 * step.sum.count / entered.count, places=1)}%" if entered.count else "–",
        }
        for step, tone in zip(overview.build_funnel(total), TONES, strict=True)
    ]


def _draw_standing(total: Tally) -> dict:
    stages = [
        {"name": name, "sum": whole, "groups": groups}
        for name, whole, groups in overview.chart_standing(total)
    ]
    every = [group for stage in stages for group in stage["groups"]]
    return {"stages": stages, **_find_largest(every)}


def _draw_charts(scope: Scope, rows) -> list[dict]:
    places = list_kecamatan(scope.user)
    if "kecamatan" in scope.params:
        places = places.filter(code=scope.params["kecamatan"])
    charts = {
        "kecamatan": overview.chart_places(rows, list(places)),
        "field": overview.chart_fields(rows),
        "agency": overview.chart_agencies(rows),
    }
    return [
        {
            "key": key,
            "title": chart.title,
            "head": chart.head,
            "groups": _link(chart.groups, chart.narrows, scope),
            "rest": _link(chart.rest, chart.narrows, scope),
            **_find_largest([*chart.groups, *chart.rest]),
        }
        for key, chart in charts.items()
        if chart.groups
    ]


def _link(groups: list[overview.Group], narrows: str, scope: Scope) -> list[dict]:
    """Bars whose label narrows the page to what they stand for."""
    return [
        {
            "label": group.label,
            "sum": group.sum,
            "url": address({**scope.params, narrows: group.code})
            if narrows and group.code and narrows not in scope.params
            else "",
        }
        for group in groups
    ]


def _find_largest(groups: list[overview.Group]) -> dict[str, int]:
    return {
        "largest_count": max((group.sum.count for group in groups), default=0),
        "largest_amount": max((group.sum.amount for group in groups), default=0),
    }


def _draw_timeliness(scope: Scope, now: datetime) -> dict[str, Any]:
    """Of the kelurahan below the person's offices, for all they sent; no matter of a Perangkat Daerah."""
    asked = {key: scope.params[key] for key in ("cycle", "kecamatan") if key in scope.params}
    places = list_kelurahan(scope.user)
    if "kecamatan" in asked:
        places = places.filter(kecamatan__code=asked["kecamatan"])
    below = list(places.values_list("pk", "name"))
    if not below:
        return {}
    sent = keep_counted(read_scope(scope.user, asked, pick("kecamatan")).proposals)
    timely = timeliness.read(
        sent.filter(kelurahan__in=[key for key, _ in below]), below, Windows(scope.cycle), now
    )
    if timely is None:
        return {}
    closing = timezone.localdate(timely.closes_at)
    drawings = [
        {
            "look": look,
            "drawing": curve.draw(
                timely.series,
                first=timely.first,
                last=timely.last,
                closing=closing,
                width=width,
                height=height,
            ),
        }
        for look, (width, height) in SIZES.items()
    ]
    return {"timeliness": timely, "curves": drawings, "widened": len(asked) < len(scope.params)}
