"""Takes turns, so that what else the machine does falls on all alike, and prints what came out with the machine."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import django
from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. `best` bounds a ratio, since other work on the machine only ever adds; `cpu` is this process alone."""

    best: float
    median: float
    cpu: float


def take_turns(acts: Mapping[str, Callable[[], object]], *, rounds: int, warm: int = 1) -> dict[str, Timing]:
    """Every act once in each round, the first `warm` rounds unmeasured. An act may return its own seconds.

    What pytest and the world hold is taken out of the garbage collector's sight, as in a process that only serves.
    """
    gc.collect()
    gc.freeze()
    walls: dict[str, list[float]] = {name: [] for name in acts}
    cpus: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(-warm, rounds):
        for name, act in acts.items():
            cpu, wall = time.process_time(), time.perf_counter()
            answer = act()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            if turn >= 0:
                walls[name].append(answer if isinstance(answer, float) else wall)
                cpus[name].append(cpu)
    return {name: Timing(min(walls[name]), statistics.median(walls[name]), min(cpus[name])) for name in acts}


def take_and_undo(act: Callable) -> float:
    """The seconds of an act that writes, to the point where a commit would follow; then it is undone."""
    with transaction.atomic():
        started = time.perf_counter()
        act()
        spent = time.perf_counter() - started
        connection.check_constraints()
        transaction.set_rollback(True)
    return spent


def describe_machine() -> str:
    """One line: processor, versions, and how busy the machine is."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0].split()[0]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} × {names[0] if names else platform.machine()}; Python {platform.python_version()}, "
        f"Django {django.get_version()}, PostgreSQL {server}; load average {load}"
    )


def print_table(title: str, head: tuple[str, ...], rows: list[tuple]) -> None:
    """Columns as wide as what they hold; floats with three digits behind the point."""
    cells = [head, *(tuple(f"{c:.3f}" if isinstance(c, float) else str(c) for c in row) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    print(f"\n{title}\n{describe_machine()}")
    for row in cells:
        first, *rest = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]))
