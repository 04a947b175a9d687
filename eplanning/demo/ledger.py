"""Keeps the demo's history the way `perform` does, in memory, and writes it in bulk.

`perform` cannot be asked to act in the past for a hundred thousand rows within two minutes; the ledger uses the same
event, hash and value functions, and `verify_events` holds its work against the table like everybody's.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid5

from django.db import models, transaction

from bappeda.models import Assessment, Assignment
from proposals import workflow
from proposals.models import Addressee, Attachment, Counter, Event, Forum, Proposal, Review
from proposals.numbering import format_reference
from proposals.services import history
from proposals.services.consequences import office_of, stage_of
from proposals.services.editing import told

from .cast import Cast
from .tables import Table


class Ledger:
    """Rows of one cycle until `write`. One `tell` is one event. Proposals get the keys from `first_key` on."""

    def __init__(self, cycle, cast: Cast, *, first_key: int):
        self.cycle = cycle
        self.cast = cast
        self.counters: dict[str, int] = {}
        self.rows: list[Proposal] = []
        self._keys = count(first_key)
        self._heads: dict[int, str] = {}
        self._addressed: set[tuple[int, int]] = set()
        self._proposals = Table(Proposal, with_key=True)
        self._events, self._reviews = Table(Event), Table(Review)
        self._addressees, self._attachments = Table(Addressee), Table(Attachment)
        self._forums = Table(Forum)
        self._assignments, self._assessments = Table(Assignment), Table(Assessment)

    def open(self, row: Proposal, *, by, at: datetime, values: dict[str, Any]) -> None:
        row.pk, row.status, row.version = next(self._keys), "draft", 0
        row.created_by, row.created_at = by, at
        self.rows.append(row)
        self.tell(row, "create", "draft", by=by, at=at, data={"values": told(values)})

    def attach(self, row: Proposal, photos, *, by, at: datetime) -> None:
        for photo in photos:
            key = uuid5(row.uuid, photo["name"])
            self._attachments.add({"uuid": key, "proposal_id": row.pk, "by_id": by.pk, "at": at, **photo})
        self.tell(
            row,
            "attach",
            row.status,
            by=by,
            at=at,
            data={"added": [p["sha256"] for p in photos], "removed": []},
        )

    def count(self, series: str) -> int:
        """The next number of a series."""
        self.counters[series] = self.counters.get(series, 0) + 1
        return self.counters[series]

    def hold(self, forum: Forum) -> None:
        self._forums.add(vars(forum))

    def number(self, row: Proposal, series: str) -> None:
        row.reference = format_reference(
            planning_year=self.cycle.planning_year,
            series=series,
            number=self.count(series),
            training=self.cycle.is_training,
        )

    def address(self, row: Proposal, at: datetime) -> None:
        pair = row.pk, row.current_agency_id
        if pair not in self._addressed:
            self._addressed.add(pair)
            self._addressees.add({"proposal_id": pair[0], "agency_id": pair[1], "since": at})

    def tell(
        self, row: Proposal, action: str, target: str, *, by, at: datetime, data=None, review=None, **updates
    ) -> None:
        """One act: fields, version, event, and the review if the act writes one."""
        standing = self.cast.standing(by)
        office = office_of(standing, row)
        if target in workflow.FINAL and action not in ("publish", "supersede"):
            updates |= {"closed_from": row.status, "decided_at": at, "act_until": None}
        for name, value in updates.items():
            setattr(row, name, value)
        row.status, row.updated_at = target, at
        row.version += 1
        role = standing.role if standing else None
        act = {"proposal_id": row.pk, "seq": row.version, "action": action, "by_id": by and by.pk, "at": at}
        content = history.describe(
            row, action=action, at=at, by=by, role=role, capacity="", office=office, data=data or {}
        )
        previous = self._heads.get(row.pk, "")
        self._heads[row.pk] = sha256 = history.chain(previous, content)
        self._events.add(
            {
                **act,
                "status": target,
                "content": content,
                "previous": previous,
                "sha256": sha256,
                "training": self.cycle.is_training,
            }
        )
        if review is not None:
            stage = stage_of(standing)
            self._reviews.add(
                {**act, "stage": stage, "office": office, "role": role or "", **_by_key(review)}
            )

    def mark(self, row: Proposal, *, by, at: datetime, marks: dict[str, int]) -> None:
        sheet = {"proposal_id": row.pk, "reviewer_id": by.pk}
        asked_at = at - timedelta(days=2)
        self._assignments.add({**sheet, "by_id": self.cast.admin.pk, "at": asked_at})
        submitted = Assessment.State.SUBMITTED.value
        self._assessments.add(
            {**sheet, "marks": marks, "state": submitted, "updated_at": at, "submitted_at": at}
        )
        told_marks = {"sheet_version": 1, "marks": marks, "abstained": False, "suggestion": ""}
        self.tell(row, "mark", "scoring", by=by, at=at, data={"assessment": told_marks})

    @transaction.atomic
    def write(self) -> int:
        """Write everything that was told, once; how many proposals."""
        for row in self.rows:
            self._proposals.add(vars(row))
        for table in (
            self._proposals,
            self._events,
            self._reviews,
            self._addressees,
            self._attachments,
            self._assignments,
            self._assessments,
            self._forums,
        ):
            table.write()
        Counter.objects.bulk_create(
            [Counter(cycle=self.cycle, series=series, last=last) for series, last in self.counters.items()]
        )
        return len(self.rows)


def _by_key(values: dict[str, Any]) -> dict[str, Any]:
    """Related objects by the column that holds their key."""
    return {
        f"{name}_id" if isinstance(value, models.Model) else name: getattr(value, "pk", value)
        for name, value in values.items()
    }
