"""The filter menus of a report's page: links, so that the state lives in the address."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from reports.declaration import Filter, Report, Subject

EVERYTHING = "Semua"


def list_menus(report: Report, user, params: Mapping[str, str], subject: Subject | None = None) -> list[dict]:
    """One menu per filter as `components/chip_menu.html` draws it; versions first, then what narrows the rows."""
    menus = []
    for place, choice in enumerate(report.versions):
        later = {after.key for after in report.versions[place + 1 :]}
        kept = {key: value for key, value in params.items() if key not in later}
        menus.append(_menu(choice.label, choice.key, choice.list_choices(user, params), params, kept))
    menus = [menu for menu in menus if len(menu["choices"]) > 1]
    return menus + (list_filter_menus(report.filters, subject.about, params) if subject is not None else [])


def list_filter_menus(filters: Sequence[Filter], about: Any, params: Mapping[str, str]) -> list[dict]:
    """One menu for each filter that offers a choice."""
    menus = []
    for narrowing in filters:
        choices = narrowing.list_choices(about)
        if len(choices) < 2 and narrowing.key not in params:
            continue
        below = {inner.key for inner in filters if inner.within == narrowing.key}
        kept = {key: value for key, value in params.items() if key not in below}
        menus.append(_menu(narrowing.label, narrowing.key, [("", EVERYTHING), *choices], params, kept))
    return menus


def _menu(
    label: str,
    key: str,
    choices: list[tuple[str, str]],
    params: Mapping[str, str],
    kept: Mapping[str, str] | None = None,
) -> dict:
    """`kept` are the parameters that go on when another choice is taken; else all."""
    chosen = params.get(key, "")
    said = dict(choices).get(chosen, "") if chosen else ""
    return {
        "label": f"{label}: {said}" if said else label,
        "on": bool(said),
        "choices": [
            {
                "label": text,
                "url": address({**(params if kept is None else kept), key: value}),
                "current": value == chosen,
            }
            for value, text in choices
        ],
    }


def address(params: Mapping[str, str]) -> str:
    """A query string without what is empty."""
    return f"?{urlencode({name: value for name, value in params.items() if value})}"
