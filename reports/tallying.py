"""Counts and sums proposals by SQL, grouped; what a group means is decided in `whereabouts`."""

from collections.abc import Hashable

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from reports.whereabouts import Tally

HISTORY = ("status", "closed_from", "returned_from")


def keep_counted(rows: QuerySet) -> QuerySet:
    """What a recap counts: proposals of musrenbang kelurahan, ever endorsed, not withdrawn."""
    return rows.filter(source="musrenbang", endorsed_at__isnull=False).exclude(status="withdrawn")


def tally(rows: QuerySet) -> Tally:
    """One tally of all rows, in one query of a few groups whatever their number."""
    return tally_by(rows).get((), Tally())


def tally_by(rows: QuerySet, *by: str) -> dict[Hashable, Tally]:
    """A tally for each value of `by` (a tuple when there are several), in one query."""
    groups = (
        rows.order_by()
        .values_list(*by, *HISTORY)
        .annotate(proposals=Count("pk"), rupiah=Coalesce(Sum("current_budget"), 0))
    )
    found: dict[Hashable, Tally] = {}
    for group in groups:
        *key, status, closed_from, returned_from, count, amount = group
        name = key[0] if len(by) == 1 else tuple(key)
        found.setdefault(name, Tally()).add((status, closed_from, returned_from), count, amount)
    return found
