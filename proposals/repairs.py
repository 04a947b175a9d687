"""What changed since a proposal was returned for repair, field by field, from its chained events.

The reviewer reads it beside the reason of the return, the lurah before sending it again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from proposals import budget, workflow
from proposals.forms import ProposalForm
from proposals.levels import tell_difference
from proposals.models import Attachment, CatalogueItem, Field, Proposal, RkpdPriority
from proposals.told import CARRYING, replay
from proposals.word_marks import Marked, mark_words
from regions.distance import metres
from regions.indonesian import decimal, group, rupiah
from regions.models import Agency, Kelurahan

ACTS = (*CARRYING, "attach", "return", "resubmit", "take_back")
PLACE = ("latitude", "longitude")
LONG = ("title", "problem", "expected_output", "justification")  # read word by word
OF_YEAR = {"catalogue_item": (CatalogueItem, "code"), "rkpd_priority": (RkpdPriority, "number")}
COMMON = {"field": (Field, "code"), "kelurahan": (Kelurahan, "code"), "target_agency": (Agency, "code")}


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it said when it was returned, what it says now, and the difference in words."""

    name: str
    label: str
    before: str | Marked
    after: str | Marked
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """One return and what followed. `ended_at` is None while the kelurahan still works on it."""

    office: str
    reason: str
    category: str
    returned_at: datetime
    deadline: datetime | None
    ended_at: datetime | None
    taken_back: bool
    is_fresh: bool  # the office that returned it has not decided since
    seq: int
    changes: list[Change] = field(default_factory=list)
    added: list[Attachment] = field(default_factory=list)
    removed: list[Attachment] = field(default_factory=list)

    @property
    def in_time(self) -> bool | None:
        """Whether it came back before the deadline; None while it has not, or when none was set."""
        if self.taken_back:
            return False
        return self.ended_at <= self.deadline if self.ended_at and self.deadline else None

    @property
    def nothing(self) -> bool:
        return not (self.changes or self.added or self.removed)


def read_repair(
    row: Proposal, *, events: Sequence | None = None, attachments: Sequence[Attachment] | None = None
) -> Repair | None:
    """The last return of the proposal; None when it was never returned.

    One query for the events (none when all of them are given), one for attachments with the removed ones if files
    changed, and one for each kind of office or list whose choice changed.
    """
    if events is None:
        events = row.events.filter(action__in=ACTS).order_by("seq").only(
            "proposal", "seq", "action", "status", "at", "content"
        )  # fmt: skip
    events = list(events)
    back = next((event for event in reversed(events) if event.action == "return"), None)
    if back is None:
        return None
    ends = (e for e in events if e.seq > back.seq and e.action in ("resubmit", "take_back"))
    end = next(ends, None)
    until = end.seq if end else events[-1].seq
    during = [event for event in events if event.seq <= until]
    told = json.loads(back.content)
    data = told["data"]
    added, removed = _read_files(row, during, after=back.seq, attachments=attachments)
    return Repair(
        office=told["office"],
        reason=data.get("text", ""),
        category=workflow.REASON_CATEGORIES.get(data.get("category", ""), ""),
        returned_at=back.at,
        deadline=datetime.fromisoformat(data["deadline"]) if data.get("deadline") else None,
        ended_at=end.at if end else None,
        taken_back=bool(end and end.action == "take_back"),
        is_fresh=row.status == (end.status if end else "revision"),
        seq=back.seq,
        changes=_compare(row, during, after=back.seq),
        added=added,
        removed=removed,
    )


def _compare(row: Proposal, events: Iterable, *, after: int) -> list[Change]:
    """The fields that say something else than at the return, in the order of the form."""
    was, later = replay(((e.seq, e.content) for e in events if e.action in CARRYING), upto=after)
    before = {name: was.get(name, _plain_default(name)) for name in later}
    differing = {name for name, value in later.items() if value != before[name] or name == "contact"}
    changes = []
    for name in ProposalForm.base_fields:
        if name not in differing or name in PLACE:
            continue
        changes.append(_change(row, name, before[name], later[name]))
        if name == "unit_price" or (name == "volume" and "unit_price" not in differing):
            changes += _sum(was, was | later)
    if differing & set(PLACE):
        changes.append(_moved(was, was | later))
    return changes


