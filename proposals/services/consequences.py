"""What one action changes on one proposal: worked out from the table, written by `claims` and `history`."""

from dataclasses import dataclass, field
from typing import Any

from accounts.offices import Standing
from accounts.roles import AGENCY, KECAMATAN, KELURAHAN
from proposals import workflow
from proposals.models import Holiday, Proposal
from proposals.permissions import Verdict
from proposals.refusals import Refusal, Refused
from proposals.services import attaching, editing
from proposals.working_days import add_working_days

DAYS_TO_ANSWER = 3  # working days that the receiving office has after a return, redirection or reopening
CARRIED_VALUES = ("volume", "price", "budget", "households", "sub_kegiatan", "readiness", "agency")


@dataclass(slots=True)
class Change:
    """One proposal's change. `updates` are model fields; `data` goes into the event; `review` into a Review.

    `is_aside`: of a proposal that was no target (the lead of a merge, what leaves a lead), so no outcome tells it.
    """

    row: Proposal
    action: workflow.Action
    standing: Standing | None
    target: str
    at: Any
    office: str = "Sistem"  # in whose name, in words
    values: dict[str, Any] = field(default_factory=dict)  # the clean inputs
    updates: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    review: dict[str, Any] | None = None
    addressee: Any = None
    attach: list = field(default_factory=list)
    needs_number: bool = False
    ordered: bool = False
    grace: bool = False
    is_aside: bool = False
    is_new: bool = False


def work_out(
    batch, row: Proposal, spec: workflow.Action, verdict: Verdict, values: dict[str, Any]
) -> Change | None:
    """The change, or None when there is nothing to write. Raises Refused for content."""
    rule = verdict.rule
    try:
        target = workflow.resolve_target(
            rule,
            status=row.status,
            returned_from=row.returned_from,
            closed_from=row.closed_from,
            result=_result(row, values),
        )
    except ValueError:
        raise Refused(
            Refusal(
                409, "target", "Usulan ini tidak bisa berpindah ke status itu.", row.uuid, row.reference or ""
            )
        ) from None
    change = Change(row, spec, verdict.standing, target, batch.now, office_of(verdict.standing, row), values)
    change.grace = bool(verdict.opening and verdict.opening.grace)
    if spec.key == "edit":
        return editing.fill(change, values["values"])
    if spec.key == "attach":
        return attaching.fill(change, add=values.get("add") or [], remove=values.get("remove") or [])
    _fill_decision(change, batch, values)
    return change


def bring_about(batch, row: Proposal, *, action: str, cause: Change, values: dict[str, Any]) -> Change | None:
    """The change of another proposal that `cause` entails, in the same name; None when it cannot go anywhere."""
    (rule,) = (
        rule
        for rule in workflow.find_rules(action=action, source=row.status, origin=row.source)
        if not rule.roles
    )
    try:
        target = workflow.resolve_target(
            rule, status=row.status, returned_from=row.returned_from, closed_from=row.closed_from
        )
    except ValueError:
        return None
    spec = workflow.ACTIONS[action]
    change = Change(row, spec, cause.standing, target, batch.now, cause.office, values, is_aside=True)
    _fill_decision(change, batch, values)
    return change


def _result(row: Proposal, values: dict[str, Any]) -> str:
    results = values.get("results")
    return results.get(row.uuid, "") if isinstance(results, dict) else ""


def _fill_decision(change: Change, batch, values: dict[str, Any]) -> None:
    row, key, updates, now = change.row, change.action.key, change.updates, change.at
    if change.action.outcome:
        change.review = {"outcome": change.action.outcome, **_review_values(values)}
    if change.target in workflow.FINAL and key != "supersede":
        updates |= {"closed_from": row.status, "decided_at": now, "act_until": None}
    _EFFECTS.get(key, lambda *_: None)(change, batch, values)
    for name in ("text", "category", "level", "institution", "deadline", "position_confirmed"):
        if values.get(name) not in (None, "", False):
            change.data[name] = values[name]


