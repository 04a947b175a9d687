"""A page of a long list: keyset paging that costs the same on every page, and a count that stops in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from regions.indonesian import group

ROWS = 50
COUNT_UP_TO = 10_000
OLDER, NEWER = "sebelum", "sesudah"  # names in the address


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    previous_url: str
    next_url: str


def read_page(queryset, query: Mapping[str, Any], *, size: int = ROWS) -> Page:
    """Newest first by key. `query` is the request's GET; one query."""
    older, newer = _key(query.get(OLDER)), _key(query.get(NEWER))
    if newer is not None:
        found = list(queryset.filter(pk__gt=newer).order_by("pk")[: size + 1])
        more_newer, more_older = len(found) > size, True
        rows = found[:size][::-1]
    else:
        scope = queryset.filter(pk__lt=older) if older is not None else queryset
        found = list(scope.order_by("-pk")[: size + 1])
        more_newer, more_older = older is not None, len(found) > size
        rows = found[:size]
    if not rows:
        return Page([], _turn(query, {}) if older or newer else "", "")
    return Page(
        rows,
        _turn(query, {NEWER: rows[0].pk}) if more_newer else "",
        _turn(query, {OLDER: rows[-1].pk}) if more_older else "",
    )


def count(queryset) -> int:
    """How many, at most one above `COUNT_UP_TO`."""
    return queryset.order_by()[: COUNT_UP_TO + 1].count()


def tell_count(number: int, what: str = "usulan") -> str:
    if number > COUNT_UP_TO:
        return f"lebih dari {group(COUNT_UP_TO)} {what}"
    return f"{group(number)} {what}"


def with_query(query, **changed) -> str:
    """The address with some filters changed ("" or None takes one away) and paging started anew."""
    kept = {
        name: values
        for name, values in _lists(query).items()
        if name not in (OLDER, NEWER) and name not in changed
    }
    kept |= {name: [value] for name, value in changed.items() if value not in ("", None)}
    return "?" + urlencode(kept, doseq=True)


def _turn(query, cursor: dict) -> str:
    kept = {name: values for name, values in _lists(query).items() if name not in (OLDER, NEWER)}
    return "?" + urlencode(kept | cursor, doseq=True)


def _lists(query) -> dict[str, list]:
    if hasattr(query, "lists"):
        return dict(query.lists())
    return {name: [value] for name, value in query.items()}


def _key(typed) -> int | None:
    typed = str(typed or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
