"""The matrix over the pages: what may be done can be opened and sent; all else is refused and changes nothing."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.permissions.covering import ACTIONS, expect, list_cells
from tests.permissions.matrix import Matrix, count_written, log_in, make_inputs, read_state
from tests.permissions.scene import make_photo

pytestmark = pytest.mark.django_db
ON_PAGES = (*ACTIONS, "edit", "attach")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def find_page(row, action: str) -> str:
    if action == "edit":
        return reverse("proposals:step", args=[row.uuid, "masalah"])
    if action == "attach":
        return reverse("proposals:attachments", args=[row.uuid])
    return reverse("proposals:act", args=[row.uuid, action])


def write_form(matrix: Matrix, row, action: str) -> dict:
    """What a browser sends: numbers as officials write them, the lead by its reference, the photo as a file."""
    if action == "edit":
        return {"versi": row.version, "problem": "Masalah yang ditulis ulang."}
    if action == "attach":
        return {"version": row.version, "versi": row.version, "foto": make_photo()}
    inputs = make_inputs(matrix, action)
    if "volume" in inputs:
        inputs["volume"] = "120"
    if action == "merge":
        inputs |= {"lead": matrix.lead.reference, "lead_version": matrix.lead.version}
    return {"version": row.version, **inputs}


def send_photo(client, row) -> int:
    """As the form does while it is being filled in; the status, when that is what became of the proposal too."""
    with transaction.atomic():
        before = read_state([row]), count_written()
        address = reverse("proposals:photos", args=[row.uuid])
        status = client.post(address, {"versi": row.version, "foto": make_photo()}).status_code
        written = (read_state([row]), count_written()) != before
        transaction.set_rollback(True)
    return status if written == (status == 200) else -status


def save_by_itself(client, row, before, written) -> tuple[int, bool]:
    """(status, whether anything was written) of an autosave, taken back again."""
    url = reverse("proposals:autosave", args=[row.uuid, "masalah"])
    with transaction.atomic():
        status = client.post(url, write_form(None, row, "edit")).status_code
        wrote = read_state([row]) != {row.pk: before} or count_written() != written
        transaction.set_rollback(True)
    return status, wrote


def test_matrix_over_pages(capsys):
    matrix = Matrix()
    cells = list_cells(list(matrix.people), list(matrix.rows), ON_PAGES)
    clients = log_in(matrix)
    everything = [*matrix.rows.values(), matrix.lead]
    before, written = read_state(everything), count_written()
    wrong, done = [], 0
    for who, place, action in cells:
        row, page = matrix.rows[place], find_page(matrix.rows[place], action)
        expected = expect(who, place, action)
        shown = clients[who].get(page).status_code
        # The second redirection is Bappeda's: its page opens and says that the agency comes first.
        early = action == "redirect" and who[0] == "bappeda_admin" and place[0] == "opd_review"
        if shown != (200 if early else expected):
            wrong.append(f"GET {who} {action} {place}: expected {expected}, got {shown}")
        with transaction.atomic():
            status = clients[who].post(page, write_form(matrix, row, action)).status_code
            touched = [row, matrix.lead]
            after = read_state(touched)
            unchanged = after == {r.pk: before[r.pk] for r in touched} and count_written() == written
            transaction.set_rollback(True)
        if action == "edit":  # saved while typing: the same doors
            by_itself, wrote = save_by_itself(clients[who], row, before[row.pk], written)
            if by_itself != expected or wrote != (expected == 200):
                wrong.append(
                    f"autosave {who} {place}: expected {expected}, got {by_itself}, written: {wrote}"
                )
        done += status == 302
        if status != (302 if expected == 200 else expected):
            wrong.append(f"POST {who} {action} {place}: expected {expected}, got {status}")
        if unchanged == (expected == 200):
            wrong.append(
                f"POST {who} {action} {place}: answered {status}, row or history unchanged: {unchanged}"
            )
        if action == "attach" and (status := send_photo(clients[who], row)) != expected:
            wrong.append(f"POST {who} a photo by itself {place}: expected {expected}, got {status}")
    assert wrong == []
    assert read_state(everything) == before
    with capsys.disabled():
        print(f"\npermission matrix over pages: {len(cells)} cells, each GET and POST, {done} allowed")
