"""Writes a report for paper: A4, title, headings on every page, names of groups, sums, numbers of pages.

The same template as on the page draws the tables, so a text is as inert here as there. WeasyPrint holds the whole paper
in memory, so long lists are for spreadsheets (`complain_of_length`).
"""

from typing import BinaryIO

from django.template.loader import render_to_string

from jobs.registry import CannotBeDone
from proposals.paper import make_pdf
from reports.showing import show_list, show_table
from reports.writers.document import Document

MOST_ROWS = 2_000
STATIC_ADDRESS = "http://localhost/"  # never asked: `make_pdf` reads static files from the disk
NOT_HERE = "PDF tidak dapat dibuat di server ini. Pilih Excel, atau sampaikan kepada administrator."


def write(target: BinaryIO, document: Document) -> None:
    """Write the whole paper into an open file; raises CannotBeDone where the library for PDF is missing."""
    report, subject = document.report, document.subject
    context = {
        "report": report,
        "subject": subject,
        "lines": document.lines,
        "table": show_list(report, document.iterate_lines()),
        "sheets": [(sheet, show_table(sheet.columns, sheet.list_rows(subject))) for sheet in report.sheets],
    }
    data = make_pdf(render_to_string("reports/paper.html", context), base_url=STATIC_ADDRESS)
    if data is None:
        raise CannotBeDone(NOT_HERE)
    target.write(data)
