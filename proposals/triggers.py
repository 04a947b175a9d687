"""Database triggers that keep history as it was: no UPDATE ever, no DELETE unless the row is `training`.

A model whose rows are written for a while first (a forum) names the column that freezes them.

Models register with `protect`; `install` is idempotent and runs after every migrate, because SQLite drops
triggers silently when it rebuilds a table. `missing` is read by a system check and by `verify_events`.
"""

from django.db import connection

_protected: dict = {}  # model: the column that, once filled, freezes a row; "" freezes it from the start

REFUSAL = "riwayat tidak boleh diubah"


def protect(model, *, once: str = "") -> None:
    """Make the rows of `model` (it has a boolean column `training`) append-only, or frozen once a column is filled."""
    _protected[model] = once


def install() -> None:
    """Create what is missing for every protected table that exists."""
    tables = set(connection.introspection.table_names())
    absent = set(missing())
    with connection.cursor() as cursor:
        for model in _protected:
            table = model._meta.db_table
            if table not in tables:
                continue
            for operation in ("update", "delete"):
                if name(table, operation) in absent:
                    for statement in _creation(table, operation, _protected[model]):
                        cursor.execute(statement)


def remove() -> None:
    """Drop all of them: for a test that must break history on purpose, and for flushing a test database."""
    with connection.cursor() as cursor:
        for model in _protected:
            table = model._meta.db_table
            for operation in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name(table, operation)}{on}")


def missing() -> list[str]:
    """The names of the triggers that should stand in the database and do not."""
    wanted = [name(m._meta.db_table, operation) for m in _protected for operation in ("update", "delete")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        present = {row[0] for row in cursor.fetchall()}
    return [trigger for trigger in wanted if trigger not in present]


def name(table: str, operation: str) -> str:
    return f"{table}_no_{operation}"


def _creation(table: str, operation: str, once: str) -> list[str]:
    conditions = [f"OLD.{once} IS NOT NULL"] if once else []
    conditions += ["NOT OLD.training"] if operation == "delete" else []
    condition = f"WHEN ({' AND '.join(conditions)})" if conditions else ""
    trigger = name(table, operation)
    if connection.vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
            f"CREATE TRIGGER {trigger} BEFORE {operation.upper()} ON {table} FOR EACH ROW {condition} "
            "EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {trigger} BEFORE {operation.upper()} ON {table} FOR EACH ROW {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ]
