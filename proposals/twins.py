"""Finding the likely doubles of a proposal: the candidates by one indexed query, the comparing by `duplicates`.

Candidates are proposals of this year and those of past years that were not funded, in the same kelurahan and the ones
around it, and only what the person may see: kelurahan staff their own kelurahan with all its past years, offices above
what was endorsed. A neighbour's draft is nobody else's.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.offices import standings
from accounts.roles import KELURAHAN
from proposals import duplicates, position
from proposals.cycles import list_past
from proposals.duplicates import Candidate, Known, Subject, Twin
from proposals.lineage import UNFUNDED
from proposals.models import PlanningCycle, Proposal
from proposals.querysets import visible_to

GONE = ("withdrawn", "merged")  # of this year: no longer asked for
AT_ONCE = 3000  # candidates for a whole sheet of rows
_NEAR_DEGREES = 0.003  # about 330 m
COLUMNS = (
    "pk", "uuid", "reference", "title", "street", "rw", "latitude", "longitude", "catalogue_item__code", "status",
    "source", "cycle_id", "kelurahan_id",
    "kelurahan__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A likely double as a page tells it; `year` and `carry_url` are of one left over from a past year."""

    uuid: UUID
    reference: str
    title: str
    status: str
    kelurahan: str
    reason: str
    points: int
    year: int | None = None
    carry_url: str = ""

    @property
    def url(self) -> str:
        return reverse("proposals:detail", args=[self.uuid])


def find(user, row: Proposal, *, title: str | None = None) -> list[Shown]:
    """The likely doubles of a proposal as it stands, or with the title that is being typed. Two queries."""
    subject = describe(row) if title is None else describe(row, title=title)
    if not row.kelurahan_id or len(subject.title) < 4:
        return []
    past = list_past(row.cycle)
    candidates = read_candidates(
        user, cycle=row.cycle, past=past, kelurahan_id=row.kelurahan_id, subject=subject, but=row.pk
    )
    teller = _Teller(user, candidates, past)
    return [teller.tell(twin) for twin in teller.known.find_twins(subject)]


def find_for_many(
    user, *, cycle: PlanningCycle, kelurahan_id: int, subjects: Mapping[Hashable, Subject]
) -> dict[Hashable, list[Shown]]:
    """The likely doubles of many rows within their kelurahan, by their keys; two queries however many there are.

    Doubles among the rows themselves: `duplicates.Known` over them, asked with `but=` the own key.
    """
    past = list_past(cycle)
    candidates = read_candidates(user, cycle=cycle, past=past, kelurahan_id=kelurahan_id, most=AT_ONCE)
    teller = _Teller(user, candidates, past)
    return {
        key: [teller.tell(twin) for twin in teller.known.find_twins(subject)]
        for key, subject in subjects.items()
    }


def describe(row: Proposal, **changed) -> Subject:
    """What of a proposal is compared."""
    item = row.catalogue_item if row.catalogue_item_id else None
    values = {
        "title": row.title,
        "street": row.street,
        "rw": row.rw,
        "latitude": None if row.latitude is None else float(row.latitude),
        "longitude": None if row.longitude is None else float(row.longitude),
        "item": item.code if item else "",
    }
    return Subject(**values | changed)


def read_candidates(
    user,
    *,
    cycle: PlanningCycle,
    past: Sequence[PlanningCycle],
    kelurahan_id: int,
    subject: Subject | None = None,
    but: int | None = None,
    most: int = duplicates.MOST,
) -> list[dict]:
    """One query: at most `most` rows with the columns that are compared and shown, the most promising first."""
    near = (
        position.list_near(kelurahan_id, subject.latitude, subject.longitude) if subject else [kelurahan_id]
    )
    rows = visible_to(user).filter(kelurahan__in=near, cycle__in=[cycle.pk, *(year.pk for year in past)])
    rows = rows.filter(_asked_again(cycle) if not past else _asked_again(cycle) | _left_over(cycle, past))
    rows = rows.exclude(title="")
    if but is not None:
        rows = rows.exclude(pk=but)
    return list(_order(rows, subject).values(*COLUMNS)[:most])


def _asked_again(cycle: PlanningCycle) -> Q:
    return Q(cycle=cycle) & ~Q(status__in=GONE)


def _left_over(cycle: PlanningCycle, past: Sequence[PlanningCycle]) -> Q:
    """Not funded then, and not asked for again in this year already: that one is found itself."""
    again = Proposal.objects.filter(carried_from=OuterRef("pk"), carried_from__isnull=False, cycle=cycle)
    again = again.exclude(status="withdrawn")
    return Q(cycle__in=list(past), status__in=UNFUNDED) & ~Exists(again)


def _order(rows: QuerySet, subject: Subject | None) -> QuerySet:
    """Those that share words, place or kind of work first: a large kelurahan has more than can be compared."""
    if subject is None:
        return rows.order_by("-pk")
    signs = [Q(title__icontains=word) for word in duplicates.choose_words(subject.title)]
    if subject.item:
        signs.append(Q(catalogue_item__code=subject.item))
    if subject.latitude is not None and subject.longitude is not None:
        north, east = subject.latitude, subject.longitude
        signs.append(
            Q(
                latitude__range=(north - _NEAR_DEGREES, north + _NEAR_DEGREES),
                longitude__range=(east - _NEAR_DEGREES, east + _NEAR_DEGREES),
            )
        )
    likeness = sum(
        (Case(When(sign, then=1), default=0, output_field=IntegerField()) for sign in signs), Value(0)
    )
    return rows.order_by(likeness.desc() if signs else "-pk", "-pk")


class _Teller:
    """Candidates ready to be compared, and the words for those that turn out to be doubles."""

    def __init__(self, user, candidates: Sequence[dict], past: Sequence[PlanningCycle]):
        self._rows = {values["pk"]: values for values in candidates}
        self._offices = {s.office_id for s in standings(user) if s.role in KELURAHAN}
        self._years = {year.pk: year.planning_year for year in past}
        self.known = Known([Candidate(pk, read_subject(values)) for pk, values in self._rows.items()])

    def tell(self, twin: Twin) -> Shown:
        row = self._rows[twin.key]
        year = self._years.get(row["cycle_id"])
        is_own = row["kelurahan_id"] in self._offices and row["source"] == "musrenbang"
        return Shown(
            uuid=row["uuid"],
            reference=row["reference"] or "",
            title=row["title"],
            status=row["status"],
            kelurahan=row["kelurahan__name"],
            reason=twin.reason,
            points=twin.points,
            year=year,
            carry_url=reverse("proposals:carry", args=[row["uuid"]]) if year and is_own else "",
        )


def read_subject(values: dict) -> Subject:
    place = (values["latitude"], values["longitude"])
    latitude, longitude = (None if degrees is None else float(degrees) for degrees in place)
    item = values["catalogue_item__code"] or ""
    return Subject(values["title"], values["street"], values["rw"], latitude, longitude, item)
