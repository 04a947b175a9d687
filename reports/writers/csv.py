"""Writes a report's list as csv for Indonesian spreadsheets: UTF-8 with a mark, semicolons, decimal commas.

The formula guard: a text that starts with one of `GUARDED` gets an apostrophe in front, so that no spreadsheet
executes it; whoever reads the file by program takes one leading apostrophe off every text. Dates are ISO, moments
ISO in local time. The first row holds the headings, merged headers joined with " · "; a group is the first column, and
sums stand below as on paper. After the rows and an empty line follow title and notes.
"""

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from django.utils import timezone

from reports.lines import Part
from reports.listing import Cell
from reports.writers.document import Document

GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def write(target: BinaryIO, document: Document) -> None:
    """Write the whole list into an open file."""
    report = document.report
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([guard(column.full_heading) for column in report.all_columns])
    for line in document.iterate_lines():
        if line.part is Part.GROUP:
            continue
        cells = (line.group, *line.cells) if report.group else line.cells
        out.writerow([write_cell(cell) for cell in cells])
    out.writerow([])
    for line in (document.subject.title, *document.lines):
        out.writerow([guard(line)])
    text.detach()


def write_cell(cell: Cell) -> str:
    """One cell as text; empty for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}".replace(".", ",")
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M:%S")
    return str(cell)


def guard(text: str) -> str:
    """The text, made inert."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguard(text: str) -> str:
    """The text as it was, for who reads the file by program."""
    return text.removeprefix("'")
