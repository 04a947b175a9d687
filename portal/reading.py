"""What the public may read: the live year whose list is published, its decided proposals, sums and places.

Public are proposals that their kelurahan (or office) sent on and that have a final status; before the list is
published nothing is, and a training year never.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from bappeda.models import Publication
from bappeda.wording import label_ceilings
from proposals.lookup import REFERENCE
from proposals.models import Proposal, Review
from proposals.queues import LAST
from regions.indonesian import group, rupiah
from regions.models import Kelurahan

PAGE = 50
LONGEST_WORDS = 100
PUBLIC = ("prioritised", "reserve", "local", "referred", "rejected", "merged")
OUTCOMES = {
    "prioritas": "prioritised",
    "cadangan": "reserve",
    "dana-kelurahan": "local",
    "provinsi-pusat": "referred",
    "ditolak": "rejected",
    "digabung": "merged",
}
REASONED = ("rejected", "referred", "merged", "local")


def find_publication() -> Publication | None:
    """The list in force of the newest live year that has one, with its run and cycle."""
    return (
        Publication.objects.filter(cycle__kind="live", superseded_by=None)
        .select_related("cycle", "run")
        .order_by("-cycle__planning_year")
        .first()
    )


def list_public(publication: Publication) -> QuerySet[Proposal]:
    """The public proposals of a year, with their place in the list: `position`, `needed`, `left`, `ceiling`."""
    return (
        Proposal.objects.filter(cycle=publication.cycle_id, status__in=PUBLIC)
        .endorsed()
        .annotate(place=FilteredRelation("ranked", condition=Q(ranked__run=publication.run_id)))
        .annotate(
            position=F("place__position"),
            needed=F("place__needed"),
            left=F("place__left"),
            ceiling=F("place__binding_ceiling"),
            sort=Coalesce("place__position", Value(LAST), output_field=BigIntegerField()),
        )
    )


@dataclass(frozen=True)
class Choice:
    """What the address asks for; codes as written, unknown ones find nothing."""

    kecamatan: str = ""
    kelurahan: str = ""
    pd: str = ""
    hasil: str = ""
    cari: str = ""

    @classmethod
    def read(cls, params) -> "Choice":
        given = {name: _plain(params.get(name, "")) for name in cls.__dataclass_fields__}
        if given["hasil"] not in OUTCOMES:
            given["hasil"] = ""
        return cls(**given)

    def narrow(self, rows: QuerySet) -> QuerySet:
        for name, path in (
            ("kecamatan", "kecamatan__code"),
            ("kelurahan", "kelurahan__code"),
            ("pd", "current_agency__code"),
        ):
            if value := getattr(self, name):
                rows = rows.filter(**{path: value})
        if self.hasil:
            rows = rows.filter(status=OUTCOMES[self.hasil])
        for word in self.cari.split()[:8]:
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(reference__icontains=word)
                | Q(street__icontains=word)
                | Q(kelurahan__name__icontains=word)
            )
        return rows


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with a short explanation each, and the anchors of the neighbouring pages (None at the ends)."""

    rows: list[Proposal]
    count: int
    after: str | None = None
    before: str | None = None


def read_page(publication: Publication, choice: Choice, *, after: str = "", before: str = "") -> Page:
    """Keyset by place in the list, unranked ones behind by primary key; three queries at any size."""
    rows = choice.narrow(list_public(publication)).select_related(
        "kelurahan", "kecamatan", "current_agency", "merged_into"
    )
    count = rows.order_by().count()
    anchor = _read_anchor(before or after)
    if anchor and before:
        beside = Q(sort__lt=anchor[0]) | Q(sort=anchor[0], pk__lt=anchor[1])
        found = list(rows.filter(beside).order_by("-sort", "-pk")[: PAGE + 1])
        more_before, more_after = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        if anchor:
            rows = rows.filter(Q(sort__gt=anchor[0]) | Q(sort=anchor[0], pk__gt=anchor[1]))
        found = list(rows.order_by("sort", "pk")[: PAGE + 1])
        more_before, more_after = anchor is not None, len(found) > PAGE
        found = found[:PAGE]
    _explain(found, publication)
    return Page(
        found,
        count,
        after=_anchor(found[-1]) if found and more_after else None,
        before=_anchor(found[0]) if found and more_before else None,
    )