def _review_values(values: dict[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in CARRIED_VALUES if values.get(name) is not None}
    detail = {name: values[name] for name in ("level", "institution") if values.get(name)}
    return {**kept, "text": values.get("text", ""), "category": values.get("category", ""), "detail": detail}


def _take_over(change: Change, values: dict[str, Any]) -> None:
    """Write the values of an accepting review into `current_*`."""
    for name in CARRIED_VALUES:
        if values.get(name) is not None:
            change.updates[f"current_{name}"] = values[name]


def _mark_changed(change: Change) -> None:
    row, review = change.row, change.review
    if any(
        review.get(name) is not None and review[name] != getattr(row, f"current_{name}")
        for name in ("volume", "price", "households")
    ):
        review["outcome"] = "accepted_with_changes"


def _asked_values(row: Proposal) -> dict[str, Any]:
    return {
        "volume": row.volume,
        "price": row.unit_price,
        "budget": row.budget,
        "households": row.households,
    }


def _answer_time(change: Change, batch) -> None:
    """The receiving office may act on this one proposal for some days even when its stage has closed."""
    if "holidays" not in batch.shared:
        batch.shared["holidays"] = frozenset(Holiday.objects.values_list("day", flat=True))
    change.updates["act_until"] = add_working_days(change.at, DAYS_TO_ANSWER, batch.shared["holidays"])


def _submit(change, batch, values):
    change.needs_number = True
    change.updates["submitted_at"] = change.row.submitted_at or change.at


def _endorse(change, batch, values):
    row = change.row
    change.needs_number = True
    change.updates["endorsed_at"] = row.endorsed_at or change.at
    change.updates["submitted_at"] = row.submitted_at or change.at
    change.review |= _asked_values(row)
    change.addressee = row.current_agency or row.target_agency
    change.ordered = bool(values.get("ordered"))


def _recommend(change, batch, values):
    _take_over(change, values)
    change.updates["is_recommended"] = True


def _forward(change, batch, values):
    row = change.row
    change.updates |= {"forwarded_at": change.at, "act_until": row.act_until and _later_answer(change, batch)}
    change.addressee = row.current_agency
    change.ordered = bool(values.get("ordered"))


def _later_answer(change, batch):
    _answer_time(change, batch)
    return change.updates["act_until"]


def _fund_local(change, batch, values):
    _take_over(change, values)
    change.updates["funding"] = Proposal.Funding.DANA_KELURAHAN


def _verify(change, batch, values):
    _mark_changed(change)
    _take_over(change, values)
    change.updates |= {
        "verified_at": change.at,
        "act_until": change.row.act_until and _later_answer(change, batch),
    }


def _redirect(change, batch, values):
    _take_over(change, values)
    change.updates["redirect_count"] = change.row.redirect_count + 1
    change.addressee = values["agency"]
    change.data["agency"] = values["agency"].code
    _answer_time(change, batch)


def _return(change, batch, values):
    change.updates |= {"returned_from": change.row.status, "act_until": values["deadline"]}


def _resubmit(change, batch, values):
    row = change.row
    asked = _asked_values(row)
    change.review |= asked
    if row.target_agency_id != row.current_agency_id and change.target == "kecamatan_review":
        asked["agency"] = row.target_agency
        change.addressee = row.target_agency
    _take_over(change, asked)
    change.updates["returned_from"] = ""
    if change.target == "kecamatan_review":
        change.updates["is_recommended"] = False
    _answer_time(change, batch)


def _take_back(change, batch, values):
    change.updates["returned_from"] = ""
    _answer_time(change, batch)


def _reopen(change, batch, values):
    row = change.row
    change.updates |= {"closed_from": "", "decided_at": None, "merged_into": None}
    if row.merged_into_id:
        change.data["left"] = row.merged_into.reference
    if row.status == "local":  # no longer paid from Dana Kelurahan, nor under its sub kegiatan
        item = row.catalogue_item
        change.updates |= {
            "funding": Proposal.Funding.APBD,
            "current_sub_kegiatan": item.sub_kegiatan if item else None,
        }
    _answer_time(change, batch)


def _supersede(change, batch, values):
    change.updates["decided_at"] = change.at
    change.data["result"] = change.target


def _merge(change, batch, values):
    change.updates["merged_into"] = batch.lead
    # Joint volume and households belong to the lead; the merged proposal keeps its own figures.
    change.review = {"outcome": "merged", "text": values.get("text", "")}
    if batch.lead is not None:
        change.review["detail"] = {"lead": batch.lead.reference or ""}
        change.data["lead"] = batch.lead.reference or str(batch.lead.uuid)


def _mark(change, batch, values):
    change.data["assessment"] = values.get("assessment")


_EFFECTS = {
    "submit": _submit,
    "endorse": _endorse,
    "register": _endorse,
    "recommend": _recommend,
    "forward": _forward,
    "fund_local": _fund_local,
    "verify": _verify,
    "redirect": _redirect,
    "return": _return,
    "resubmit": _resubmit,
    "take_back": _take_back,
    "reopen": _reopen,
    "supersede": _supersede,
    "merge": _merge,
    "mark": _mark,
}


def office_of(standing: Standing | None, row: Proposal) -> str:
    """The office in whose name somebody acts on this proposal, in words."""
    if standing is None:
        return "Sistem"
    if standing.office_kind == "kelurahan":
        return f"Kelurahan {row.kelurahan.name}"
    if standing.office_kind == "kecamatan":
        return f"Kecamatan {row.kecamatan.name}"
    if standing.office_kind == "agency":
        return row.current_agency.name
    return "Bappeda"


def stage_of(standing: Standing | None) -> str:
    """The level at which somebody decides."""
    role = standing.role if standing else ""
    if role in KELURAHAN:
        return "kelurahan"
    if role in KECAMATAN:
        return "kecamatan"
    return "opd" if role in AGENCY else "bappeda"
