"""The record in Django admin: reference data is edited here, proposals and history are only looked at."""

from . import record, reference  # noqa: F401 (they register themselves)
