"""Changes the pure modules that decide about money in every small way mutmut knows, and counts what the tests notice.

Which modules: `[tool.mutmut]` of pyproject.toml. Which tests: tests/pure/pytest.ini. Figures: docs/mutation.md.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MUTANTS = ROOT / "mutants"
CHILDREN = "2"
LEAST = 85  # percent of the mutants of each module


def read_verdicts() -> dict[str, dict[str, str]]:
    """What became of each mutant, by module: "killed", "timeout" (noticed: it never ended), "survived", …"""
    from mutmut.stats import status_by_exit_code

    verdicts = {}
    for path in sorted(MUTANTS.rglob("*.py.meta")):
        codes = json.loads(path.read_text())["exit_code_by_key"]
        verdicts[path.name.removesuffix(".py.meta")] = {
            name: status_by_exit_code[code] for name, code in codes.items()
        }
    return verdicts


def judge(verdicts: dict[str, dict[str, str]]) -> bool:
    """Print a line per module and the names of what was not noticed; True when every module has enough."""
    enough = bool(verdicts)
    for module, by_name in verdicts.items():
        count = Counter(by_name.values())
        noticed = count["killed"] + count["timeout"]
        missed = [name for name, verdict in by_name.items() if verdict not in ("killed", "timeout")]
        percent = 100 * noticed / len(by_name)
        enough = enough and percent >= LEAST
        print(
            f"{module}: {len(by_name)} mutants, {noticed} killed, {len(missed)} survived: {percent:.1f} %"
            f"{'' if percent >= LEAST else f' — FAILED, at least {LEAST} %'}"
        )
        for name in missed:
            print(f"    {name}: {by_name[name]}")
    print("What a mutant changes: mutmut show NAME")
    return enough


def main() -> int:
    shutil.rmtree(MUTANTS, ignore_errors=True)
    print("Some minutes: all pure tests against every mutant.", flush=True)
    program = Path(sys.executable).with_name("mutmut")
    done = subprocess.run(
        [program, "run", "--max-children", CHILDREN],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print(done.stdout[-5000:], done.stderr[-5000:])
        return done.returncode
    return 0 if judge(read_verdicts()) else 1


if __name__ == "__main__":
    sys.exit(main())