def find_public(publication: Publication, reference: str) -> Proposal | None:
    rows = list_public(publication).select_related(
        "kelurahan", "kecamatan", "current_agency", "field", "merged_into", "current_sub_kegiatan"
    )
    found = rows.filter(reference=reference).first() if REFERENCE.match(reference) else None
    if found:
        _explain([found], publication)
    return found


def _explain(rows: list[Proposal], publication: Publication) -> None:
    """Give each row `short`: why it has its result, in one line. One query for all reasons."""
    closing = Review.objects.filter(proposal=OuterRef("proposal"), outcome=OuterRef("outcome")).order_by(
        "-seq"
    )
    reasoned = [row.pk for row in rows if row.status in REASONED]
    reviews = (
        Review.objects.filter(
            proposal__in=reasoned, outcome__in=REASONED, seq=Subquery(closing.values("seq")[:1])
        )
        if reasoned
        else Review.objects.none()
    )
    said = {(review.proposal_id, review.outcome): review for review in reviews}
    labels = label_ceilings(publication.run)
    for row in rows:
        row.short = _say_short(row, said.get((row.pk, row.status)), labels)


def _say_short(row, review: Review | None, labels: dict[str, str]) -> str:
    if row.status == "prioritised":
        return f"Urutan {group(row.position)}" if row.position else ""
    if row.status == "reserve" and row.needed is not None:
        return (
            f"Pagu {labels.get(row.ceiling, row.ceiling)} tidak cukup, kurang {rupiah(row.needed - row.left)}"
        )
    if row.status == "merged" and row.merged_into:
        return f"Digabung ke {row.merged_into.title}"
    if row.status == "local":
        return "Didanai Dana Kelurahan"
    if row.status == "referred" and review:
        return f"Diusulkan ke {review.detail.get('institution') or 'Provinsi/Pusat'}"
    if row.status == "rejected":
        if review is None:
            return "Dibatalkan lewat perubahan daftar"
        return f"{review.get_category_display()}: {review.text}" if review.category else review.text
    return ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts and rupiah by status; rupiah and count of what is in, by kelurahan and by kecamatan."""

    by_status: dict[str, tuple[int, int]]
    by_kelurahan: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_kecamatan: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(count for count, _ in self.by_status.values())


def read_sums(publication: Publication) -> Sums:
    """One query: everything public grouped by status, kelurahan and kecamatan."""
    rows = (
        Proposal.objects.filter(cycle=publication.cycle_id, status__in=PUBLIC)
        .endorsed()
        .order_by()
        .values_list("status", "kelurahan__code", "kecamatan__code")
        .annotate(Count("pk"), amount=Coalesce(Sum("current_budget"), 0))
    )
    sums = Sums({}, {}, {})
    for status, kelurahan, kecamatan, count, amount in rows:
        _add(sums.by_status, status, count, amount)
        if status == "prioritised":
            _add(sums.by_kecamatan, kecamatan, count, amount)
            if kelurahan:
                _add(sums.by_kelurahan, kelurahan, count, amount)
    return sums


def list_kelurahan() -> list[Kelurahan]:
    return list(Kelurahan.objects.select_related("kecamatan").order_by("name"))


def _add(sums: dict, key: Any, count: int, amount: int) -> None:
    before = sums.get(key, (0, 0))
    sums[key] = (before[0] + count, before[1] + amount)


def _anchor(row) -> str:
    return f"{row.sort}-{row.pk}"


def _read_anchor(text: str) -> tuple[int, int] | None:
    place, _, pk = text.partition("-")
    parts = (place, pk)
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    return int(place), int(pk)


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_WORDS]
