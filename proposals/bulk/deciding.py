"""One decision for many proposals: tried out without a trace, then done in one set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from proposals import workflow
from proposals.action_fields import FIELDS
from proposals.action_forms import ActionForm
from proposals.bulk.choosing import Selection
from proposals.decisions import FIGURES
from proposals.models import Event, Proposal
from proposals.refusals import Refusal
from proposals.services.transitions import Outcome, perform

ALONE = ("merge",)  # needs a lead of its own for each
OWN = (*FIGURES, "sub_kegiatan")  # figures that stay as they are for each proposal
NOT_ASKED = ("ordered", "position_confirmed", "merged")  # a lead is decided by itself, because it asks back


@dataclass(frozen=True, slots=True)
class Task:
    """One decision ready to be tried or done: plain values, so that it can wait in a queue."""

    action: str
    given: Mapping[str, Any]
    targets: Mapping[UUID, int]
    each: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)

    def write(self) -> dict[str, Any]:
        return {
            "action": self.action,
            "given": dict(self.given),
            "targets": [[str(uuid), version] for uuid, version in self.targets.items()],
            "each": {str(uuid): dict(inputs) for uuid, inputs in self.each.items()},
        }

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> "Task":
        return cls(
            params["action"],
            params["given"],
            {UUID(uuid): version for uuid, version in params["targets"]},
            {UUID(uuid): inputs for uuid, inputs in params["each"].items()},
        )


class BulkForm(ActionForm):
    """The fields of a decision that are the same for all: figures and sub kegiatan stay those of each proposal."""

    def __init__(self, action: str, example: Proposal, data=None, *, user, **kwargs):
        super().__init__(action, example, data, user=user, **kwargs)
        kept = ("sub_kegiatan",) if action == "fund_local" else ()
        for name in {*OWN, *NOT_ASKED, "version"} - {*kept}:
            self.fields.pop(name, None)
        self.initial.pop("version", None)
        if "readiness" in self.fields:
            self.fields["readiness"].initial = None
        if "text" in self.fields and action in ("recommend", "verify"):
            del self.fields["text"]  # a reason for changed figures, and none change


def list_actions(seat) -> list[workflow.Action]:
    """What the person may decide at this desk for many at once, in its order."""
    rules = [
        rule for rule in workflow.RULES if rule.source == seat.desk.status and seat.roles & set(rule.roles)
    ]
    allowed = {rule.action for rule in rules} - set(ALONE)
    return [workflow.ACTIONS[key] for key in seat.desk.actions if key in allowed]


def prepare(action: str, form: BulkForm, selection: Selection) -> Task:
    """The decision as it was typed, with what each proposal has of its own."""
    given = {name: value for name, value in form.inputs.items() if name in FIELDS}
    if action == "forward":
        given["ordered"] = True
    takes = {*workflow.ACTIONS[action].needs, *workflow.ACTIONS[action].takes} & set(OWN) - set(given)
    each = {}
    for row in selection.rows:
        if row.uuid not in selection.targets:
            continue
        own = {name: value for name, value in _figures(row).items() if name in takes}
        if row.uuid in selection.reasons and "text" in given:
            own["text"] = selection.reasons[row.uuid]
        if own:
            each[row.uuid] = own
    return Task(action, given, selection.targets, each)


def try_out(task: Task, *, by) -> Outcome:
    """What would go through and what not, and why: done and taken back, so that it is exactly what would happen."""
    with transaction.atomic():
        outcome = perform(targets=task.targets, action=task.action, by=by, each=task.each, **task.given)
        transaction.set_rollback(True)
    return outcome


def carry_out(task: Task, *, by) -> tuple[int, tuple[Refusal, ...]]:
    """(how many were done, what was refused). Done again after a crash, what it did the first time counts as done."""
    before = _find_done(task, by)
    targets = {uuid: version for uuid, version in task.targets.items() if uuid not in before}
    if not targets:
        return len(before), ()
    outcome = perform(targets=targets, action=task.action, by=by, each=task.each, **task.given)
    return len(before) + len(outcome.done), outcome.refused


def _find_done(task: Task, by) -> set[UUID]:
    """The targets whose next event is this act of this person: a worker that died after the commit had done them."""
    events = Event.objects.filter(proposal__uuid__in=task.targets, action=task.action, by=by)
    return {
        uuid for uuid, seq in events.values_list("proposal__uuid", "seq") if seq == task.targets[uuid] + 1
    }


def _figures(row: Proposal) -> dict[str, str]:
    """As a form would send them: with a decimal comma."""
    sub = row.current_sub_kegiatan
    found = {
        "volume": row.current_volume,
        "price": row.current_price,
        "households": row.current_households,
    }
    own = {name: str(value).replace(".", ",") for name, value in found.items() if value is not None}
    return own | ({"sub_kegiatan": sub.code} if sub else {})
