"""The stand-alone program: what we computed it finds by itself, and no byte of the file changes unnoticed."""

import ast
import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from itertools import product
from pathlib import Path

import pytest

from bappeda import computing
from bappeda.services.run_file import write_run_file
from tests.bappeda.factories import make_marked, make_run, make_world, set_ceiling
from tests.bappeda.frozen import CRITERIA, make_many

PROGRAM = Path(__file__).resolve().parents[2] / "bin" / "verify-ranking"


def load_program():
    loader = SourceFileLoader("verify_ranking", str(PROGRAM))
    loader_spec = spec_from_loader("verify_ranking", loader)
    module = module_from_spec(loader_spec)
    dont_write, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = dont_write
    return module


program = load_program()


def write_file(inputs: dict, result: dict | None = None) -> str:
    """A file as `write_run_file` makes it, for inputs that are in no database."""
    result = result or computing.compute(inputs)
    outcomes = [row["outcome"] for row in result["ranking"]]
    whole = {
        "file": 1,
        "inputs": inputs,
        "inputs_sha256": computing.digest(computing.write_canonical(inputs)),
        "result": result,
        "result_sha256": computing.digest(computing.write_canonical(result)),
        "run": {
            "cycle": inputs["cycle"],
            "number": 1,
            "made_at": "2020-03-30T02:00:00Z",
            "proposals": len(outcomes),
            "prioritised": outcomes.count("prioritised"),
            "reserve": outcomes.count("reserve"),
            "training": False,
        },
    }
    return computing.write_canonical(whole | {"sha256": computing.digest(computing.write_canonical(whole))})


def make_case(count: int = 60, *, seed: int = 1, forced: bool = False, **rules) -> dict:
    """A city in which two criteria cost, with an override each way when `forced`."""
    kinds = {"rkpd_fit": "cost", "reach": "cost"}
    criteria = [row | {"type": kinds.get(row["key"], "benefit")} for row in CRITERIA]
    inputs = make_many(count, seed=seed) | {
        "cycle": "2021",
        "rules": computing.RULES | rules,
        "criteria_set": {"min_marks": 1, "criteria": criteria},
    }
    if forced:
        ranking = computing.compute(inputs)["ranking"]
        lowest, highest = ranking[-1]["id"], ranking[0]["id"]
        amounts = [ceiling | {"amount": 2 * ceiling["amount"]} for ceiling in inputs["ceilings"]]
        inputs |= {
            "ceilings": amounts,
            "overrides": [{"id": lowest, "direction": "in"}, {"id": highest, "direction": "out"}],
        }
    return inputs


METHODS = (("weighted_sum", None), ("saw", None), ("saw", 2), ("topsis", None))


@pytest.mark.parametrize(
    ("method", "reviewers", "allocation"),
    list(product(METHODS, ("mean", "median"), ("skip", "stop"))),
)
@pytest.mark.parametrize("forced", [False, True])
def test_another_program_finds_the_same(method, reviewers, allocation, forced):
    name, places = method
    inputs = make_case(
        forced=forced, method=name, normalised_places=places, reviewers=reviewers, allocation=allocation
    )
    assert program.verify(write_file(inputs).encode())["run"]["proposals"] == 60


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('"cross_area":3', '"cross_area":4', "Sidik masukan"),
        ('"weight":"0.25000"', '"weight":"0.25001"', "Sidik masukan"),
        ('"amount":', '"amount":1', "Sidik masukan"),
        ('"position":1,', '"position":2,', "Sidik hasil"),
        ('"outcome":"reserve"', '"outcome":"prioritised"', "Sidik hasil"),
        ('"made_at":"2020', '"made_at":"2019', "Sidik berkas"),
        ('"number":1', '"number":2', "Sidik berkas"),
        (',"run":', ', "run":', "bentuk baku"),
        ('"file":1', '"file":1.0', "bukan bilangan bulat"),
        ('"file":1', '"file":1,"file":1', "bentuk baku"),
        ('{"file"', '{"more":0,"file"', "ada bagian yang hilang"),
        ('"inputs_sha256":"', '"inputs_sha256":"0', "Sidik masukan"),
    ],
)
def test_what_was_changed_is_named(before, after, sentence):
    text = write_file(make_case(20))
    assert before in text
    with pytest.raises(program.Mismatch, match=sentence):
        program.verify(text.replace(before, after, 1).encode())


def test_no_byte_changes_unnoticed():
    raw = write_file(make_case(3)).encode()
    for position in range(0, len(raw), 7):
        changed = bytearray(raw)
        changed[position] ^= 1
        with pytest.raises(program.Mismatch):
            program.verify(bytes(changed))
    for other in (raw + b"\n", b" " + raw, raw[:-1], b"\xef\xbb\xbf" + raw, b""):
        with pytest.raises(program.Mismatch):
            program.verify(other)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score": "99.000000"}, "skor: tertulis"),
        ({"outcome": "reserve"}, "hasil: tertulis"),
        ({"pass_position": 1}, "urutan yang harus dilewati: tertulis 1"),
        ({"tied": True}, "jumlah yang seri|tidak dapat dihitung"),
        ({"shortfalls": [["city", 1, 0, False]]}, "kekurangan pagu"),
    ],
)
def test_a_false_result_with_true_digests_is_found_by_computing(change, sentence):
    inputs = make_case(40)
    result = json.loads(computing.write_canonical(computing.compute(inputs)))
    row = next(row for row in result["ranking"] if row["outcome"] == "prioritised")
    row |= change
    with pytest.raises(program.Mismatch, match=sentence):
        program.verify(write_file(inputs, result).encode())


def test_a_false_use_of_a_ceiling_is_found_by_computing():
    inputs = make_case(40)
    result = computing.compute(inputs)
    result["ceilings"][0]["used"] += 1
    with pytest.raises(program.Mismatch, match="Pagu city, used"):
        program.verify(write_file(inputs, result).encode())


def test_inputs_that_cannot_be_computed_are_no_traceback():
    inputs = make_case(3)
    result = computing.compute(inputs)
    for broken in (
        inputs | {"proposals": [{}]},
        inputs | {"rules": {}},
        inputs | {"overrides": [{"id": "nobody", "direction": "in"}]},
        inputs | {"rules": inputs["rules"] | {"allocation": "lottery"}},
        inputs | {"format": 9},
    ):
        with pytest.raises(program.Mismatch):
            program.verify(write_file(broken, result).encode())


def test_imports_nothing_but_the_standard_library():
    names = set()
    for node in ast.walk(ast.parse(PROGRAM.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module)
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.django_db
def test_a_saved_run_is_proved_by_a_copy_of_the_program_alone(tmp_path):
    world = make_world()
    first = make_marked(world)
    make_marked(world)
    set_ceiling(world, first.current_budget)
    copied, file = tmp_path / "verify-ranking.py", tmp_path / "run.json"
    copied.write_bytes(PROGRAM.read_bytes())
    text = write_run_file(make_run(world))
    file.write_text(text)
    command = [sys.executable, "-I", str(copied), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("COCOK. Perhitungan ke-1")
    file.write_text(text.replace('"position":1', '"position":3', 1))
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("TIDAK COCOK. Sidik hasil")
