"""The sign of life of a running job: a thread that writes heartbeat and progress through its own connection.

The handler itself never writes to its row, so progress is seen at once even while the handler works inside one long
transaction, and a cancelled job is noticed although the handler is busy.
"""

import logging
import threading
import time
from typing import Self

from django.db import DatabaseError, connection
from django.utils import timezone

from jobs import timing
from jobs.models import Job
from jobs.registry import Stopped

logger = logging.getLogger(__name__)


class Pulse:
    """Context manager around one attempt; `report` is what the handler gets as its `report_progress`."""

    def __init__(self, job: Job) -> None:
        self.attempt = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
        self.done, self.total = 0, None
        self.ended, self.lost = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"pulse-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def report(self, done: int, total: int | None = None) -> None:
        """Remember how far the work is (of `total`, once known). Raises Stopped when the job was taken away."""
        if self.lost.is_set():
            raise Stopped
        self.total = total if total is not None else self.total
        self.done = done if self.total is None else min(done, self.total)

    def _beat(self) -> None:
        written, written_at = (0, None), time.monotonic()
        try:
            while not self.ended.wait(timing.TICK_SECONDS):
                now, progress = time.monotonic(), (self.done, self.total)
                if progress == written and now - written_at < timing.HEARTBEAT_SECONDS:
                    continue
                if self._write(*progress):
                    written, written_at = progress, now
        finally:
            connection.close()

    def _write(self, done: int, total: int | None) -> bool:
        try:
            mine = self.attempt.update(progress_done=done, progress_total=total, heartbeat_at=timezone.now())
        except DatabaseError as trouble:  # a busy SQLite; the next beat tries again
            logger.warning("A heartbeat was not written: %s", trouble)
            connection.close()
            return False
        if not mine:
            self.lost.set()
            self.ended.set()
        return True
