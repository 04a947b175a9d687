"""Keeps the demo's history the way `perform` does, in memory, and writes it in bulk.

`perform` cannot be asked to act in the past for a hundred thousand rows within two minutes; the ledger uses the same
event, hash and value functions, and `verify_events` holds its work against the table like everybody's.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from bappeda.models import Assessment, Assignment
from proposals import workflow
from proposals.models import Addressee, Attachment, Counter, Event, Proposal, Review
from proposals.numbering import format_reference
from proposals.services import history
from proposals.services.consequences import office_of, stage_of
from proposals.services.editing import told

from .cast import Cast

BATCH = 2000


class Ledger:
    """The rows of one cycle until `write`. One `tell` is one event."""

    def __init__(self, cycle, cast: Cast):
        self.cycle = cycle
        self.cast = cast
        self.counters: dict[str, int] = {}
        self._clear()

    def _clear(self) -> None:
        self.rows: list[Proposal] = []
        self.events: list[Event] = []
        self.reviews: list[Review] = []
        self.addressees: dict[tuple[int, int], Addressee] = {}
        self.attachments: list[Attachment] = []
        self.assignments: list[Assignment] = []
        self.assessments: list[Assessment] = []
        self._heads: dict[int, str] = {}

    def open(self, row: Proposal, *, by, at: datetime, values: dict[str, Any]) -> None:
        row.status, row.version = "draft", 0
        row.created_by, row.created_at = by, at
        self.rows.append(row)
        self.tell(row, "create", "draft", by=by, at=at, data={"values": told(values)})

    def attach(self, row: Proposal, photos, *, by, at: datetime) -> None:
        for photo in photos:
            self.attachments.append(Attachment(proposal=row, by=by, at=at, **photo))
        self.tell(
            row,
            "attach",
            row.status,
            by=by,
            at=at,
            data={"added": [p["sha256"] for p in photos], "removed": []},
        )

    def number(self, row: Proposal, series: str) -> None:
        self.counters[series] = self.counters.get(series, 0) + 1
        row.reference = format_reference(
            planning_year=self.cycle.planning_year,
            series=series,
            number=self.counters[series],
            training=self.cycle.is_training,
        )

    def address(self, row: Proposal, at: datetime) -> None:
        self.addressees.setdefault(
            (id(row), row.current_agency_id), Addressee(proposal=row, agency=row.current_agency, since=at)
        )

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
        event = history.build_event(
            row,
            action=action,
            at=at,
            by=by,
            role=standing.role if standing else None,
            capacity="",
            office=office,
            data=data or {},
            previous=self._heads.get(id(row), ""),
        )
        self._heads[id(row)] = event.sha256
        self.events.append(event)
        if review is not None:
            self.reviews.append(
                Review(
                    proposal=row,
                    seq=row.version,
                    stage=stage_of(standing),
                    action=action,
                    by=by,
                    at=at,
                    office=office,
                    role=standing.role if standing else "",
                    **review,
                )
            )

    def mark(self, row: Proposal, *, by, at: datetime, marks: dict[str, int]) -> None:
        self.assignments.append(
            Assignment(proposal=row, reviewer=by, by=self.cast.admin, at=at - timedelta(days=2))
        )
        self.assessments.append(
            Assessment(
                proposal=row,
                reviewer=by,
                marks=marks,
                state=Assessment.State.SUBMITTED,
                updated_at=at,
                submitted_at=at,
            )
        )
        told_marks = {"sheet_version": 1, "marks": marks, "abstained": False, "suggestion": ""}
        self.tell(row, "mark", "scoring", by=by, at=at, data={"assessment": told_marks})

    @transaction.atomic
    def write(self) -> int:
        """Write everything told so far; how many proposals."""
        leads_first = sorted(self.rows, key=lambda row: row.merged_into is not None)
        Proposal.objects.bulk_create([r for r in leads_first if r.merged_into is None], batch_size=BATCH)
        merged = [r for r in leads_first if r.merged_into is not None]
        for row in merged:
            row.merged_into = row.merged_into  # takes the key that the lead has now
        Proposal.objects.bulk_create(merged, batch_size=BATCH)
        for rows in (
            self.events,
            self.reviews,
            list(self.addressees.values()),
            self.attachments,
            self.assignments,
            self.assessments,
        ):
            for row in rows:
                row.proposal = row.proposal
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)
        count = len(self.rows)
        self._clear()
        return count

    def write_counters(self) -> None:
        Counter.objects.bulk_create(
            [Counter(cycle=self.cycle, series=series, last=last) for series, last in self.counters.items()]
        )
