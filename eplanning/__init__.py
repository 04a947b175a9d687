"""The E-Planning project: settings, addresses, home pages and what touches every floor."""

from eplanning import lean
from eplanning.celery import app as celery_app

__all__ = ["celery_app"]

lean.load_openpyxl()
