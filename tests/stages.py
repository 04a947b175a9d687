"""Runs the test stages that `bin/test` names, each as a pytest process of its own, and says how long each took.

As many at a time as there are cores. What says the same on every database is tried on one of them where
both run: see `tests.conftest`. `bin/test sqlite` and `bin/test postgres` alone run everything.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from configparser import ConfigParser
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from tests.services.postgres import PrivatePostgres, find_programs
from tests.services.programs import Missing, end_with_parent, find_chromium
from tests.services.redis import PrivateRedis

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
NO_TESTS_COLLECTED = 5
AT_ONCE = max(2, os.cpu_count() or 1)
PLAIN = "not browser and not bench and not load and not chaos"


@dataclass
class Result:
    """How a stage ended: pytest's exit code, or why it could not run."""

    stage: str
    code: int
    seconds: float = 0.0
    missing: str = ""


@contextmanager
def private_services() -> Iterator[dict[str, str]]:
    """A PostgreSQL and a Redis for one stage, as the two variables that switch the product."""
    with PrivatePostgres() as postgres, PrivateRedis() as redis:
        yield {"DATABASE_URL": postgres.create("eplanning"), "CELERY_BROKER_URL": redis.url(0)}


@contextmanager
def embedded() -> Iterator[dict[str, str]]:
    yield {}


def beside(services: Callable) -> Callable:
    """The same services, for a stage whose other database is tried in the same run."""

    @contextmanager
    def start() -> Iterator[dict[str, str]]:
        with services() as variables:
            yield {**variables, "BESIDE": "1"}

    return start


def share_walks(stages: tuple["Stage", ...]) -> tuple["Stage", ...]:
    """Both databases leave the walks of the other alone, when both are among the stages and installed."""
    try:
        find_programs()
    except Missing:
        return stages
    names = {stage.name for stage in stages}
    if not {SQLITE.name, POSTGRES.name} <= names:
        return stages
    return tuple(
        stage if stage.marks != PLAIN else replace(stage, services=beside(stage.services)) for stage in stages
    )


@contextmanager
def embedded_with_chromium() -> Iterator[dict[str, str]]:
    find_chromium()
    yield {}


@dataclass
class Stage:
    """One pytest run: which tests, on what, and in which folders they live when it is not all of them.

    `judge`: what looks at a run that passed, and may fail it. A stage without `marks` says itself what it runs.
    """

    name: str
    title: str
    services: Callable
    marks: str = ""
    folders: tuple[str, ...] = ()
    program: tuple[str, ...] = ("-m", "pytest")
    options: tuple[str, ...] = ()
    judge: tuple[str, ...] = ()


def list_pure_tests() -> list[str]:
    """The files of the stage `pure`, which has its own configuration."""
    ini = ConfigParser()
    ini.read(ROOT / "tests/pure/pytest.ini")
    return ini["pytest"]["testpaths"].split()


PURE_MODULES = [
    "scoring",
    "ranking",
    "allocation",
    "measuring",
    "explaining",
    "computing",
    "result_rows",
    "agreement",
]
PURE_COVERAGE = "--data-file=var/pure.coverage"
PURE = Stage(
    "pure",
    "Every branch of the pure modules of bappeda",
    embedded,
    program=(
        *("-m", "coverage", "run", "--branch", PURE_COVERAGE),
        f"--source={','.join(f'bappeda.{module}' for module in PURE_MODULES)}",
        *("-m", "pytest", "-c", "tests/pure/pytest.ini", "--rootdir=."),
    ),
    judge=("-m", "coverage", "report", PURE_COVERAGE, "--fail-under=100", "--no-skip-covered"),
)
SQLITE = Stage("sqlite", "SQLite", embedded, PLAIN)
POSTGRES = Stage("postgres", "PostgreSQL and Redis", private_services, PLAIN)
BROWSER = Stage(
    "browser",
    "Chromium against bin/run",
    embedded_with_chromium,
    "browser",
    folders=("tests/browser",),
    options=("--screenshot", "only-on-failure", "--output", "var/test-results"),
)
DESKS = Stage(
    "desks",
    "The desks of kelurahan, kecamatan and agencies, and the portal, on SQLite",
    embedded,
    PLAIN,
    folders=("tests/kelurahan", "tests/kecamatan", "tests/opd", "tests/portal"),
    options=("--no-migrations",),  # those are tried by the other stages
)
RIGHTS = Stage(
    "rights",
    "Rights of every role, and the API, on SQLite",
    embedded,
    PLAIN,
    folders=("tests/permissions", "tests/api"),
    options=("--no-migrations",),
)
REST = replace(
    SQLITE,
    options=tuple(f"--ignore={path}" for path in (*DESKS.folders, *RIGHTS.folders, *list_pure_tests())),
)
# Whatever ends makes room for the next: in this order two lanes end at about the same time.
ALWAYS = (BROWSER, POSTGRES, DESKS, REST, RIGHTS, PURE)
CHOOSABLE = (SQLITE, POSTGRES, BROWSER)  # what is left when the person names tests
LONG = (
    Stage("load", "Offices at once", private_services, "load", folders=("tests/load",), options=("-s",)),
    Stage("bench", "Benchmarks", private_services, "bench", folders=("tests/benchmarks",), options=("-s",)),
    Stage(
        "coverage", "Coverage on SQLite", embedded, PLAIN, program=("-m", "coverage", "run", "-m", "pytest")
    ),
    Stage("mutation", "Mutants of the pure modules", embedded, program=("-m", "tests.pure.mutation")),
)
CHAOS = (
    Stage(
        "chaos",
        "Killed workers on Redis",
        private_services,
        "chaos",
        folders=("tests/chaos",),
        options=("-s",),
    ),
    Stage(
        "chaos-files", "Killed workers on files", embedded, "chaos", folders=("tests/chaos",), options=("-s",)
    ),
)
BY_NAME = {stage.name: (stage,) for stage in (*CHOOSABLE, DESKS, RIGHTS, PURE, *LONG)} | {"chaos": CHAOS}


