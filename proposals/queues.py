"""What waits at one office: keyset paging, neighbours, and how much is done.

The desks of kecamatan and Perangkat Daerah both read their queue here. A page takes one query whatever its length, and
counting stops at `COUNT_UP_TO`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    ExpressionWrapper,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from proposals.models import Field, Proposal
from proposals.models.proposal import LAST, in_list
from proposals.queue_choices import REPAIRED, SORTS, Choice
from regions.models import Kecamatan, Kelurahan

PAGE = 50
BEFORE = 3  # rows shown above the open one
COUNT_UP_TO = 5_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an office is. `matching` is what waits and fits the filters; `row` the number of the first row."""

    total: int
    waiting: int
    matching: int
    first: int = 1
    capped: bool = False

    @property
    def done(self) -> int:
        return self.total - self.waiting


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, with the neighbours of the open one or the ends of the page."""

    rows: list[Proposal]
    previous: Proposal | None = None
    following: Proposal | None = None
    more_before: bool = False
    more_after: bool = False


@dataclass(frozen=True)
class Pile:
    """What came to one office in one cycle (`scope`), and the status in which it waits there.

    `order` names the list that the office below made, `arrived` the moments of arrival, the first known one counts.
    `counted` holds the same rows for counting, where the office alone decides and not each row's readers.
    """

    scope: QuerySet
    status: str
    order: str
    arrived: tuple[str, ...]
    counted: QuerySet | None = None

    def read(self, choice: Choice) -> Page:
        """One page: 50 rows after or before the proposal that the address names. One query."""
        backwards = choice.before is not None
        rows = self._waiting(choice)
        anchor = choice.before or choice.after
        if anchor is not None:
            rows = rows.filter(self._beside(choice.sort, anchor, backwards=backwards))
        found = list(self._sort(rows, choice.sort, backwards=backwards)[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE]
        if backwards:
            found.reverse()
        return Page(
            found,
            more_before=more if backwards else anchor is not None and bool(found),
            more_after=more if not backwards else bool(found),
        )

    def read_around(self, choice: Choice, row: Proposal) -> Page:
        """The open proposal among what waits: ten before it, fifty from it on, and both neighbours. One query."""
        waiting = self._waiting(choice)
        sides = [
            self._sort(
                waiting.filter(self._beside(choice.sort, row, backwards=back)), choice.sort, backwards=back
            ).values("pk")[:length]
            for back, length in ((True, BEFORE + 1), (False, PAGE + 1))
        ]
        near = waiting.filter(Q(pk__in=sides[0]) | Q(pk__in=sides[1]) | Q(pk=row.pk))
        found = list(self._sort(near, choice.sort))
        place = self._place(choice.sort, row)
        earlier = [other for other in found if self._place(choice.sort, other) < place]
        later = [other for other in found if self._place(choice.sort, other) > place]
        here = [other for other in found if other.pk == row.pk]
        return Page(
            [*earlier[-BEFORE:], *here, *later[:PAGE]],
            previous=earlier[-1] if earlier else None,
            following=later[0] if later else None,
            more_before=len(earlier) > BEFORE,
            more_after=len(later) > PAGE,
        )

    def list_waiting(self, choice: Choice, *, most: int) -> list[Proposal]:
        """What waits and fits the filters, in their order. One query."""
        rows = self._waiting(choice).select_related(
            "current_sub_kegiatan", "current_agency", "cycle", "kelurahan", "kecamatan"
        )
        return list(self._sort(rows, choice.sort)[:most])

    def count(self, choice: Choice, page: Page | None = None) -> Progress:
        """How far the office is, in one query; counting stops at `COUNT_UP_TO`."""
        waits, narrowed = Q(status=self.status), choice.condition
        marks = {"waits": waits} | ({"fits": waits & narrowed} if narrowed else {})
        if page and page.rows and (choice.after or choice.before):
            marks["precedes"] = waits & narrowed & self._beside(choice.sort, page.rows[0], backwards=True)
        whole = self.scope if self.counted is None else self.counted
        # In the order of the office's index: where one office has half of a city, a scan would look cheaper and is not.
        ordered = whole.order_by("status", "-pk")
        rows = ordered.annotate(**{name: _truth(condition) for name, condition in marks.items()})
        counted = rows.values("pk", *marks)[: COUNT_UP_TO + 1]
        found = counted.aggregate(
            total=Count("pk"), **{f"count_{name}": Count("pk", filter=Q(**{name: True})) for name in marks}
        )
        return Progress(
            found["total"],
            found["count_waits"],
            found.get("count_fits", found["count_waits"]),
            found.get("count_precedes", 0) + 1,
            found["total"] > COUNT_UP_TO,
        )

    def next_after(self, choice: Choice, row: Proposal) -> Proposal | None:
        """What waits next in this order, else the first of all that waits; None when nothing does."""
        others = self._waiting(choice).exclude(pk=row.pk)
        following = others.filter(self._beside(choice.sort, row, backwards=False))
        return self._sort(following, choice.sort).first() or self._sort(others, choice.sort).first()

    def arrived_at(self, row: Proposal) -> datetime | None:
        return next((moment for name in self.arrived if (moment := getattr(row, name))), None)

    def _waiting(self, choice: Choice) -> QuerySet:
        rows = self.scope.filter(Q(status=self.status) & choice.condition)
        return rows.annotate(was_repaired=REPAIRED).select_related("kelurahan", "kecamatan")

    def _key(self, sort: str):
        """The expression that a sort orders by; it is never null."""
        of = SORTS[sort].of
        if of == "order":
            return in_list(self.order)
        if of == "arrived":
            return (
                Coalesce(*self.arrived) if len(self.arrived) > 1 else Coalesce(self.arrived[0], "created_at")
            )
        return Coalesce(f"current_{of}", Value(0), output_field=BigIntegerField())

    def _value(self, sort: str, row: Proposal):
        of = SORTS[sort].of
        if of == "order":
            value = getattr(row, self.order)
            return LAST if value is None else value
        if of == "arrived":
            return self.arrived_at(row) or row.created_at
        return getattr(row, f"current_{of}") or 0

    def _place(self, sort: str, row: Proposal) -> tuple:
        """Where a row stands in this order, comparable in Python as it is in SQL."""
        value = self._value(sort, row)
        return (-value if SORTS[sort].descending else value, row.pk)

    def _sort(self, rows: QuerySet, sort: str, *, backwards: bool = False) -> QuerySet:
        key, down = self._key(sort), SORTS[sort].descending != backwards
        return rows.order_by(key.desc() if down else key.asc(), "-pk" if backwards else "pk")

    def _beside(self, sort: str, anchor, *, backwards: bool) -> Q:
        """What stands before or after the anchor: a proposal, or the UUID of one (of any status) in this scope."""
        if isinstance(anchor, Proposal):
            value, pk = self._value(sort, anchor), anchor.pk
        else:
            found = self.scope.filter(uuid=anchor).order_by()
            value = Subquery(found.annotate(place=self._key(sort)).values("place")[:1])
            pk = Subquery(found.values("pk")[:1])
        down = SORTS[sort].descending != backwards
        beyond, bound = (LessThan, LessThanOrEqual) if down else (GreaterThan, GreaterThanOrEqual)
        key, tie = self._key(sort), Q(**{"pk__lt" if backwards else "pk__gt": pk})
        # The bound says nothing new, but an index can begin there; it cannot with the alternative alone.
        return Q(bound(key, value)) & (Q(beyond(key, value)) | Q(Exact(key, value)) & tie)


def list_choices(*, kecamatan: int | None = None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(code, name) of the places (kelurahan of one kecamatan, else kecamatan) and of the fields, in one query."""
    places = Kelurahan.objects.filter(kecamatan=kecamatan) if kecamatan else Kecamatan.objects.all()
    rows = places.order_by().annotate(sort=Value(1)).values_list("sort", "code", "name")
    fields = Field.objects.order_by().annotate(sort=Value(2)).values_list("sort", "code", "name")
    found = sorted(rows.union(fields, all=True))
    return [row[1:] for row in found if row[0] == 1], [row[1:] for row in found if row[0] == 2]


def _truth(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
