"""What a report is: data. The same declaration serves the page, the API, the xlsx, the csv and the pdf.

A cell is one of: text, whole number, whole rupiah, decimal, date, aware moment, or None for nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bappeda.wording import PUBLIC_NOTE
from reports.listing import Cell, Listing, Row, ShortListing

__all__ = [
    "Cell",
    "Column",
    "Filter",
    "Kind",
    "Listing",
    "Report",
    "Row",
    "Sheet",
    "ShortListing",
    "Subject",
    "Version",
]

NOTE = PUBLIC_NOTE
NO_SOURCE = "–"  # in every cell of a column that an official form has and nothing here fills
EVERYWHERE = ("xlsx", "csv")
PRINTABLE = (*EVERYWHERE, "pdf")


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

    `places`: decimals that are always written; None writes as many as there are. `heads`: the merged headers above
    the heading, outermost first; neighbours that share a path share its cells.
    """

    key: str
    heading: str
    source: str
    kind: Kind = Kind.TEXT
    width: int = 14
    places: int | None = None
    heads: tuple[str, ...] = ()

    @property
    def full_heading(self) -> str:
        """In one line, where nothing can be merged."""
        return " · ".join((*self.heads, self.heading))

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
    `filename` is without its ending. `about` is what the layout itself reads its rows from. `columns`: this
    subject's own, where they depend on it (one per criterion, the year in a heading); else those of the report.
    `scope`: the offices whose rows are in it (`reports.scope`); a file is given out only while its owner has them.
    """

    title: str
    lines: tuple[str, ...]
    params: dict[str, str]
    filename: str
    about: Any
    columns: tuple[Column, ...] = ()
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list: the choices that this subject offers, as (value, label).

    `within` names the filter whose other choice takes this one back.
    """

    key: str
    label: str
    list_choices: Callable[[Any], list[tuple[str, str]]]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """Which of several subjects of a cycle is shown: the choices that a person has, as (value, label).

    `every`: a package of all reports holds one of each choice, else only what is shown without a choice.
    """

    key: str
    label: str
    list_choices: Callable[[Any, Mapping[str, str]], list[tuple[str, str]]]
    every: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A small table beside the list: totals, or what the list was made from.

    `narrowed`: filters of the list hold for it too. What is not narrowed stays out of a package for one office.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    list_rows: Callable[[Subject], Iterable[Row]]
    narrowed: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """A declared report. `settle(user, asked)` answers a Subject or raises Refused; rows are read from a Subject.

    `group`: rows are read as (its value, *cells) and come sorted by it; a row with the group's name stands above its
    rows. `sums`: keys of the numeric columns that are added up, per group and for the whole. `formats`: what files
    there are of it; with "pdf" when people print it. `orientation` of the printed sheet: landscape or portrait.
    """

    slug: str
    title: str
    summary: str
    roles: frozenset[str]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    settle: Callable[[Any, Mapping[str, str]], Subject]
    list_rows: Callable[[Subject], Listing | ShortListing]
    sheets: tuple[Sheet, ...] = ()
    versions: tuple[Version, ...] = ()
    note: str = NOTE
    group: Column | None = None
    sums: tuple[str, ...] = ()
    formats: tuple[str, ...] = EVERYWHERE
    orientation: str = "landscape"

    def __post_init__(self) -> None:
        numeric = {column.key for column in self.columns[1:] if column.kind in NUMERIC}
        if not numeric.issuperset(self.sums):
            raise ValueError(f"{self.slug}: only numeric columns after the first can be added up.")

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """With the group in front, where it is a column like others: csv and API."""
        return (self.group, *self.columns) if self.group else self.columns
