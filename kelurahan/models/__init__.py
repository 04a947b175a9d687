"""What the kelurahan's desk keeps of its own."""

from .imports import ImportFile, ImportRow

__all__ = ["ImportFile", "ImportRow"]
