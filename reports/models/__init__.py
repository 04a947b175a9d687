"""Files that people asked for, and packages of them."""

from .package import Package
from .report_run import ReportRun

__all__ = ["Package", "ReportRun"]
