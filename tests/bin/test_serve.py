"""What `bin/run` refuses before it touches anything, and what it reads from the environment."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.product import NOT_INHERITED
from tests.services.programs import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def serve(var_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return subprocess.run(
        [sys.executable, "bin/serve.py"],
        cwd=ROOT,
        env={**inherited, "VAR_DIR": str(var_dir), "PORT": str(free_port()), "DEMO": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "eplanning.example.go.id"])
def test_serve_with_demo_accounts_on_a_reachable_host_is_refused(tmp_path: Path, host: str) -> None:
    refused = serve(tmp_path, HOST=host)
    assert refused.returncode == 1
    assert "DEMO=1 hanya boleh pada 127.0.0.1" in refused.stdout
    assert list(tmp_path.iterdir()) == []


def test_serve_on_a_taken_port_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = serve(tmp_path, PORT=str(other.getsockname()[1]))
    assert refused.returncode == 1
    assert "PORT=8001 bin/run" in refused.stdout
    assert not (tmp_path / "eplanning.sqlite3").exists()


def test_serve_on_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = serve(tmp_path)
    assert refused.returncode == 1
    assert "sudah berjalan" in refused.stdout
