"""`load_demo` of 100,000 proposals on PostgreSQL, as somebody would run it. Long, therefore only when asked for:

    DEMO_BENCHMARK=100000 bin/test bench tests/benchmarks/test_load_demo.py

It runs in a database of its own on the private server. Two minutes are promised for a machine with two cores that
does nothing else; the load average that is printed with the figures says whether it did.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from tests.benchmarks.measuring import print_table
from tests.services.postgres import create_database

PROPOSALS = int(os.environ.get("DEMO_BENCHMARK") or 100_000)
LONGEST = 120  # seconds for 100,000
ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def database(tmp_path):
    """The environment of a fresh database with reference data."""
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/"
    name = f"demo_benchmark_{os.getpid()}"
    create_database(server + "postgres", name)
    variables = {
        **os.environ,
        "DATABASE_URL": server + name,
        "VAR_DIR": str(tmp_path),
        "DEMO": "1",
        "DEBUG": "0",
    }
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    yield variables
    connection = psycopg2.connect(server + "postgres")
    connection.autocommit = True
    connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def manage(variables: dict, *words: str) -> float:
    """The seconds of one command."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - started


def test_load_demo(database, capsys):
    manage(database, "migrate", "-v0")
    manage(database, "load_reference", "-v0")
    seconds = manage(database, "load_demo", "--proposals", str(PROPOSALS))
    with capsys.disabled():
        print_table(f"load_demo --proposals {PROPOSALS}", ("", "seconds"), [("load_demo", seconds)])
    manage(database, "verify_events")
    manage(database, "verify_ranking")
    assert seconds <= LONGEST * max(1, PROPOSALS / 100_000)
