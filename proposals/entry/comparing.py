"""Two versions of one step, field by field: what this person typed and what somebody else has saved meanwhile."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from proposals.entry import steps
from proposals.entry.saving import CHOICE
from proposals.forms import ProposalForm
from proposals.models import Proposal
from proposals.services.editing import natural_key
from proposals.services.history import canonical
from proposals.told import CARRYING, replay


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. `choice` ("mine" or "saved") is marked at first; `by_other`: changed since the form was opened."""

    name: str
    label: str
    mine: str
    saved: str
    choice: str
    by_other: bool

    @property
    def input(self) -> str:
        return f"{CHOICE}{self.name}"


def compare(row: Proposal, form, *, step: str, seen: int) -> list[Difference]:
    """The fields in which the typed form (bound and validated) differs from the saved row; empty: nothing to decide."""
    was, touched = _read_history(row, seen)
    differences = []
    for name in steps.names_of(step, row.source):
        if name not in form.data:
            continue
        saved = getattr(row, name)
        readable = name not in form.errors and name in form.cleaned_data
        mine = form.cleaned_data[name] if readable else None
        if readable and mine == saved:
            continue
        untouched = readable and name in was and was[name] == _plain(mine)
        differences.append(
            Difference(
                name,
                form.fields[name].label,
                _show(form, name, mine) if readable else form.data.get(name, ""),
                _show(form, name, saved),
                "saved" if name in touched and untouched else "mine",
                name in touched,
            )
        )
    return differences


def contrast(row: Proposal, typed: Mapping[str, object], *, step: str) -> list[Difference]:
    """The typed clean values beside the saved ones."""
    form = ProposalForm(None, cycle=row.cycle, place=row.kelurahan, only=steps.names_of(step, row.source))
    return [
        Difference(
            name,
            form.fields[name].label,
            _show(form, name, value),
            _show(form, name, getattr(row, name)),
            "mine",
            True,
        )
        for name, value in typed.items()
    ]


def tell_news(row: Proposal, *, names: Iterable[str], seen: int, by) -> str:
    """Who has changed which of these fields since version `seen`; empty when nobody has."""
    labels = {name: ProposalForm.base_fields[name].label for name in names}
    touched: dict[str, None] = {}
    last = None
    events = (
        row.events.filter(seq__gt=seen, action__in=("create", "edit")).select_related("by").order_by("seq")
    )
    for event in events:
        values = json.loads(event.content)["data"].get("values") or {}
        if values.pop("contact_changed", False):
            values["contact"] = None
        if found := [name for name in values if name in labels]:
            touched |= dict.fromkeys(found)
            last = event
    if last is None:
        return ""
    who = "Anda di jendela lain" if last.by_id == by.pk else last.by.full_name or last.by.username
    listed = ", ".join(labels[name] for name in touched)
    return f"{listed}: diubah {who} pukul {timezone.localtime(last.at):%H.%M}."


def _read_history(row: Proposal, seen: int) -> tuple[dict, set[str]]:
    """(the values at the version that was seen, the names changed after it), from the events of the proposal."""
    events = row.events.filter(action__in=CARRYING).order_by("seq").values_list("seq", "content")
    was, later = replay(events, upto=seen)
    return was, set(later)


def _plain(value):
    return json.loads(canonical({"value": natural_key(value)}))["value"]


def _show(form, name: str, value) -> str:
    """As the page shows it: the words of a choice, otherwise as the field prints it."""
    if value in (None, ""):
        return ""
    if isinstance(value, str):
        return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
    return str(value if hasattr(value, "pk") else form.fields[name].prepare_value(value))


def typed(form) -> Mapping[str, str]:
    """Everything that was typed, for the hidden fields of the comparison."""
    return {name: form.data[name] for name in form.fields if name in form.data}
