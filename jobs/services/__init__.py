"""What is done with jobs, outbox rows and notifications."""

from .delivering import deliver_outbox, post
from .digesting import ask_for_digest
from .mailing import mail
from .notifying import Notice, mark_all_read, mark_read, notify
from .pruning import prune
from .queueing import CannotChange, cancel, enqueue, retry, retry_failed
from .running import run
from .sweeping import sweep

__all__ = [
    "CannotChange",
    "Notice",
    "ask_for_digest",
    "cancel",
    "deliver_outbox",
    "enqueue",
    "mail",
    "mark_all_read",
    "mark_read",
    "notify",
    "post",
    "prune",
    "retry",
    "retry_failed",
    "run",
    "sweep",
]
