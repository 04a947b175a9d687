"""Reads back what people get, as plain values by column heading, so that the four ways can be compared."""

import csv
import html
import io
import re
from datetime import date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from reports.declaration import Column, Kind
from reports.writers.csv import unguard

MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]


def read_declared(columns: tuple[Column, ...], rows) -> list[tuple]:
    """The declaration's own values, moments cut to what a page shows."""
    return [tuple(None if cell == "" else cell for cell in row) for row in rows]


def read_page(answer, columns, table_id: str) -> list[tuple]:
    """The cells of one table of a page, read as a person reads them."""
    text = answer.content.decode()
    table = text[text.index(f'id="{table_id}-judul"') :]
    body = table[table.index("<tbody>") : table.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = [
        [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows
    ]
    return [tuple(_understand(c, cell) for c, cell in zip(columns, row, strict=True)) for row in cells]


def _understand(column: Column, text: str):
    if text == "–":
        return None
    if column.kind == Kind.TEXT:
        return text
    if column.kind == Kind.DATE:
        day, month, year = text.split()
        return date(int(year), MONTHS.index(month) + 1, int(day))
    digits = text.replace("Rp\u00a0", "").replace(".", "").replace("−", "-")
    return Decimal(digits.replace(",", ".")) if column.kind == Kind.DECIMAL else int(digits)


def read_api(body: dict) -> list[tuple]:
    columns = body["columns"]
    return [tuple(_restore(column["kind"], row[column["key"]]) for column in columns) for row in body["rows"]]


def _restore(kind: str, value):
    if value is None or value == "":
        return None
    return Decimal(value) if kind == Kind.DECIMAL else value


def read_xlsx(content: bytes, columns, sheet: str) -> list[tuple]:
    """The rows under the headings; every text cell must really be text."""
    rows = list(load_workbook(io.BytesIO(content))[sheet].iter_rows())
    start = next(
        n for n, row in enumerate(rows) if [cell.value for cell in row] == [c.heading for c in columns]
    )
    return [
        tuple(_restore_cell(c, cell) for c, cell in zip(columns, row, strict=True))
        for row in rows[start + 1 :]
    ]


def _restore_cell(column: Column, cell):
    if cell.value is None:
        return None
    if column.kind == Kind.TEXT:
        assert cell.data_type == "s", f"{cell.coordinate} is {cell.data_type}: {cell.value!r}"
        return cell.value
    if column.kind == Kind.DECIMAL:
        return Decimal(repr(cell.value) if isinstance(cell.value, float) else str(cell.value))
    return int(cell.value) if isinstance(cell.value, int | str) else cell.value


def read_csv(content: bytes, columns) -> list[tuple]:
    """The rows up to the empty line, with the guard taken off."""
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert lines[0] == [column.heading for column in columns]
    rows = lines[1 : lines.index([])]
    return [tuple(_restore_text(c, cell) for c, cell in zip(columns, row, strict=True)) for row in rows]


def _restore_text(column: Column, text: str):
    if text == "":
        return None
    if column.kind == Kind.TEXT:
        return unguard(text)
    if column.kind == Kind.DATETIME:
        return datetime.fromisoformat(text)
    return Decimal(text.replace(",", ".")) if column.kind == Kind.DECIMAL else int(text)
