"""What a worker of these tests knows on top of the product."""

from reports.registry import REPORTS
from tests.chaos.slow_report import REPORT

REPORTS[REPORT.slug] = REPORT
