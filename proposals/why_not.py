"""Why a proposal of a past year was not funded, in one sentence: what its history says, and what higher floors add.

A rank stands in `bappeda`, which this floor does not know; it registers what it can say with `tells`.
"""

import json
from collections.abc import Callable, Sequence

from proposals import workflow
from proposals.models import Event, Proposal

Teller = Callable[[Sequence[Proposal]], dict[int, str]]
_tellers: dict[str, list[Teller]] = {}
DECIDED = ("reject", "supersede", "publish", "close")
PLAIN = {
    "reserve": "Tidak muat dalam pagu.",
    "rejected": "Ditolak.",
    "lapsed": "Tahun ditutup sebelum usulan ini selesai diproses.",
}


def tells(status: str) -> Callable[[Teller], Teller]:
    """Use as a decorator: `teller(rows) -> {proposal.pk: sentence}` for proposals in this status."""

    def add(teller: Teller) -> Teller:
        tellers = _tellers.setdefault(status, [])
        if teller not in tellers:
            tellers.append(teller)
        return teller

    return add


def tell(rows: Sequence[Proposal]) -> dict[int, str]:
    """A sentence for each that was not funded, by pk; a constant number of queries."""
    told = {row.pk: PLAIN[row.status] for row in rows if row.status in PLAIN}
    told |= _read_decisions([row for row in rows if row.pk in told])
    for status, tellers in _tellers.items():
        having = [row for row in rows if row.status == status]
        for teller in tellers if having else ():
            told |= teller(having)
    return told


def _read_decisions(rows: Sequence[Proposal]) -> dict[int, str]:
    """From the last deciding event of each."""
    status_of = {row.pk: row for row in rows}
    events = Event.objects.filter(proposal__in=list(status_of), action__in=DECIDED).order_by("seq")
    told = {}
    for proposal_id, action, content in events.values_list("proposal_id", "action", "content"):
        row = status_of[proposal_id]
        if sentence := _read(row, action, json.loads(content)):
            told[proposal_id] = sentence
    return told


def _read(row: Proposal, action: str, content: dict) -> str:
    data = content["data"]
    if action in ("reject", "supersede") and row.status == "rejected":
        labels = workflow.REASON_CATEGORIES | workflow.SUPERSEDE_REASONS
        category, by = labels.get(data.get("category"), ""), content["office"]
        reason = ": ".join(part for part in (category, data.get("text", "")) if part)
        return f"Ditolak {by}. {reason}" if reason else f"Ditolak {by}."
    if action == "close" and row.status == "lapsed" and row.closed_from:
        return f"Tahun ditutup saat usulan ini masih {workflow.STATUSES[row.closed_from].label}."
    return ""
