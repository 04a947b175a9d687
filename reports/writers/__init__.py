"""Files of a report, one module per format; each writes a `Document` into a binary file."""

from regions.indonesian import group
from reports.declaration import Listing, ShortListing

from . import csv, pdf, xlsx
from .document import Document

WRITERS = {"xlsx": xlsx.write, "csv": csv.write, "pdf": pdf.write}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def complain_of_length(format: str, listing: Listing | ShortListing) -> str:
    """The sentence for a list that this format cannot hold; empty when it can."""
    if format != "pdf" or (count := listing.count()) <= pdf.MOST_ROWS:
        return ""
    return (
        f"PDF memuat paling banyak {group(pdf.MOST_ROWS)} baris, daftar ini {group(count)}. "
        "Persempit dengan saringan, misalnya satu kecamatan, atau pilih Excel."
    )


__all__ = ["CONTENT_TYPES", "WRITERS", "Document", "complain_of_length"]