def _change(row: Proposal, name: str, before, after) -> Change:
    label = ProposalForm.base_fields[name].label
    if name == "contact":
        return Change(name, label, "", "diganti")
    if name in LONG:
        return Change(name, label, *mark_words(before or "", after or ""))
    if name in ("volume", "unit_price", "households", "people"):
        measure = {"unit_price": "price", "people": "households"}.get(name, name)
        numbers = [None if value in (None, "") else Decimal(str(value)) for value in (before, after)]
        note = tell_difference(measure, *numbers, row.unit) if name != "people" else ""
        return Change(name, label, *(_say_number(name, number, row) for number in numbers), note)
    names = _names(row, name, {before, after})
    return Change(name, label, *(names.get(value, "") or _say(name, value) for value in (before, after)))


def _sum(before: dict, after: dict) -> list[Change]:
    """The budget follows from volume and price and is told by no event."""
    amounts = []
    for values in (before, after):
        volume, price = values.get("volume"), values.get("unit_price")
        known = volume not in (None, "") and price not in (None, "")
        amounts.append(budget.compute(Decimal(str(volume)), int(price)) if known else None)
    if amounts[0] == amounts[1]:
        return []
    note = tell_difference("budget", *amounts)
    return [Change("budget", "Anggaran", *(rupiah(a) if a is not None else "" for a in amounts), note)]


def _moved(before: dict, after: dict) -> Change:
    places = [[values.get(name) for name in PLACE] for values in (before, after)]
    said = [", ".join(str(part) for part in place) if all(place) else "" for place in places]
    note = ""
    if all(said):
        note = f"digeser {group(round(metres(*map(float, places[0]), *map(float, places[1]))))} m"
    return Change("position", "Titik di peta", *said, note)


def _names(row: Proposal, name: str, keys: set) -> dict[Any, str]:
    """What stands behind the natural keys of a relation, in one query; nothing for other fields."""
    if name in OF_YEAR:
        model, key = OF_YEAR[name]
        known = model.objects.filter(planning_year=row.cycle.planning_year)
    elif name in COMMON:
        model, key = COMMON[name]
        known = model.objects.all()
    else:
        return {}
    keys = {value for value in keys if value not in (None, "")}
    return {getattr(found, key): str(found) for found in known.filter(**{f"{key}__in": keys})}


def _say_number(name: str, number: Decimal | None, row: Proposal) -> str:
    if number is None:
        return ""
    if name == "unit_price":
        return rupiah(int(number))
    unit = {"volume": row.unit, "households": "KK", "people": "jiwa"}[name]
    return f"{decimal(number)} {unit}".strip()


def _say(name: str, value) -> str:
    choices = getattr(ProposalForm.base_fields[name], "choices", ()) if isinstance(value, str) else ()
    return str(dict(choices).get(value, value)) if value not in (None, "") else ""


def _plain_default(name: str):
    value = Proposal._meta.get_field(name).get_default()
    return value if isinstance(value, str) else None


def _read_files(row: Proposal, events: Iterable, *, after: int, attachments) -> tuple[list, list]:
    """(attachments that came, those that went) between the return and the end; what came and went counts as neither."""
    came, went = [], []
    for event in events:
        if event.seq <= after or event.action != "attach":
            continue
        data = json.loads(event.content)["data"]
        came += data.get("added", [])
        for sha256 in data.get("removed", []):
            (came.remove if sha256 in came else went.append)(sha256)
    if not came and not went:
        return [], []
    known = {a.sha256: a for a in (row.attachments.all() if attachments is None else attachments)}
    return [known[key] for key in came if key in known], [known[key] for key in went if key in known]
