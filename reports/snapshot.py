"""One moment for a whole report: what is read inside does not see what others write meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from proposals import clock


@contextmanager
def snapshot() -> Iterator[datetime]:
    """Yield the moment that the report shows.

    PostgreSQL: one REPEATABLE READ, READ ONLY transaction. SQLite: one deferred transaction, which in WAL reads from
    one snapshot and keeps nobody waiting (Django's own is IMMEDIATE and would). Inside somebody else's transaction
    that one's isolation holds. Nothing may be written inside.
    """
    if connection.in_atomic_block:
        yield clock.now()
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield clock.now()
    else:
        with _deferred():
            yield clock.now()


@contextmanager
def _deferred() -> Iterator[None]:
    # Django tries this out in a transaction of its own, which fails inside ours, and remembers the failure.
    _ = connection.features.supports_json_field
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")  # the first reading fixes the snapshot
            cursor.fetchall()
            yield
        finally:
            cursor.execute("ROLLBACK")
