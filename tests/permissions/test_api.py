"""The matrix over the API: what the hand-written list allows is done, all else is refused and changes nothing."""

import json

import pytest
from django.db import transaction
from django.test import Client

from tests.permissions.covering import ACTIONS, cover, expect, find_uncovered, list_cells
from tests.permissions.matrix import Matrix, count_written, log_in, make_inputs, read_state
from tests.permissions.scene import make_photo

pytestmark = pytest.mark.django_db
URL = "/api/v1/proposals/"
OVER_API = (*ACTIONS, "edit", "attach")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client: Client, row, action: str, inputs: dict, *, version: int | None = None):
    """One act as a program sends it."""
    version = row.version if version is None else version
    if action == "attach":
        return client.post(f"{URL}{row.uuid}/attachments/", {"version": version, "files": [make_photo()]})
    method, address = (client.patch, "") if action == "edit" else (client.post, "transitions/")
    body = {"version": version} | (inputs if action == "edit" else {"action": action, "inputs": inputs})
    return method(
        f"{URL}{row.uuid}/{address}", json.dumps(body, default=str), content_type="application/json"
    )


def test_covering_array_holds_every_pair():
    factors = (range(5), range(9), range(7))
    assert find_uncovered(cover(*factors), *factors) == []
    assert len(find_uncovered(cover(*factors)[1:], *factors)) > 0


def test_matrix_over_api(capsys, tmp_path):
    matrix = Matrix()
    cells = list_cells(list(matrix.people), list(matrix.rows), OVER_API)
    clients = log_in(matrix)
    inputs = {action: make_inputs(matrix, action) for action in OVER_API}
    everything = [*matrix.rows.values(), matrix.lead]
    before, written = read_state(everything), count_written()
    wrong, done = [], 0
    for who, place, action in cells:
        row = matrix.rows[place]
        with transaction.atomic():
            answer = send(clients[who], row, action, inputs[action])
            if answer.status_code in (200, 201):
                changed = read_state([row])[row.pk] != before[row.pk]
            else:
                touched = [row, matrix.lead]
                changed = (
                    read_state(touched) != {r.pk: before[r.pk] for r in touched} or count_written() != written
                )
            transaction.set_rollback(True)
        expected = expect(who, place, action)
        status = 200 if answer.status_code == 201 else answer.status_code
        done += status == 200
        if status != expected:
            wrong.append(f"{who} {action} {place}: expected {expected}, got {status} {answer.content[:200]}")
        if changed != (expected == 200):
            wrong.append(f"{who} {action} {place}: answered {status}, row or history changed: {changed}")
    assert wrong == []
    assert read_state(everything) == before
    files = sum(path.is_file() for path in tmp_path.rglob("*"))
    assert files == sum(
        action == "attach" and expect(who, place, action) == 200 for who, place, action in cells
    )
    with capsys.disabled():
        print(f"\npermission matrix over the API: {len(cells)} cells, {done} allowed")
