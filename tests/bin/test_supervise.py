"""The supervisor of `bin/run`, with real processes: it restarts, it stops everything, it gives up with a reason."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

# Supervises one program that notes its own process id and that of a child which ignores TERM.
SUPERVISE = """
import os, sys
from pathlib import Path
from supervise import GaveUp, Process, Supervisor
folder = Path(sys.argv[1])
process = Process("one", [sys.executable, "-c", (folder / "program.py").read_text()], folder / "log", dict(os.environ))
try:
    Supervisor([process], lambda: True, lambda: print("ready", flush=True), lambda text: print(text, flush=True)).run()
except GaveUp as reason:
    print(reason, flush=True)
    sys.exit(1)
"""
LIVES = """
import os, subprocess, sys, time
stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(300)"
child = subprocess.Popen([sys.executable, "-c", stubborn])
with open("started", "a") as notes:
    notes.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(300)
"""
DIES = "raise SystemExit(3)"


class Supervised:
    """A supervisor in a process of its own, and what its program noted."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder = folder
        (folder / "program.py").write_text(program)
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, str(folder)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / "bin")},
            stdout=subprocess.PIPE,
            text=True,
        )

    def starts(self) -> list[list[int]]:
        notes = self.folder / "started"
        lines = notes.read_text().splitlines() if notes.exists() else []
        return [[int(word) for word in line.split()] for line in lines if len(line.split()) == 2]


def is_alive(process_id: int) -> bool:
    stat = Path(f"/proc/{process_id}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[[str], Supervised]]:
    started = []

    def start(program: str) -> Supervised:
        started.append(Supervised(tmp_path, program))
        return started[-1]

    yield start
    for supervised in started:
        supervised.process.kill()
        supervised.process.wait()
        for process_id in (each for start in supervised.starts() for each in start):
            if is_alive(process_id):
                os.kill(process_id, signal.SIGKILL)


def test_supervisor_restarts_a_killed_process_and_sweeps_up_its_children(supervise) -> None:
    supervised = supervise(LIVES)
    wait_for(lambda: len(supervised.starts()) == 1)
    first, child = supervised.starts()[0]
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: len(supervised.starts()) == 2)
    assert not is_alive(child)
    assert all(is_alive(process_id) for process_id in supervised.starts()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_supervisor_told_to_stop_leaves_no_orphan(supervise, number: signal.Signals) -> None:
    supervised = supervise(LIVES)
    wait_for(lambda: len(supervised.starts()) == 1)
    supervised.process.send_signal(number)
    assert supervised.process.wait(timeout=20) == 0
    assert not any(is_alive(process_id) for process_id in supervised.starts()[0])


def test_killed_supervisor_takes_its_process_along(supervise) -> None:
    supervised = supervise(LIVES)
    wait_for(lambda: len(supervised.starts()) == 1)
    supervised.process.kill()
    wait_for(lambda: not is_alive(supervised.starts()[0][0]))


def test_supervisor_gives_up_on_a_process_that_cannot_live(supervise) -> None:
    supervised = supervise(DIES)
    said, _ = supervised.process.communicate(timeout=60)
    assert supervised.process.returncode == 1
    assert "one ended (exit 3); starting it again in 1 s." in said
    assert "one ended 4 times in a row" in said
