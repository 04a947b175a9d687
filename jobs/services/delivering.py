"""Writes outbox rows inside a transaction and delivers them after it, each kind as a set."""

import logging
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils import timezone

from jobs import hints, registry
from jobs.models import Outbox

logger = logging.getLogger(__name__)
BATCH = 200


@transaction.atomic
def post(*, kind: str, payloads: Iterable[dict[str, Any]]) -> None:
    """Put messages of one kind into the outbox: they exist exactly when the surrounding change does."""
    Outbox.objects.bulk_create([Outbox(kind=kind, payload=payload) for payload in payloads], batch_size=BATCH)
    hints.send_on_commit("jobs.deliver")


def deliver_outbox() -> int:
    """Deliver everything that waits, batch by batch; returns how many rows went out.

    A row that fails keeps its reason and waits for the next call; its neighbours go out. Two callers never take
    the same row on PostgreSQL (SKIP LOCKED); on SQLite the write lock lets in one at a time.
    """
    delivered, last = 0, 0
    while True:
        with transaction.atomic():
            waiting = Outbox.objects.undelivered().filter(pk__gt=last).order_by("pk")
            if connection.features.has_select_for_update_skip_locked:
                waiting = waiting.select_for_update(skip_locked=True)
            rows = list(waiting[:BATCH])
            if not rows:
                return delivered
            last = rows[-1].pk
            by_kind = sorted(rows, key=lambda row: row.kind)
            for kind, same in groupby(by_kind, key=lambda row: row.kind):
                delivered += _deliver_kind(kind, list(same))


def _deliver_kind(kind: str, rows: list[Outbox]) -> int:
    """Deliver as one set; if that fails, row by row, so that one bad row holds up nobody else."""
    trouble = _try(kind, rows)
    if trouble is None:
        return _mark_delivered(rows)
    if len(rows) > 1:
        return sum(_deliver_kind(kind, [row]) for row in rows)
    row = rows[0]
    row.attempts += 1
    row.last_error = f"{type(trouble).__name__}: {trouble}"
    row.save(update_fields=["attempts", "last_error"])
    logger.warning("Outbox row %s (%s) failed %s times: %s", row.pk, kind, row.attempts, row.last_error)
    return 0


def _try(kind: str, rows: list[Outbox]) -> Exception | None:
    handler = registry.DELIVERIES.get(kind)
    if handler is None:
        return registry.UnknownKind(kind)
    try:
        with transaction.atomic():
            handler(rows)
    except SoftTimeLimitExceeded:
        raise
    except Exception as trouble:
        return trouble
    return None


def _mark_delivered(rows: list[Outbox]) -> int:
    pks = [row.pk for row in rows]
    return Outbox.objects.filter(pk__in=pks).update(delivered_at=timezone.now(), last_error="")