class Unknown(Exception):
    """The first word is neither a stage nor a path of tests."""


def choose(words: list[str]) -> tuple[tuple[Stage, ...], list[str]]:
    """Split the command line into the stages to run and the arguments for pytest."""
    if not words:
        return ALWAYS, []
    first = words[0]
    if first in BY_NAME:
        return BY_NAME[first], words[1:]
    if first.startswith("-") or (ROOT / first.split("::")[0]).exists():
        return CHOOSABLE if selects(words) else ALWAYS, words
    raise Unknown(f"bin/test does not know {first!r}. It knows {', '.join(BY_NAME)}, and paths of tests.")


def names_paths(arguments: list[str]) -> bool:
    return any((ROOT / word.split("::")[0]).exists() for word in arguments if not word.startswith("-"))


def selects(arguments: list[str]) -> bool:
    """True when the person chose some tests: then a stage may well have none of them."""
    return names_paths(arguments) or not {"-k", "-m", "--lf", "--last-failed"}.isdisjoint(arguments)


def command(stage: Stage, arguments: list[str]) -> list[str]:
    folders = [] if names_paths(arguments) else stage.folders
    marks = ["-m", stage.marks] if stage.marks else []
    return [sys.executable, *stage.program, *marks, *stage.options, *folders, *arguments]


@dataclass
class Running:
    """A stage under way. `output` is None while it speaks for itself: one stage at a time can."""

    stage: Stage
    pytest: subprocess.Popen
    output: IO[str] | None
    began: float
    services: ExitStack


def run(stages: Sequence[Stage], arguments: list[str]) -> list[Result]:
    """Run the stages, AT_ONCE of them side by side. The first speaks at once, the others when they have ended."""
    results: list[Result] = []
    waiting, under_way = list(stages), []
    with ExitStack() as everything:
        while waiting or under_way:
            for running in [one for one in under_way if one.pytest.poll() is not None]:
                under_way.remove(running)
                results.append(finish(running, arguments))
            while waiting and len(under_way) < AT_ONCE:
                speaks = not results and not under_way
                begun = begin(waiting.pop(0), arguments, everything, speaks=speaks)
                (results if isinstance(begun, Result) else under_way).append(begun)
            time.sleep(0.1)
    return results


def begin(stage: Stage, arguments: list[str], everything: ExitStack, *, speaks: bool) -> Running | Result:
    """Start the stage's services and its pytest, or say what is missing."""
    with ExitStack() as services:
        try:
            variables = services.enter_context(stage.services())
        except Missing as missing:
            return Result(stage.name, 1 if IN_CI else 0, missing=str(missing))
        if speaks:
            say(stage.title)
        output = None if speaks else services.enter_context(tempfile.TemporaryFile("w+"))
        pytest = subprocess.Popen(
            command(stage, arguments),
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            preexec_fn=end_with_parent,
        )
        kept = everything.enter_context(services.pop_all())
    return Running(stage, pytest, output, time.monotonic(), kept)


def finish(running: Running, arguments: list[str]) -> Result:
    """Print what the stage said, stop its services, and judge it."""
    code, seconds = running.pytest.returncode, time.monotonic() - running.began
    if running.output:
        say(running.stage.title)
        running.output.seek(0)
        print(running.output.read(), flush=True)
    running.services.close()
    if code == NO_TESTS_COLLECTED and selects(arguments):
        code = 0
    if code == 0 and running.stage.judge and not selects(arguments):
        code = subprocess.run([sys.executable, *running.stage.judge], cwd=ROOT, check=False).returncode
    return Result(running.stage.name, code, seconds)


def say(title: str) -> None:
    print(f"\n=== {title} ===", flush=True)


def report(results: list[Result]) -> None:
    print("\nStages:")
    for result in results:
        verdict = "passed" if result.code == 0 else f"FAILED (exit {result.code})"
        if result.missing:
            verdict = f"{'FAILED' if result.code else 'left out'}: {result.missing}"
        print(f"  {result.stage:<10} {result.seconds:6.1f} s  {verdict}", flush=True)


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        stages, arguments = choose(words)
    except Unknown as unknown:
        print(unknown, file=sys.stderr)
        return 2
    results = run(share_walks(stages), arguments)
    report(results)
    return 1 if any(result.code for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
