"""Writes the rows of one table in bulk: by COPY on PostgreSQL, by one prepared INSERT elsewhere."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

from django.db import connection, connections, models

AT_ONCE = 10_000  # rows of a statement
# How COPY reads the rows: both signs occur in no text (`proposals.text` refuses them); csv.writer takes eight times
# as long as a join.
DELIMITER, NULL = "\x1f", "\x1e"


class Table:
    """The rows of one model until `write`. A row names its columns by attribute (`proposal_id`); defaults fill in."""

    def __init__(self, model: type[models.Model], *, with_key: bool = False):
        fields = [f for f in model._meta.concrete_fields if with_key or not f.primary_key]
        self._table = model._meta.db_table
        self._columns = [field.column for field in fields]
        self._names = [field.attname for field in fields]
        self._defaults = {field.attname: field.get_default() for field in fields}
        conversions = [(place, _conversion(field)) for place, field in enumerate(fields)]
        self._conversions = [(place, convert) for place, convert in conversions if convert]
        self._rows: list[list] = []

    def add(self, row: Mapping[str, Any]) -> None:
        """Take the values as they are now."""
        cells = list(map((self._defaults | row).get, self._names))
        for place, convert in self._conversions:
            if cells[place] is not None:
                cells[place] = convert(cells[place])
        self._rows.append(cells)

    def write(self) -> None:
        insert = _copy if connection.vendor == "postgresql" else _insert
        table = connection.ops.quote_name(self._table)
        columns = [connection.ops.quote_name(column) for column in self._columns]
        for start in range(0, len(self._rows), AT_ONCE):
            insert(table, columns, self._rows[start : start + AT_ONCE])
        self._rows = []


def _conversion(field: models.Field) -> Callable | None:
    """How a value of this field is written; None when it is written as it is."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField | models.TimeField | models.DecimalField | models.UUIDField):
        if connection.vendor == "postgresql":
            return None  # their text is what COPY reads
        wrapper = connections[connection.alias]
        # The same moment and volume stand in several rows that follow each other.
        return lru_cache(maxsize=256)(lambda value: field.get_db_prep_value(value, wrapper, prepared=True))
    return None


def _copy(table: str, columns: list[str], rows: list[list]) -> None:
    lines = [DELIMITER.join([NULL if cell is None else str(cell) for cell in row]) for row in rows]
    escaped = [line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") for line in lines]
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({', '.join(columns)}) FROM STDIN (DELIMITER '{DELIMITER}', NULL '{NULL}')",
            StringIO("\n".join([*escaped, ""])),
            size=2**20,
        )


def _insert(table: str, columns: list[str], rows: list[list]) -> None:
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)  # noqa: S608
