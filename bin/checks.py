"""The checks of `bin/check`: each a command or a function, all of them run, what failed listed at the end."""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
NOT_OURS = {".venv", ".git", "var", "vendor", "node_modules", "staticfiles", "mutants"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "mixins", "mixin", "misc"}
SCHEMA = Path("docs/openapi.yaml")


@dataclass
class Check:
    """One check: what it is called and what it does; `run` returns None, or what is wrong."""

    name: str
    run: Callable[[], str | None]


def own_files(pattern: str) -> list[Path]:
    """Files of the project that match, without what was installed, vendored or produced."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob(pattern))
    return sorted(path for path in found if NOT_OURS.isdisjoint(path.parts))


def tool(*words: str, **environment: str) -> Callable[[], str | None]:
    """A check that passes when the program ends with 0; otherwise its output says what is wrong."""

    def run() -> str | None:
        program = str(TOOLS / words[0]) if (TOOLS / words[0]).exists() else words[0]
        done = subprocess.run(
            [program, *words[1:]],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return (
            None if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit {done.returncode}"
        )

    return run


def manage(*words: str, **environment: str) -> Callable[[], str | None]:
    return tool("python", "manage.py", *words, **environment)


def refuse_empty_names() -> str | None:
    """Refuse modules and folders named for what they are to the author instead of for what they do."""
    named = [
        path
        for path in own_files("*")
        if any(Path(part).stem in EMPTY_NAMES for part in path.parts)
        and path.suffix in ("", ".py", ".html", ".js")
    ]
    return "\n".join(f"{path}: name it for its one job" for path in named) or None


def same_schema() -> str | None:
    """The API description in docs is the one that the code gives."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        wrong = manage(
            "spectacular", "--validate", "--fail-on-warn", "--file", str(fresh), **development(folder)
        )()
        if wrong:
            return wrong
        if not (ROOT / SCHEMA).exists() or fresh.read_text() != (ROOT / SCHEMA).read_text():
            return f"{SCHEMA} is not what the code gives: bin/check --fix writes it anew."
    return None


def development(folder: str) -> dict[str, str]:
    return {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/check.sqlite3", "DEMO": "1", "HTTPS": "0"}


def production(folder: str) -> dict[str, str]:
    """What a reachable installation sets, so that `check --deploy` judges that and not the demo."""
    return {
        "VAR_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/check.sqlite3",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "eplanning.example.go.id",
        "CSRF_TRUSTED_ORIGINS": "https://eplanning.example.go.id",
        "HTTPS": "1",
        "DEMO": "0",
        "DEBUG": "0",
    }


def checks(folder: str) -> list[Check]:
    templates = [str(path) for path in own_files("*.html")]
    here, outside = development(folder), production(folder)
    return [
        Check("ruff check", tool("ruff", "check", "--output-format", "concise", ".")),
        Check("ruff format", tool("ruff", "format", "--check", "--output-format", "concise", ".")),
        Check("djade (templates)", tool("djade", "--check", "--target-version", "5.2", *templates)),
        Check("floors (import-linter)", tool("lint-imports")),
        Check("names of files", refuse_empty_names),
        Check("manage.py check --deploy", manage("check", "--deploy", "--fail-level", "WARNING", **outside)),
        Check("migrations", manage("makemigrations", "--check", "--dry-run", **here)),
        Check("docs/workflow.md", manage("generate_workflow_docs", "--check", **here)),
        Check(f"{SCHEMA}", same_schema),
        Check(
            "docker-compose.yml",
            tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
        ),
    ]


def fix(folder: str) -> None:
    """Write anew whatever can be written: formats and generated documents."""
    templates = [str(path) for path in own_files("*.html")]
    here = development(folder)
    for run in (
        tool("ruff", "check", "--fix", "--quiet", "."),
        tool("ruff", "format", "--quiet", "."),
        tool("djade", "--target-version", "5.2", *templates),
        manage("generate_workflow_docs", **here),
        manage("spectacular", "--file", str(SCHEMA), **here),
    ):
        run()  # what could not be mended is reported by the checks


def main() -> int:
    arguments = argparse.ArgumentParser(prog="bin/check", description=__doc__)
    arguments.add_argument("--fix", action="store_true", help="format and write generated documents first")
    wants = arguments.parse_args()
    began = time.monotonic()
    failures = []
    with tempfile.TemporaryDirectory(prefix="eplanning-check-") as folder:
        if wants.fix:
            fix(folder)
        for check in checks(folder):
            start = time.monotonic()
            wrong = check.run()
            verdict = "ok" if wrong is None else "FAILED"
            print(f"  {check.name:<28} {verdict:<7} {time.monotonic() - start:5.1f} s", flush=True)
            if wrong is not None:
                failures.append((check.name, wrong))
    for name, wrong in failures:
        print(f"\n--- {name} ---\n{wrong}")
    print(f"\nChecks: {len(failures)} failed, {time.monotonic() - began:.1f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
