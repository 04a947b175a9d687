"""What a report is: data. The same declaration serves the page, the API, the xlsx and the csv.

A cell is one of: text, whole number, whole rupiah, decimal, date, aware moment, or None for nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

Cell = str | int | Decimal | date | datetime | None
Row = tuple[Cell, ...]
NOTE = "Bukan penetapan anggaran; mengikuti rancangan akhir RKPD, KUA-PPAS dan APBD."


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    RUPIAH = "rupiah"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"


NUMERIC = frozenset({Kind.INTEGER, Kind.RUPIAH, Kind.DECIMAL})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `source` says for the reader of the API where the values come from; `width` is in characters.

    `places`: decimals that are always written; None writes as many as there are.
    """

    key: str
    heading: str
    source: str
    kind: Kind = Kind.TEXT
    width: int = 14
    places: int | None = None

    @property
    def looks(self) -> str:
        """The classes of its cells on a page (see `static/css/reports.css`)."""
        if self.kind in NUMERIC:
            return "num"
        return "col-widest" if self.width >= 40 else "col-wide" if self.width >= 20 else "col"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one person asked for, settled: allowed, complete and free of doubt.

    `params` are canonical: asked again, they give the same subject. `lines` stand under the title everywhere.
    `filename` is without its ending. `about` is what the layout itself reads its rows from.
    """

    title: str
    lines: tuple[str, ...]
    params: dict[str, str]
    filename: str
    about: Any


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a list, read from one query: counted, cut for a page, or streamed for a file."""

    queryset: Any
    read: Callable[[tuple], Row]

    def count(self) -> int:
        return self.queryset.count()

    def cut(self, start: int, stop: int) -> list[Row]:
        return [self.read(values) for values in self.queryset[start:stop]]

    def __iter__(self) -> Iterator[Row]:
        return map(self.read, self.queryset.iterator(chunk_size=1000))


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list: the choices that this subject offers, as (value, label)."""

    key: str
    label: str
    list_choices: Callable[[Any], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Version:
    """Which of several subjects of a cycle is shown: the choices that a person has, as (value, label)."""

    key: str
    label: str
    list_choices: Callable[[Any, Mapping[str, str]], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A small table beside the list: totals, or what the list was made from."""

    key: str
    title: str
    columns: tuple[Column, ...]
    list_rows: Callable[[Subject], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Report:
    """A declared report. `settle(user, asked)` answers a Subject or raises Refused; rows are read from a Subject."""

    slug: str
    title: str
    summary: str
    roles: frozenset[str]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    settle: Callable[[Any, Mapping[str, str]], Subject]
    list_rows: Callable[[Subject], Listing]
    sheets: tuple[Sheet, ...] = ()
    versions: tuple[Version, ...] = ()
    note: str = NOTE
