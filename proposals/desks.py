"""A desk with a queue: which office a person works for there, what its queue and its list beside a sheet show.

Kecamatan and Perangkat Daerah each describe themselves with a `Desk`; everything here is read from that description.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse

from accounts.offices import Standing, standings
from proposals import clock, merged, place_sketch, questions, queue_choices, queues
from proposals.models import Attachment, Proposal, Review
from proposals.querysets import visible_to
from proposals.repairs import Repair, read_repair
from proposals.windows import Opening, Windows

KEYS = [
    ("j", "berikutnya"),
    ("k", "sebelumnya"),
    ("1–9", "pilih keputusan"),
    ("Ctrl Enter", "simpan dan lanjut"),
]


@dataclass(frozen=True)
class Desk:
    """What makes a desk. `name` is its namespace, `place` its kind of office, `figures` the act that gives figures."""

    name: str
    place: str
    roles: tuple[str, ...]
    stage: str
    status: str
    figures: str
    own_column: str
    actions: tuple[str, ...]
    on_demand: tuple[
        str, ...
    ]  # acts whose fields need more questions to the database: drawn when they are chosen
    filters: tuple[str, ...]
    order: str
    arrived: tuple[str, ...]
    offices: Any  # the model of its offices
    narrow: Callable[[QuerySet, int], QuerySet]  # what ever came to the office, of what the person may see
    note: Callable[[str, Any], str]  # the second line of the card of an act
    usual: Callable[[Any], str]  # the act that is chosen when the sheet opens

    def url(self, view: str, *args) -> str:
        return reverse(f"{self.name}:{view}", args=args)


@dataclass(frozen=True)
class Seat:
    """A person at a desk: the office, and in which roles. `others` are further offices he or she stands for."""

    desk: Desk
    user: Any
    office: Any
    roles: frozenset[str]
    others: tuple[Any, ...] = ()

    def pile(self, cycle) -> queues.Pile:
        """What came to the office. Rows are those that the person may see; the office's own are always among them."""
        scope = self.desk.narrow(visible_to(self.user).filter(cycle=cycle), self.office.pk)
        counted = self.desk.narrow(Proposal.objects.filter(cycle=cycle), self.office.pk)
        return queues.Pile(scope, self.desk.status, self.desk.order, self.desk.arrived, counted)

    def opening(self, windows: Windows, now: datetime) -> Opening:
        return windows.of_stage(self.desk.stage, now, **{self.desk.place: self.office.pk})


def sit_down(desk: Desk, user, *, prefer: int | str | None = None) -> Seat:
    """The person's seat; `prefer` is the key or code of an office among those stood for. Raises PermissionDenied.

    Deputies sit where their letter puts them: standings decide, not the account's own role.
    """
    mine = [standing for standing in standings(user) if standing.role in desk.roles]
    if not mine:
        raise PermissionDenied("Meja ini untuk petugas kantor yang memeriksa usulan pada tahap ini.")
    offices = _read_offices(desk, user, mine)
    chosen = next((o for o in offices if prefer is not None and prefer in (o.pk, o.code)), offices[0])
    roles = frozenset(standing.role for standing in mine if standing.office_id == chosen.pk)
    return Seat(desk, user, chosen, roles, tuple(o for o in offices if o.pk != chosen.pk))


def read_queue(seat: Seat, *, cycle, params) -> dict[str, Any]:
    """The context of the queue page."""
    now = clock.now()
    choice = queue_choices.Choice.read(params, allowed=seat.desk.filters)
    pile = seat.pile(cycle)
    page = pile.read(choice)
    progress = pile.count(choice, page)
    return _list_context(seat, pile, choice, page, progress, now) | {
        "opening": seat.opening(Windows(cycle), now),
        "owed": questions.count_owed(seat.user, cycle),
        "menus": _menus(seat, choice),
        "bulk_url": seat.desk.url("bulk") + choice.query(),
        "similar_url": seat.desk.url("similar")
        + choice.query(urut="", **dict.fromkeys(set(choice.filters) - {"kantor"}, "")),
        "other_desks": [
            {"label": office.name, "url": seat.desk.url("queue") + f"?kantor={office.code}"}
            for office in seat.others
        ],
        "range_text": _range(page, progress),
        "previous_url": seat.desk.url("queue") + choice.query(sebelum=page.rows[0].uuid)
        if page.more_before
        else "",
        "next_url": seat.desk.url("queue") + choice.query(setelah=page.rows[-1].uuid)
        if page.more_after
        else "",
    }


def read_list_beside(seat: Seat, row, *, params, windows: Windows) -> dict[str, Any]:
    """The context of the list beside the sheet of `row`, with both neighbours."""
    now = clock.now()
    choice = queue_choices.Choice.read(params, allowed=seat.desk.filters)
    pile = seat.pile(row.cycle)
    page = pile.read_around(choice, row)
    query = choice.query()
    return _list_context(seat, pile, choice, page, pile.count(choice), now) | {
        "opening": seat.opening(windows, now),
        "beside": True,
        "range_text": "",
        "previous_url": seat.desk.url("queue") + choice.query(sebelum=page.rows[0].uuid)
        if page.more_before
        else "",
        "next_url": seat.desk.url("queue") + choice.query(setelah=page.rows[-1].uuid)
        if page.more_after
        else "",
        "above_url": seat.desk.url("sheet", page.previous.uuid) + query if page.previous else "",
        "below_url": seat.desk.url("sheet", page.following.uuid) + query if page.following else "",
    }


