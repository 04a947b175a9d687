"""One moment for a whole report: what is read inside does not see what others write meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from proposals import clock


@contextmanager
def snapshot() -> Iterator[datetime]:
    """Yield the moment that the report shows.

    PostgreSQL: one REPEATABLE READ, READ ONLY transaction. SQLite: autocommit, where the list is a single SELECT
    and so a snapshot of its own, and everything beside it belongs to an immutable run; a transaction there would
    keep every writer waiting (IMMEDIATE). Inside somebody else's transaction that one's isolation holds.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield clock.now()
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield clock.now()
