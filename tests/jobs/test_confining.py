"""A module in a process of its own: what it answers, and that memory and time end there."""

import pytest

from jobs import confining
from jobs.confining import OutOfBounds, run_confined

MODULE = "tests.jobs.confined_for_tests"


def run(act: str, **limits) -> bytes:
    return run_confined(MODULE, act, **{"megabytes": 256, "seconds": 5} | limits)


def test_it_answers_what_the_module_wrote():
    assert run("answer") == b"jawaban"


def test_it_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    assert b"SECRET_KEY" not in run("environment")


@pytest.mark.parametrize("act", ["memory", "crash", "fault", "write"])
def test_what_goes_wrong_there_ends_there(act, tmp_path):
    with pytest.raises(OutOfBounds, match=MODULE):
        run(act)


def test_time_is_bounded():
    with pytest.raises(OutOfBounds):
        run("busy", seconds=1)


def test_waiting_is_bounded(monkeypatch):
    with pytest.raises(OutOfBounds, match="no answer within 0"):
        run("sleep", seconds=0)
    assert confining.ROOT.joinpath("manage.py").exists()
