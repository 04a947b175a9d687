"""The rows of a report's list: counted, cut for a page, streamed for a file, and added up by the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import Sum

Cell = str | int | Decimal | date | datetime | None
Row = tuple[Cell, ...]
Number = int | Decimal

AT_ONCE = 1000  # rows fetched from the database's cursor


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one query.

    `read(number, values)` makes a row of the query's values; `number` counts from 1 through the whole list. In a
    report with a group it answers (group, *cells), and the query comes sorted by the group. `sums` names for each of
    the report's `sums` what of the query is added up: a field, an annotation or an expression.
    """

    queryset: Any
    read: Callable[[int, Any], Row]
    sums: Mapping[str, Any] = field(default_factory=dict)

    def count(self) -> int:
        return self.queryset.count()

    def cut(self, start: int, stop: int) -> list[Row]:
        return list(map(self.read, count(start + 1), self.queryset[start:stop]))

    def __iter__(self) -> Iterator[Row]:
        """All rows in the order of the query, through a server-side cursor where the database has one."""
        return map(self.read, count(1), self.queryset.iterator(chunk_size=AT_ONCE))

    def totals(self) -> dict[str, Number]:
        """The sum of the whole by column, as the database adds it up; nothing to add is 0."""
        if not self.sums:
            return {}
        asked = {f"total_of_{key}": Sum(summed) for key, summed in self.sums.items()}
        answer = self.queryset.order_by().aggregate(**asked)
        return {key: answer[f"total_of_{key}"] or 0 for key in self.sums}


@dataclass(frozen=True, slots=True)
class ShortListing:
    """A list of a few rows that are known already: one for each kecamatan, kelurahan or agency.

    `summed` are the sums of the whole, asked from the database in another way than the rows.
    """

    rows: Sequence[Row]
    summed: Mapping[str, Number] = field(default_factory=dict)

    def count(self) -> int:
        return len(self.rows)

    def cut(self, start: int, stop: int) -> list[Row]:
        return list(self.rows[start:stop])

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def totals(self) -> dict[str, Number]:
        return dict(self.summed)
