"""Serves E-Planning on one machine: sets it up, then keeps web server, worker and beat alive until told to stop.

Called by `bin/run`, which has made the environment. Everything comes from the environment or `.env`
(see .env.example); with nothing set it is the embedded demo on http://127.0.0.1:8000.
"""

import fcntl
import ipaddress
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

import environ
from health import answers
from supervise import GaveUp, Process, Supervisor, die_with_parent

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


class CannotServe(Exception):
    """Something outside this program stands in the way; the message says what to do."""


def say(text: str) -> None:
    print(f"E-Planning: {text}", flush=True)


def read_environment() -> dict[str, str]:
    """The environment for every process: what is set, then `.env`, then the defaults of the embedded demo."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(str(ROOT / ".env"))
    defaults = {
        "DEMO": "1",
        "HOST": "127.0.0.1",
        "PORT": "8000",
        "VAR_DIR": str(ROOT / "var"),
        "WEB_WORKERS": "2",
        "WEB_THREADS": "4",
        "WORKER_CONCURRENCY": "1",
    }
    chosen = {
        **defaults,
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "eplanning.settings",
        "PYTHONUNBUFFERED": "1",
    }
    chosen["VAR_DIR"] = str(Path(chosen["VAR_DIR"]).resolve())
    chosen.setdefault("SITE_URL", f"http://{bind_address(chosen)}")  # where the links of mails lead to
    return chosen


def is_on(value: str) -> bool:
    return environ.Env(FLAG=(bool, False)).parse_value(value, bool)


def refuse_reachable_demo(environment: dict[str, str]) -> None:
    """The demo's passwords are public, so it listens to this machine alone."""
    host = environment["HOST"]
    loopback = host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)
    if is_on(environment["DEMO"]) and not loopback:
        raise CannotServe(
            f"DEMO=1 hanya boleh pada 127.0.0.1, bukan {host}. Gunakan DEMO=0 untuk membuka ke jaringan."
        )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def claim_folder(var_dir: Path) -> IO[str]:
    """Hold the folder for this run: two runs on one SQLite file and one queue would serve each other's work."""
    var_dir.mkdir(parents=True, exist_ok=True)
    lock = (var_dir / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotServe(
            f"E-Planning sudah berjalan dengan folder {var_dir}. Hentikan dulu yang itu."
        ) from error
    return lock


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} di {host} tidak dapat dipakai ({error.strerror}). Pilih yang lain: PORT=8001 bin/run"
            ) from error


def set_up(environment: dict[str, str]) -> None:
    """Run the set-up in a process of its own; it ends with this one."""
    step = subprocess.run(
        [PYTHON, "bin/set_up.py"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    if step.returncode:
        raise CannotServe("Penyiapan basis data belum selesai; pesan di atas menyebutkan sebabnya.")


def processes(environment: dict[str, str]) -> list[Process]:
    """Web server, worker and beat with their log files; the log of the run before is kept as `.log.1`."""
    var_dir = Path(environment["VAR_DIR"])
    logs = var_dir / "log"
    logs.mkdir(exist_ok=True)
    commands = {
        "web": [
            *("gunicorn", "eplanning.wsgi:application", "--worker-class", "gthread", "--no-control-socket"),
            *("--workers", environment["WEB_WORKERS"], "--threads", environment["WEB_THREADS"]),
            *("--bind", bind_address(environment), "--graceful-timeout", "10", "--log-level", "warning"),
        ],
        "worker": [
            *("celery", "-A", "eplanning", "worker", "-Q", "eplanning", "--loglevel", "INFO"),
            *("--concurrency", environment["WORKER_CONCURRENCY"], "--without-gossip", "--without-mingle"),
            *("-n", f"run-{environment['PORT']}@%h"),
        ],
        "beat": [
            *("celery", "-A", "eplanning", "beat", "--loglevel", "WARNING", "--pidfile="),
            *("--schedule", str(var_dir / "beat-schedule")),
        ],
    }
    found = []
    for name, (program, *arguments) in commands.items():
        log = logs / f"{name}.log"
        if log.exists():
            log.replace(logs / f"{name}.log.1")
        found.append(Process(name, [str(Path(PYTHON).parent / program), *arguments], log, environment))
    return found


def bind_address(environment: dict[str, str]) -> str:
    host = environment["HOST"]
    return f"[{host}]:{environment['PORT']}" if ":" in host else f"{host}:{environment['PORT']}"


def is_ready(environment: dict[str, str]) -> bool:
    address = bind_address(environment).replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")
    return answers(address, environment.get("ALLOWED_HOSTS", ""))


def announce(environment: dict[str, str]) -> None:
    print(f"\nE-Planning siap: http://{bind_address(environment)}  (Ctrl-C untuk berhenti)", flush=True)
    print(f"Catatan proses: {Path(environment['VAR_DIR']) / 'log'}", flush=True)
    if is_on(environment["DEMO"]):
        print("\n" + (Path(environment["VAR_DIR"]) / "demo-accounts.txt").read_text(), flush=True)


def main() -> int:
    os.chdir(ROOT)
    environment = read_environment()
    try:
        refuse_reachable_demo(environment)
        with claim_folder(Path(environment["VAR_DIR"])):
            refuse_taken_port(environment["HOST"], int(environment["PORT"]))
            set_up(environment)
            Supervisor(
                processes(environment), lambda: is_ready(environment), lambda: announce(environment), say
            ).run()
    except (CannotServe, GaveUp) as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        pass
    say("berhenti.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
