"""The claim: one conditional UPDATE on (pk, status, version) for all that get the same, then what differs row by row.

Whoever changes the row first wins; a row that is no longer as it was read is not written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.db import router, transaction
from django.db.models import F, Max, Model

from proposals import numbering
from proposals.models import Proposal
from proposals.refusals import Refusal
from proposals.services.consequences import Change

FEW = 3  # a field with more values in one batch is written row by row


def claim(changes: list[Change], batch) -> tuple[list[Change], list[Refusal]]:
    """Write every change whose row is still as it was read; the others are lost and say so."""
    if not changes:
        return [], []
    _number(changes)
    updates = {change.row.pk: _find_new(change) for change in changes}
    alike = _find_alike(updates.values())
    groups: dict[tuple, list[int]] = defaultdict(list)
    for change in changes:
        row = change.row
        values = frozenset((name, value) for name, value in updates[row.pk].items() if name in alike)
        groups[row.status, row.version, change.target, values].append(row.pk)
    for (status, version, target, values), keys in groups.items():
        written = conditional_update(
            keys, status=status, version=version, target=target, at=batch.now, **dict(values)
        )
        if written != len(keys):  # a set is written whole or not at all, so that nothing half done stays
            transaction.set_rollback(True, using=router.db_for_write(Proposal))
            return [], [_lost(change) for change in changes]
    _put_in_order(changes)
    _write_values(changes, batch.now, alike)
    return changes, []


def conditional_update(keys, *, status: str, version: int, target: str, at, **values) -> int:
    """How many of the rows were still in `status` at `version`; those are now in `target` at the next version."""
    return Proposal.objects.filter(pk__in=keys, status=status, version=version).update(
        status=target, version=F("version") + 1, updated_at=at, **values
    )


def _lost(change: Change) -> Refusal:
    return Refusal(
        409,
        "version",
        "Usulan ini baru saja diubah orang lain. Muat ulang, lihat perubahan itu, lalu ulangi.",
        change.row.uuid,
        change.row.reference or "",
    )


def _number(changes: list[Change]) -> None:
    """Give references before the claim, because a submitted row must have one; a lost claim takes them back."""
    given = numbering.assign([change.row for change in changes if change.needs_number])
    numbered = [change.row for change in changes if change.row.pk in given]
    for row in numbered:
        row.reference = given[row.pk]
    if numbered:
        Proposal.objects.bulk_update(numbered, ["reference"], batch_size=500)


def _put_in_order(changes: list[Change]) -> None:
    """An ordered batch is appended to the office's list in the order given."""
    for change_set, name, office in (
        ([c for c in changes if c.ordered and c.action.key == "endorse"], "kelurahan_order", "kelurahan_id"),
        ([c for c in changes if c.ordered and c.action.key == "forward"], "kecamatan_order", "kecamatan_id"),
    ):
        last: dict = {}
        for change in change_set:
            row = change.row
            if getattr(row, name) is not None:
                continue
            key = (row.cycle_id, getattr(row, office))
            if key not in last:
                filed = Proposal.objects.filter(cycle=row.cycle_id, **{office: key[1]})
                last[key] = filed.aggregate(last=Max(name))["last"] or 0
            last[key] += 1
            change.updates[name] = last[key]


def _write_values(changes: list[Change], now, alike: set[str]) -> None:
    """Bring the objects to what the changes say, and then what differs from row to row."""
    own = {name for change in changes for name in _find_new(change, beside=alike)}
    differing = [change.row for change in changes if not own.isdisjoint(change.updates)]
    for change in changes:
        row = change.row
        row.status, row.version, row.updated_at = change.target, row.version + 1, now
        for name, value in change.updates.items():
            setattr(row, name, value)
    if own:
        Proposal.objects.bulk_update(differing, sorted(own), batch_size=200)


def _find_alike(updates: Iterable[dict[str, Any]]) -> set[str]:
    """The fields that get only a few different values in this batch."""
    found: dict[str, set] = defaultdict(set)
    for values in updates:
        for name, value in values.items():
            found[name].add(value)
    return {name for name, values in found.items() if len(values) <= FEW}


def _find_new(change: Change, *, beside: Collection[str] = ()) -> dict[str, Any]:
    """The updates that differ from the row as it was read and locked, except of the fields in `beside`."""
    row = change.row
    return {
        name: value
        for name, value in change.updates.items()
        if name not in beside
        and getattr(row, _attname(name)) != (value.pk if isinstance(value, Model) else value)
    }


@cache
def _attname(name: str) -> str:
    return Proposal._meta.get_field(name).attname
