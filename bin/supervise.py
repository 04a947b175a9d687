"""Keeps a few processes alive: starts them, restarts what dies, and leaves no orphan when it ends.

Written in Python because a shell `trap` leaves children behind on TERM. Each process leads a group of its own,
so that whatever it forked goes with it; on Linux it is also told to end when the supervisor itself is killed.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
GRACE_SECONDS = 15  # how long a process may finish its work after TERM before it is killed
STEADY_SECONDS = 20  # a process that lived this long counts as healthy again
LONGEST_PAUSE_SECONDS = 30
GIVE_UP_AFTER = 4  # deaths in a row without ever becoming steady
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class GaveUp(Exception):
    """A process died again and again without ever becoming steady."""


def die_with_parent() -> None:
    """Ask Linux to send TERM to this process when its parent ends in whatever way (nothing elsewhere)."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Process:
    """One program to keep alive: its name, its command, and the file its output goes to."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str]
    running: subprocess.Popen | None = None
    started_at: float = 0.0
    deaths_in_a_row: int = 0
    start_again_at: float = 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.started_at = time.monotonic()

    def signal_group(self, number: int) -> None:
        """Signal the process and everything it forked; a group that is already gone is fine."""
        if self.running is not None:
            try:
                os.killpg(self.running.pid, number)
            except ProcessLookupError:
                pass

    def note_death(self) -> float:
        """Sweep up what the dead process left, and return the pause in seconds before the next start."""
        self.signal_group(signal.SIGKILL)
        self.running = None
        if time.monotonic() - self.started_at >= STEADY_SECONDS:
            self.deaths_in_a_row = 0
        self.deaths_in_a_row += 1
        pause = min(2.0 ** (self.deaths_in_a_row - 1), LONGEST_PAUSE_SECONDS)
        self.start_again_at = time.monotonic() + pause
        return pause


@dataclass
class Supervisor:
    """Runs processes until a stop signal arrives; `when_ready` runs once after `is_ready` first says yes."""

    processes: list[Process]
    is_ready: Callable[[], bool]
    when_ready: Callable[[], None]
    say: Callable[[str], None] = print
    stopping: bool = field(default=False, init=False)
    ready: bool = field(default=False, init=False)

    def run(self) -> None:
        """Block until stopped. Raises GaveUp (after stopping the others) when a process cannot live."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        try:
            for process in self.processes:
                process.start()
            while not self.stopping:
                self._mend()
                if not self.ready and self.is_ready():
                    self.ready = True
                    self.when_ready()
                time.sleep(0.2)
        finally:
            self._end_all()

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _mend(self) -> None:
        for process in self.processes:
            if process.running is None:
                if time.monotonic() >= process.start_again_at:
                    process.start()
                continue
            code = process.running.poll()
            if code is not None and not self.stopping:
                pause = process.note_death()
                if process.deaths_in_a_row >= GIVE_UP_AFTER:
                    raise GaveUp(f"{process.name} ended {GIVE_UP_AFTER} times in a row; see {process.log}")
                self.say(f"{process.name} ended ({describe(code)}); starting it again in {pause:.0f} s.")

    def _end_all(self) -> None:
        for process in self.processes:
            if process.running is not None:
                process.running.terminate()
        wait_for_all((p.running for p in self.processes if p.running), GRACE_SECONDS)
        for process in self.processes:
            process.signal_group(signal.SIGKILL)
            if process.running is not None:
                process.running.wait()


def wait_for_all(running: Iterable[subprocess.Popen], seconds: float) -> None:
    """Wait until all have ended, or until the time is over."""
    end = time.monotonic() + seconds
    for process in running:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            return


def describe(code: int) -> str:
    """Say how a process ended: `exit 3`, `SIGKILL`."""
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
