"""Finds programs of the system and starts servers that never outlive the test run."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Missing(Exception):
    """A program that a stage needs is not installed; the message names the Debian package."""


class DidNotStart(Exception):
    """A server ended or stayed silent; the message holds the end of its log."""


def find_chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise Missing("Chromium is missing: apt-get install chromium")


def free_port() -> int:
    """A port that nobody listens on at this moment. Another program may still take it: check who answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(
    command: list[str], log: Path, *, account: str | None = None, environment: Mapping[str, str] = os.environ
) -> subprocess.Popen:
    """Start a server in a group of its own, as another account if wanted (root only); it dies with this process."""
    as_account = {}
    if account is not None:
        entry = pwd.getpwnam(account)
        as_account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
            preexec_fn=end_with_parent,
            **as_account,
        )


def end_with_parent() -> None:
    """For `preexec_fn`: ask Linux to end this process with its parent, however that one ends."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until(
    answers: Callable[[], bool], server: subprocess.Popen, log: Path, seconds: float, what: str
) -> None:
    """Wait until the server answers. Raises DidNotStart as soon as it has ended, or when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise DidNotStart(f"{what} ended with code {server.returncode}.\n{tail(log)}")
        if answers():
            return
        time.sleep(0.05)
    raise DidNotStart(f"{what} did not answer within {seconds:.0f} s.\n{tail(log)}")


def stop_server(server: subprocess.Popen, number: int = signal.SIGTERM, seconds: float = 20) -> None:
    """Ask the server to end, wait, then end whatever of its group is still there."""
    if server.poll() is None:
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    server.wait()


def tail(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"
