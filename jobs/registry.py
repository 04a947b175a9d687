"""Which function does which work: handlers are registered by kind where they are written.

Higher floors register theirs in a module that their app imports at start (`tasks.py`, which `JobsConfig.ready`
finds by itself, or whatever their own `ready` imports). Registering a kind twice is a mistake and raises.
"""

from collections.abc import Callable, Sequence
from typing import Any

from jobs.models import Job, Outbox

Report = Callable[[int, int | None], None]
"""`report(done, total)`: cheap, call it as often as you like. Raises `Stopped` when the job is no longer yours."""

WorkHandler = Callable[[Job, Report], dict[str, Any] | None]
"""Does the work of one job and returns its result. May be run again after a crash, so it must be idempotent.

In the result, `url` and `label` become the link on the job's page, and `note` a sentence beside it.
"""

DeliveryHandler = Callable[[Sequence[Outbox]], None]
"""Delivers all rows given, or raises. May see a row again, so it must be idempotent."""

WORK: dict[str, WorkHandler] = {}
DELIVERIES: dict[str, DeliveryHandler] = {}
SWEEPS: dict[str, Callable[[], Any]] = {}


class UnknownKind(LookupError):
    """No handler is registered for this kind."""


class CannotBeDone(Exception):
    """Raised by a handler when trying again would not help; its text is the Indonesian sentence to show."""


class TryLater(Exception):
    """Raised by a handler when trying again may help; its text is the sentence to show once no attempt is left."""


class Stopped(Exception):
    """Raised inside a handler when the job was cancelled or taken over: leave at once, write nothing more."""


def work(kind: str) -> Callable[[WorkHandler], WorkHandler]:
    """Register the handler that does jobs of this kind."""
    return _registering(WORK, kind)


def delivers(kind: str) -> Callable[[DeliveryHandler], DeliveryHandler]:
    """Register the handler that delivers outbox rows of this kind."""
    return _registering(DELIVERIES, kind)


def sweeps(name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register a function that the sweeper calls every minute, for example to take back what is overdue."""
    return _registering(SWEEPS, name)


def _registering(registry: dict, kind: str) -> Callable:
    def register(handler):
        known = registry.get(kind)
        if known is not None and (known.__module__, known.__qualname__) != (
            handler.__module__,
            handler.__qualname__,
        ):
            raise ValueError(f"{kind} is already registered by {known.__module__}.{known.__qualname__}")
        registry[kind] = handler
        return handler

    return register
