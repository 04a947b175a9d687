"""The proposals of one kelurahan by what must be done with them; a constant number of queries."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from proposals import workflow
from proposals.completeness import Missing, find_missing
from proposals.entry.lacking import Lack, list_lacks
from proposals.lineage import count_ages
from proposals.models import Attachment, Event, Proposal, Review
from proposals.querysets import visible_to
from proposals.windows import Windows

AT_DESK = ("draft", "awaiting_lurah", "revision")
MOST = 300  # of those that still wait here; an office files some dozens
RECENT = 20


@dataclass(slots=True)
class Entry:
    """One proposal that waits here. `review`: the return that sent it back; `missing`: what keeps it a draft.

    `age`: how often it was asked for, this year included; `is_shut`: the time in which it could go on is over.
    """

    row: Proposal
    missing: list[Missing] = field(default_factory=list)
    review: Review | None = None
    age: int = 1
    is_shut: bool = False

    @property
    def lacking(self) -> str:
        """What is missing, in one sentence."""
        return " ".join(item.sentence for item in self.missing)

    @property
    def lacks(self) -> list[Lack]:
        """What is missing, each with the way to its field."""
        return list_lacks(self.row, self.missing)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the office has come; `sent` counts what left the operators, `budget` is whole rupiah of that."""

    drawn_up: int
    sent: int
    endorsed: int
    waiting: int
    unfinished: int
    budget: int
    last_endorsed: datetime | None
    last_batch: int | None  # the key of one of its events

    @property
    def parts(self) -> list[dict]:
        return [
            {"value": self.endorsed, "tone": "primary"},
            {"value": self.waiting, "tone": "teal"},
            {"value": self.unfinished, "tone": "amber"},
        ]


@dataclass(slots=True)
class Papers:
    """Everything of the desk: `repair` (returned by anybody), `drafts`, `waiting` for the lurah, the last `sent`."""

    repair: list[Entry]
    drafts: list[Entry]
    waiting: list[Entry]
    sent: list[Proposal]
    tally: Tally


def read(user, *, cycle, office, windows: Windows, now: datetime) -> Papers:
    """Five queries, however many proposals there are, and one for each year that an age goes back."""
    own = visible_to(user).filter(cycle=cycle, kelurahan=office, source="musrenbang")
    rows = list(own.filter(status__in=AT_DESK).with_names().in_office_order("kelurahan_order")[:MOST])
    keys = [row.pk for row in rows]
    photos = count_photos(keys)
    reviews = _read_returns(keys)
    ages = count_ages(rows)
    entries = [
        Entry(
            row,
            find_missing(row, photos=photos.get(row.pk, 0)),
            reviews.get(row.pk),
            ages[row.pk],
            is_shut=not windows.of_proposal(_stage_of(row), row, now).is_open,
        )
        for row in rows
    ]
    latest_first = sorted(entries, key=lambda entry: entry.row.updated_at, reverse=True)
    returned = [e for e in latest_first if _was_returned(e)]
    return Papers(
        repair=sorted(returned, key=lambda e: (e.row.act_until is None, e.row.act_until or e.row.updated_at)),
        drafts=[e for e in latest_first if e.row.status == "draft" and not _was_returned(e)],
        waiting=[e for e in entries if e.row.status == "awaiting_lurah"],
        sent=_read_sent(own),
        tally=_tally(own),
    )


def _stage_of(row: Proposal) -> str:
    return workflow.ACT_UNTIL if row.status == "revision" else "kelurahan"


def _was_returned(entry: Entry) -> bool:
    return entry.row.status == "revision" or (entry.row.status == "draft" and entry.review is not None)


def count_photos(keys) -> dict[int, int]:
    photos = Attachment.objects.filter(proposal__in=keys, kind=Attachment.Kind.PHOTO, removed_at=None)
    return dict(photos.values_list("proposal").annotate(Count("pk")))


def _read_returns(keys) -> dict[int, Review]:
    """The latest return of each, by whomever."""
    found = Review.objects.filter(proposal__in=keys, outcome="returned").select_related("by").order_by("seq")
    return {review.proposal_id: review for review in found}


def _read_sent(own) -> list[Proposal]:
    last = Event.objects.filter(
        proposal=OuterRef("pk"), action__in=("submit", "endorse", "resubmit")
    ).order_by("-seq")
    sent = own.filter(submitted_at__isnull=False).exclude(status__in=("draft", "revision", "withdrawn"))
    sent = sent.annotate(sent_seq=Subquery(last.values("seq")[:1]), sent_at=Subquery(last.values("at")[:1]))
    return list(sent.select_related("merged_into").order_by("-sent_at", "-pk")[:RECENT])


def _tally(own) -> Tally:
    sent = Q(submitted_at__isnull=False) & ~Q(status__in=("draft", "revision"))
    counted = own.exclude(status="withdrawn").aggregate(
        drawn_up=Count("pk"),
        sent=Count("pk", filter=sent),
        endorsed=Count("pk", filter=Q(endorsed_at__isnull=False) & ~Q(status="revision")),
        waiting=Count("pk", filter=Q(status="awaiting_lurah")),
        unfinished=Count("pk", filter=Q(status__in=("draft", "revision"))),
        budget=Sum("budget", filter=sent),
    )
    last = Event.objects.filter(proposal__in=own, action="endorse").order_by("-at", "pk").first()
    return Tally(
        **counted | {"budget": counted["budget"] or 0},
        last_endorsed=last and last.at,
        last_batch=last and last.pk,
    )
