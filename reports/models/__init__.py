"""Files that people asked for."""

from .report_run import ReportRun

__all__ = ["ReportRun"]
