"""Reading questions and answers: the threads of one proposal, what a person has not read, what an office owes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.offices import Standing, standings
from accounts.roles import BIDANG, ROLES
from proposals.models import Message, MessageReading

ANSWERED = Exists(Message.objects.filter(question=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message as this person reads it."""

    message: Message
    author: str
    is_new: bool

    @property
    def files(self) -> list:
        return list(self.message.files.all())


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its answers."""

    question: Spoken
    answers: list[Spoken]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many questions, how many of them wait, and how many messages the person has not read."""

    count: int = 0
    unanswered: int = 0
    unread: int = 0


@dataclass
class Talk:
    """All that was asked and answered about one proposal, in the order in which it was said."""

    messages: list[Message]
    read_up_to: int
    reader: Any

    @cached_property
    def threads(self) -> list[Thread]:
        threads = {m.pk: Thread(self._hear(m), []) for m in self.messages if m.question_id is None}
        for message in self.messages:
            if message.question_id:
                threads[message.question_id].answers.append(self._hear(message))
        return list(threads.values())

    @cached_property
    def spoken(self) -> list[Spoken]:
        return [self._hear(message) for message in self.messages]

    @property
    def summary(self) -> Summary:
        return Summary(
            len(self.threads),
            sum(not thread.answers for thread in self.threads),
            sum(spoken.is_new for spoken in self.spoken),
        )

    def _hear(self, message: Message) -> Spoken:
        is_new = message.pk > self.read_up_to and message.by_id != self.reader.pk
        return Spoken(message, tell_author(message, knows_reviewers=self._knows_reviewers), is_new)

    @cached_property
    def _knows_reviewers(self) -> bool:
        return any(standing.role in BIDANG for standing in standings(self.reader))


def read_talk(row, user, *, with_files: bool = False) -> Talk:
    """Two queries, and one more with the files. `row` comes from inside the person's scope."""
    messages = Message.objects.filter(proposal=row).select_related("by")
    if with_files:
        messages = messages.prefetch_related("files")
    known = MessageReading.objects.filter(proposal=row, reader=user).values_list("last", flat=True).first()
    return Talk(list(messages), known or 0, user)


def with_summary(rows: QuerySet, user) -> QuerySet:
    """Proposals with their figures, for `summarise` to ask nothing more: a desk's sheet has no query to spare."""
    messages = Message.objects.filter(proposal=OuterRef("pk")).order_by()
    reading = MessageReading.objects.filter(proposal=OuterRef("proposal"), reader=user).values("last")[:1]
    asked = messages.filter(question=None)
    return rows.annotate(
        talk_count=_count(asked),
        talk_unanswered=_count(asked.exclude(ANSWERED)),
        talk_unread=_count(messages.exclude(by=user).filter(pk__gt=Coalesce(Subquery(reading), 0))),
    )


def summarise(row, user) -> Summary:
    """The figures alone: as `with_summary` read them, else in one query."""
    if hasattr(row, "talk_count"):
        return Summary(row.talk_count, row.talk_unanswered, row.talk_unread)
    reading = MessageReading.objects.filter(proposal=row, reader=user).values("last")[:1]
    messages = Message.objects.filter(proposal=row).order_by().annotate(was_answered=ANSWERED)
    is_new = Q(pk__gt=Coalesce(Subquery(reading), 0)) & ~Q(by=user)
    found = messages.aggregate(
        count=Count("pk", filter=Q(question=None)),
        unanswered=Count("pk", filter=Q(question=None, was_answered=False)),
        unread=Count("pk", filter=is_new),
    )
    return Summary(**found)


def mark_read(*, talk: Talk, row, by) -> None:
    """Remember that the person has seen all of it; never goes back."""
    last = talk.messages[-1].pk if talk.messages else 0
    if last <= talk.read_up_to:
        return
    made = MessageReading(proposal=row, reader=by, last=last)
    MessageReading.objects.bulk_create([made], ignore_conflicts=True)
    MessageReading.objects.filter(proposal=row, reader=by, last__lt=last).update(last=last)


def list_owed(user, cycle) -> QuerySet[Message]:
    """The questions of this year that wait for an answer of the person's offices, oldest first."""
    scope = Q(pk__in=[])
    for standing in standings(user):
        scope |= _asked_of(standing)
    questions = Message.objects.filter(scope, question=None, proposal__cycle=cycle).exclude(ANSWERED)
    return questions.select_related("by", "proposal").order_by("pk")


def count_owed(user, cycle) -> int:
    return list_owed(user, cycle).order_by().count() if cycle and cycle.closed_at is None else 0


def tell_author(message: Message, *, knows_reviewers: bool) -> str:
    """ "Budi, Plh. Camat (surat 800/12), Kecamatan Batuceper"; who judges is not told to those who are judged."""
    if message.role == "bappeda_reviewer" and not knows_reviewers:
        return "Penilai Bappeda"
    role = ROLES[message.role].label if message.role in ROLES else ""
    capacity = f"{message.capacity} " if message.capacity else ""
    letter = f" (surat {message.letter_number})" if message.letter_number else ""
    return f"{message.by.full_name or message.by.username}, {capacity}{role}{letter}, {message.office}"


def _count(messages: QuerySet) -> Coalesce:
    return Coalesce(Subquery(messages.values("proposal").annotate(n=Count("pk")).values("n")), 0)


def _asked_of(standing: Standing) -> Q:
    if standing.office_kind == "kelurahan":
        return Q(to_kind="kelurahan", proposal__kelurahan=standing.office_id)
    if standing.office_kind == "kecamatan":
        return Q(to_kind="kecamatan", proposal__kecamatan=standing.office_id)
    if standing.office_kind == "agency":
        return Q(to_kind="agency", to_agency=standing.office_id)
    return Q(to_kind="bappeda") if standing.role in BIDANG else Q(pk__in=[])
