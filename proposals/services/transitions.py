"""`perform`: the only writer of a proposal's status, version and current values.

Set-based from the first day: a batch of a thousand takes the statements of one.
"""

import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from proposals import content, guards, workflow
from proposals.permissions import judge
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import batches, claims, creation, history, merging, money, releasing
from proposals.services.consequences import Change, work_out


@dataclass(frozen=True, slots=True)
class Done:
    """One proposal after the act; `sha256` is that of its event, as printed on a receipt."""

    uuid: UUID
    reference: str
    title: str
    status: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, and what was refused and why. `grace`: counted although the stage had just closed."""

    action: str
    done: tuple[Done, ...] = ()
    refused: tuple[Refusal, ...] = ()
    grace: bool = False

    def require(self) -> "Outcome":
        """Raise `Refused` if anything was refused; for callers with one proposal."""
        if self.refused:
            raise Refused(*self.refused)
        return self


def perform(
    *,
    targets: Mapping[UUID, int],
    action: str,
    by,
    each: Mapping[UUID, Mapping[str, Any]] | None = None,
    all_or_nothing: bool = False,
    **given,
) -> Outcome:
    """Do `action` to every target that allows it, in one transaction.

    `targets` maps the UUID of each proposal to the version that the person saw; their order is kept where the
    action gives an order. `by` is the person, or None for the system's own actions. `given` holds the inputs that
    the action needs (`workflow.ACTIONS`), `each` those that differ for one proposal. With `all_or_nothing` any
    refusal raises `Refused` and nothing is written.

    Consequences, all in the same transaction:

    1. the rows are locked in key order, and one conditional UPDATE on (pk, status, version) claims them: of two
       people exactly one wins, and the other is told who did what when;
    2. the first submit gives the gapless reference;
    3. a Review keeps what this level decided, an Addressee what an agency may see from now on;
    4. `current_*`, lineage, `act_until` and the timestamps follow, of a lead also for what was merged into it;
    5. an Event is chained to the proposal's history, and an Outbox row waits for each that tells somebody something;
    6. messages leave only after the commit, and losing one loses nothing.

    Refusals carry 404 (out of scope), 403 (role, office), 409 (status, version, window, conflict) or 422 (content).
    """
    spec = workflow.ACTIONS.get(action)
    if spec is None:
        raise Refused(content_refusal({"action": f"Tindakan “{action}” tidak dikenal."}))
    try:
        return _carry_out(spec, targets, by, each or {}, all_or_nothing, given)
    except IntegrityError:
        if action != "create":
            raise
        # The same form came a moment earlier; now its row is there and is the answer.
        return _carry_out(spec, targets, by, each or {}, all_or_nothing, given)


def _carry_out(
    spec: workflow.Action, targets, by, each: Mapping, all_or_nothing: bool, given: dict
) -> Outcome:
    action = spec.key
    targets, unreadable = _read_targets(targets)
    with transaction.atomic():
        if action == "create":
            changes, refused = creation.prepare(
                targets, by=by, values=given.get("values"), each=each, spec=spec
            )
            batch = None
        else:
            batch = batches.lock(
                targets,
                by=by,
                lead=given.get("lead") if action == "merge" else None,
                with_merged=action in releasing.ENDING,
            )
            changes, refused = _decide(batch, spec, targets, given, each)
        refused = [*unreadable, *refused]
        if refused and all_or_nothing:
            raise Refused(*refused)
        if batch is not None:
            changes, lost = claims.claim(changes, batch)
            refused += lost
            if lost and all_or_nothing:
                raise Refused(*refused)
        events = history.write(changes, by=by)
    grace = any(change.grace for change in changes)
    return Outcome(
        action,
        tuple(_done(change, events) for change in changes if not change.is_aside),
        tuple(refused),
        grace,
    )


def _read_targets(targets: Mapping) -> tuple[dict[UUID, int], list[Refusal]]:
    """UUIDs and versions as they should be; what is neither cannot exist and is answered like it."""
    known, unreadable = {}, []
    for key, version in targets.items():
        try:
            uuid = key if isinstance(key, UUID) else uuids.UUID(str(key))
        except ValueError:
            unreadable.append(batches.not_found(None))
            continue
        if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < 2**31:
            unreadable.append(
                content_refusal({"version": "Versi usulan tidak terbaca. Muat ulang halaman."}, uuid=uuid)
            )
            continue
        known[uuid] = version
    return known, unreadable


def _decide(batch, spec: workflow.Action, targets, given, each) -> tuple[list[Change], list[Refusal]]:
    """For each target a change or a refusal; then the checks that need the whole batch."""
    changes: list[Change] = []
    refused = [batches.not_found(uuid) for uuid in targets if uuid not in batch.rows]
    own_inputs = {str(uuid): inputs for uuid, inputs in each.items()}
    for uuid, version in targets.items():
        row = batch.rows.get(uuid)
        if row is None:
            continue
        verdict = judge(
            row,
            spec.key,
            standings=batch.standings,
            now=batch.now,
            windows=batch.windows[row.cycle_id],
            expected_version=version,
            last_event=batch.last_events.get(row.pk),
        )
        if verdict.refusal:
            refused.append(verdict.refusal)
            continue
        inputs = {**given, **own_inputs.get(str(uuid), {})}
        case = content.Case(row, spec, batch.now, batch.shared)
        values, unfit = content.clean(inputs, case)
        if unfit:
            refused.append(content_refusal(unfit, uuid=row.uuid, reference=row.reference or ""))
            continue
        try:
            change = work_out(batch, row, spec, verdict, values)
        except Refused as refusal:
            refused.extend(refusal.refusals)
            continue
        if change is not None:
            changes.append(change)
    blocked = guards.refusals(spec.key, [change.row for change in changes], by=batch.by, given=given)
    blocked |= money.refusals(spec.key, [c for c in changes if c.row.pk not in blocked])
    refused += blocked.values()
    changes = [change for change in changes if change.row.pk not in blocked]
    if spec.key == "merge":
        changes, more = merging.add_lead(batch, changes, given)
        refused += more
    if spec.key in releasing.ENDING:
        changes, more = releasing.add_released(batch, changes)
        refused += more
    return changes, refused


def _done(change: Change, events: dict) -> Done:
    row, event = change.row, events.get(change.row.pk)
    return Done(
        row.uuid, row.reference or "", row.title, row.status, row.version, event.sha256 if event else ""
    )
