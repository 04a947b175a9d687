"""The only clock: the database's time, read once per request.

Application hosts may disagree about the time; the database is one. Outside a request (tasks, commands) each
call reads it anew, unless inside `reading()`. Tests and demo data replace it with `frozen`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection

_reading: ContextVar[list | None] = ContextVar("reading", default=None)  # one reading, shared by a request
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if (moment := _frozen.get()) is not None:
        return moment
    holder = _reading.get()
    if holder is None:
        return _ask_database()
    if not holder:
        holder.append(_ask_database())
    return holder[0]


@contextmanager
def reading() -> Iterator[None]:
    """Inside, every `now()` gives the same moment: that of the first call."""
    token = _reading.set([])
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment`."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def _ask_database() -> datetime:
    sql = (
        "SELECT clock_timestamp()"
        if connection.vendor == "postgresql"
        else "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.astimezone(UTC)
