"""Runs a module in a process of its own with little memory and time: what a hostile file does there ends there.

The process knows no secrets of this one. A worker that read such a file itself would be killed by it, and its job be
tried twice more. `python -m jobs.confining MEGABYTES SECONDS MODULE …` is the other side: it takes its limits upon
itself before anything of the module is imported.
"""

import os
import resource
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "PYTHONHASHSEED")


class OutOfBounds(Exception):
    """The process needed more memory or time than it was given, or died; the text is for the administrator."""


def run_confined(module: str, *arguments: str, megabytes: int, seconds: int) -> bytes:
    """What the module wrote to its standard output. Raises OutOfBounds.

    `megabytes` bounds the address space, `seconds` the processor time; twice that much wall time may pass.
    """
    command = [sys.executable, "-m", "jobs.confining", str(megabytes), str(seconds), module, *arguments]
    known = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 (our own interpreter, a module named in the code)
            command, cwd=ROOT, env=known, stdin=subprocess.DEVNULL, capture_output=True, timeout=2 * seconds
        )
    except subprocess.TimeoutExpired as late:
        raise OutOfBounds(f"{module}: no answer within {2 * seconds} s") from late
    if ended.returncode:
        told = ended.stderr.decode(errors="replace").strip().splitlines()
        raise OutOfBounds(f"{module}: exit {ended.returncode}; {told[-1][:300] if told else 'nothing said'}")
    return ended.stdout


def _confine_itself(megabytes: int, seconds: int) -> None:
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it answers through a pipe and writes no file


if __name__ == "__main__":
    _confine_itself(int(sys.argv[1]), int(sys.argv[2]))
    name, sys.argv = sys.argv[3], sys.argv[3:]
    runpy.run_module(name, run_name="__main__", alter_sys=True)