def next_sheet(seat: Seat, row, *, params, stay: bool = False) -> str:
    """The address of what waits next under the same filters, else of the queue; of the same sheet to `stay`."""
    choice = queue_choices.Choice.read(params, allowed=seat.desk.filters)
    following = row if stay else seat.pile(row.cycle).next_after(choice, row)
    if following is None:
        return seat.desk.url("queue") + choice.query()
    return seat.desk.url("sheet", following.uuid) + choice.query()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lies on the table beside the form of a proposal."""

    photos: list[Attachment]
    documents: list[Attachment]
    reviews: list[Review]
    talk: questions.Summary
    sketch: place_sketch.Sketch | None
    repair: Repair | None = None  # the last return, and what changed since
    parts: list[merged.Part] = field(default_factory=list)  # what was merged into it

    @property
    def last_words(self) -> list[Review]:
        """What the levels wrote, newest first; the reason of the last return stands with its repair."""
        told = self.repair.seq if self.repair else None
        return [review for review in reversed(self.reviews) if review.text and review.seq != told]


def read_evidence(row, user) -> Evidence:
    """Two queries when `row` was found `with_talk`, those of its repair when it was returned, and two for the sketch
    while the places are not in the cache."""
    attachments = list(row.attachments.all())
    reviews = list(row.reviews.select_related("by", "agency").order_by("seq"))
    was_returned = any(review.action == "return" for review in reviews)
    repair = read_repair(row, attachments=attachments) if was_returned else None
    kept = [stored for stored in attachments if stored.removed_at is None]
    photos = [stored for stored in kept if stored.kind == Attachment.Kind.PHOTO]
    documents = [stored for stored in kept if stored not in photos]
    talk, sketch = questions.summarise(row, user), place_sketch.draw(row)
    parts = merged.list_parts(row, user) if getattr(row, "has_merged", True) else []
    return Evidence(photos, documents, reviews, talk, sketch, repair, parts)


def _read_offices(desk: Desk, user, mine: list[Standing]) -> list:
    keys = list(dict.fromkeys(standing.office_id for standing in mine))
    own = getattr(user, desk.place)
    known = {own.pk: own} if own else {}
    if missing := [key for key in keys if key not in known]:
        known |= desk.offices.objects.in_bulk(missing)
    return [known[key] for key in keys]


def _list_context(seat: Seat, pile, choice, page, progress, now) -> dict[str, Any]:
    queue_url = seat.desk.url("queue")
    return {
        "desk": seat.desk,
        "seat": seat,
        "choice": choice,
        "query": choice.query(),
        "queue_url": queue_url,
        "progress": progress,
        "entries": [_entry(seat, pile, row, choice, now) for row in page.rows],
        "chips": _chips(seat, choice),
        "kept": [(name, value) for name, value in choice.filters.items() if name != "cari"]
        + ([("urut", choice.sort)] if choice.sort != "urutan" else []),
        "search": choice.filters.get("cari", ""),
        "narrowed": set(choice.filters) - {"kantor"},
        "clear_url": queue_url + choice.query(urut="", **dict.fromkeys(set(choice.filters) - {"kantor"}, "")),
    }


def _entry(seat: Seat, pile, row, choice, now) -> dict[str, Any]:
    arrived = pile.arrived_at(row)
    return {
        "row": row,
        "url": seat.desk.url("sheet", row.uuid) + choice.query(),
        "place": row.kelurahan.name if row.kelurahan else f"Kec. {row.kecamatan.name}",
        "number": (row.reference or "").rsplit("-", 1)[-1],
        "waited": _waited((now - arrived).days) if arrived else "",
    }


def _waited(days: int) -> str:
    return f"menunggu {days} hari" if days > 0 else "masuk hari ini"


def _range(page, progress) -> str:
    if not page.rows:
        return ""
    last = progress.first + len(page.rows) - 1
    return f"Baris {progress.first}–{last} dari {progress.matching}{' lebih' if progress.capped else ''}"


def _chips(seat: Seat, choice) -> list[dict]:
    """Filters with one value: a link each; an active one takes itself away."""
    chips = []
    for name in seat.desk.filters:
        values = queue_choices.CHIPS.get(name, ())
        if len(values) == 1:
            ((value, label),) = values
            on = name in choice.filters
            url = seat.desk.url("queue") + choice.query(**{name: "" if on else value})
            chips.append({"label": label, "url": url, "on": on})
    return chips


def _menus(seat: Seat, choice) -> list[dict]:
    """Filters with many values, and the order."""
    place_name = "kelurahan" if "kelurahan" in seat.desk.filters else "kecamatan"
    places, fields = queues.list_choices(kecamatan=seat.office.pk if place_name == "kelurahan" else None)
    menus = [
        _menu(seat, choice, place_name, place_name.capitalize(), places, "Semua"),
        _menu(seat, choice, "bidang", "Bidang", fields, "Semua"),
    ]
    menus += [
        _menu(seat, choice, name, name.capitalize(), queue_choices.CHIPS[name], "Semua")
        for name in seat.desk.filters
        if len(queue_choices.CHIPS.get(name, ())) > 1
    ]
    sorts = [(key, sort.label) for key, sort in queue_choices.SORTS.items()]
    order = _menu(seat, choice, "urut", "", sorts, "", current=choice.sort)
    return [*menus, order | {"on": False}]


def _menu(
    seat: Seat, choice, name: str, label: str, values, everything: str, *, current: str | None = None
) -> dict:
    chosen = choice.filters.get(name, "") if current is None else current
    known = dict(values)
    entries = [("", everything), *values] if everything else values
    links = [
        {
            "label": words,
            "url": seat.desk.url("queue") + choice.query(**{name: key}),
            "current": key == chosen,
        }
        for key, words in entries
    ]
    words = known.get(chosen, chosen)
    title = f"{label}: {words}" if label and chosen else label or words
    return {"label": title, "choices": links, "on": bool(chosen)}
