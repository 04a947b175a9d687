"""Queued work, messages on their way out, and what people are told."""

from .job import Job
from .notification import Notification
from .outbox import Outbox

__all__ = ["Job", "Notification", "Outbox"]
