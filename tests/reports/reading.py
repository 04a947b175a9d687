"""Reads back what people get, as plain values by column, so that the four ways can be compared."""

import csv
import html
import io
import re
from datetime import date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from reports.declaration import Column, Kind
from reports.headings import lay_heads
from reports.snapshot import snapshot
from reports.writers import WRITERS, Document
from reports.writers.csv import unguard

MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
CELL = re.compile(r"<t[hd]([^>]*)>(.*?)</t[hd]>", re.S)


def write(format: str, report, subject) -> bytes:
    """The whole file."""
    target = io.BytesIO()
    with snapshot() as moment:
        WRITERS[format](target, Document(report, subject, moment))
    return target.getvalue()


def read_declared(rows) -> list[tuple]:
    """The declaration's own values; an empty text is nothing, as in a file."""
    return [tuple(None if cell == "" else cell for cell in row) for row in rows]


def read_page(answer, columns, table_id: str) -> list[tuple]:
    """The lines of one table of a page, read as a person reads them; a wide cell is followed by empty ones."""
    table = _cut_table(answer.content.decode(), table_id)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table[table.index("<tbody>") :], re.S)
    lines = []
    for row in rows:
        cells: list[str] = []
        for attributes, text in CELL.findall(row):
            width = int(found.group(1)) if (found := re.search(r'colspan="(\d+)"', attributes)) else 1
            cells += [html.unescape(text), *[""] * (width - 1)]
        lines.append(tuple(_understand(c, cell) for c, cell in zip(columns, cells, strict=True)))
    return lines


def read_page_heads(answer, table_id: str) -> list[list[str]]:
    """The headings of one table of a page, level by level."""
    table = _cut_table(answer.content.decode(), table_id)
    rows = re.findall(r"<tr>(.*?)</tr>", table[: table.index("<tbody>")], re.S)
    return [[html.unescape(text) for _, text in CELL.findall(row)] for row in rows]


def _cut_table(text: str, table_id: str) -> str:
    table = text[text.index(f'id="{table_id}-judul"') :]
    return table[: table.index("</table>")]


def _understand(column: Column, text: str):
    if text in ("–", ""):
        return None
    if column.kind == Kind.TEXT:
        return text
    if column.kind == Kind.DATE:
        day, month, year = text.split()
        return date(int(year), MONTHS.index(month) + 1, int(day))
    digits = text.replace("Rp\u00a0", "").replace(".", "").replace("−", "-").replace(",", ".")
    try:
        return Decimal(digits) if column.kind == Kind.DECIMAL else int(digits)
    except (ArithmeticError, ValueError):
        return text  # the label of a sum


def read_api(body: dict) -> list[tuple]:
    columns = body["columns"]
    return [tuple(_restore(column["kind"], row[column["key"]]) for column in columns) for row in body["rows"]]


def _restore(kind: str, value):
    if value is None or value == "":
        return None
    if kind == Kind.DATE:
        return date.fromisoformat(value)
    return Decimal(value) if kind == Kind.DECIMAL else value


def read_xlsx(content: bytes, columns, sheet: str) -> list[tuple]:
    """The lines under the headings; every text cell must really be text."""
    rows = list(load_workbook(io.BytesIO(content))[sheet].iter_rows())
    levels = lay_heads(columns)
    expected = []
    for heads in levels:
        cells = [None] * len(columns)
        for head in heads:
            cells[head.first] = head.text
        expected.append(cells)
    values = [[cell.value for cell in row] for row in rows]
    start = next(n for n in range(len(values)) if values[n : n + len(levels)] == expected)
    return [
        tuple(_restore_cell(c, cell) for c, cell in zip(columns, row, strict=True))
        for row in rows[start + len(levels) :]
    ]


def _restore_cell(column: Column, cell):
    if cell.value is None:
        return None
    if column.kind == Kind.TEXT:
        assert cell.data_type == "s", f"{cell.coordinate} is {cell.data_type}: {cell.value!r}"
        return cell.value
    if cell.data_type == "s":
        return int(cell.value) if cell.value.isdecimal() else cell.value
    if column.kind == Kind.DECIMAL:
        return Decimal(repr(cell.value) if isinstance(cell.value, float) else str(cell.value))
    if column.kind == Kind.DATE:
        return cell.value.date()
    return int(cell.value) if isinstance(cell.value, int) else cell.value


def read_csv(content: bytes, columns) -> list[tuple]:
    """The lines up to the empty one, with the guard taken off."""
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert [unguard(cell) for cell in lines[0]] == [column.full_heading for column in columns]
    rows = lines[1 : lines.index([])]
    return [tuple(_restore_text(c, cell) for c, cell in zip(columns, row, strict=True)) for row in rows]


def _restore_text(column: Column, text: str):
    if text == "":
        return None
    if column.kind == Kind.TEXT:
        return unguard(text)
    if column.kind == Kind.DATETIME:
        return datetime.fromisoformat(text)
    if column.kind == Kind.DATE:
        return date.fromisoformat(text)
    try:
        return Decimal(text.replace(",", ".")) if column.kind == Kind.DECIMAL else int(text)
    except (ArithmeticError, ValueError):
        return text  # the label of a sum
