"""`bin/run` as a newcomer starts it: it answers, says who may log in, mends itself, and ends without a trace.

These come after all others that use the product (see conftest.py), since they end it.
"""

import os
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.product import RunningProduct


def processes_of(product: RunningProduct) -> dict[int, str]:
    """Process ids and command lines of everything that works in this product's folder."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            inherited = (entry / "environ").read_bytes().split(b"\0")
            if f"VAR_DIR={product.var_dir}".encode() in inherited:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if command:  # a zombie has none
                    found[int(entry.name)] = command
        except OSError:
            continue
    return found


def process_named(product: RunningProduct, words: str) -> int | None:
    return min(
        (number for number, command in processes_of(product).items() if words in command), default=None
    )


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_run_says_where_it_is_and_who_may_log_in(live_product: RunningProduct) -> None:
    wait_for(lambda: "admin" in live_product.log.read_text())
    said = live_product.log.read_text()
    assert live_product.base_url in said
    assert "demo-eplanning-2021" in said
    assert "operator-36.71.03.1002" in said


def test_run_serves_the_log_in_page(live_product: RunningProduct) -> None:
    with urllib.request.urlopen(f"{live_product.base_url}/masuk/") as answer:
        assert answer.status == 200
        assert "E-Planning" in answer.read().decode()


@pytest.mark.parametrize("words", ["gunicorn", "-A eplanning worker", "-A eplanning beat"])
def test_run_starts_a_killed_process_again(live_product: RunningProduct, words: str) -> None:
    wait_for(lambda: process_named(live_product, words) is not None)
    killed = process_named(live_product, words)
    os.kill(killed, signal.SIGKILL)
    wait_for(
        lambda: killed not in processes_of(live_product) and process_named(live_product, words) is not None
    )


def test_run_told_to_stop_leaves_no_process(live_product: RunningProduct) -> None:
    live_product.server.terminate()
    assert live_product.server.wait(timeout=40) == 0
    assert processes_of(live_product) == {}
