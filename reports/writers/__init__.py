"""Files of a report, one module per format; each writes a `Document` into a binary file."""

from . import csv, xlsx
from .document import Document

WRITERS = {"xlsx": xlsx.write, "csv": csv.write}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

__all__ = ["CONTENT_TYPES", "WRITERS", "Document"]
