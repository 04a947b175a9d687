"""While a run is made nobody finishes or reopens a sheet: what counts is what was frozen.

PostgreSQL: advisory locks of the transaction, shared among reviewers, exclusive for the run. On SQLite one writes at
a time anyway: a reviewer waits until the run is kept.
"""

from django.db import connection

from proposals.refusals import Refusal, Refused

SPACE = 7341  # of our advisory locks; the other half of the key is the cycle
BUSY = "Perhitungan peringkat sedang dibuat, jadi lembar ini belum tersimpan. Kirim lagi sebentar lagi."


def hold_marks(cycle_pk: int) -> None:
    """Wait for the sheets that are being finished; refuse those that come until the transaction ends."""
    _ask("SELECT pg_advisory_xact_lock(%s, %s)", cycle_pk)


def require_open(cycle_pk: int) -> None:
    """Raises Refused (409) while a run of the cycle is made."""
    if _ask("SELECT pg_try_advisory_xact_lock_shared(%s, %s)", cycle_pk) is False:
        raise Refused(Refusal(409, "being_ranked", BUSY))


def _ask(statement: str, cycle_pk: int):
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(statement, [SPACE, cycle_pk])
        return cursor.fetchone()[0]
