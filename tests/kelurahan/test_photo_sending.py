"""A photo sent by itself while the form is filled in: kept once, in nobody's way, refused with a sentence."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.entry import photo_view
from proposals.services.transitions import perform
from tests.kelurahan.pages import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, row, *, versi=None, **given):
    data = {"versi": row.version if versi is None else versi, **given}
    answer = client.post(reverse("proposals:photos", args=[row.uuid]), data)
    row.refresh_from_db()
    return answer


def present(row) -> list:
    return list(row.attachments.filter(removed_at=None))


def test_photo_is_kept_and_the_answer_holds_its_box(operator, world):
    row = world.draft(photo=False)
    answer = send(operator, row, foto=make_photo())
    assert answer.status_code == 200
    told = answer.json()
    assert told["versi"] == row.version == 2
    assert str(present(row)[0].uuid) in told["foto"] and "Terkirim" in told["foto"]


def test_the_same_photo_sent_again_is_one_photo(operator, world, tmp_path):
    row = world.draft(photo=False)
    for _ in range(2):  # the answer of the first was lost
        answer = send(operator, row, versi=1, foto=make_photo())
        assert answer.status_code == 200
    assert len(present(row)) == 1
    assert row.version == 2
    assert len(list(tmp_path.rglob("*.jpg"))) == 1


def test_photo_never_conflicts_with_what_others_wrote_and_hides_nothing_of_it(operator, world):
    row = world.draft(photo=False)
    perform(targets={row.uuid: 1}, action="edit", by=world.lurah, values={"street": "Jl. Kenanga"}).require()
    answer = send(operator, row, versi=1, foto=make_photo())
    assert (answer.status_code, answer.json()["versi"]) == (200, 1)
    assert (row.version, len(present(row))) == (3, 1)


def test_photo_waits_its_turn_when_somebody_writes_at_the_same_moment(operator, world, monkeypatch):
    row, real, late = world.draft(photo=False), photo_view.photos.store, []

    def store(upload, **given):
        if not late:
            late.append(1)
            perform(targets={row.uuid: 1}, action="edit", by=world.lurah, values={"rt": "07"}).require()
        return real(upload, **given)

    monkeypatch.setattr(photo_view.photos, "store", store)
    assert send(operator, row, foto=make_photo()).status_code == 200
    assert (row.rt, row.version, len(present(row))) == ("07", 3, 1)


def test_turned_photo_replaces_the_old_one(operator, world):
    row = world.draft()
    old = present(row)[0]
    assert send(operator, row, foto=make_photo(size=(30, 40)), hapus=str(old.uuid)).status_code == 200
    (new,) = present(row)
    assert (new.width, new.height) == (30, 40)
    again = send(operator, row, foto=make_photo(size=(30, 40)), hapus=str(old.uuid))
    assert (again.status_code, present(row)) == (200, [new])


def test_photo_is_removed_and_only_of_this_proposal(operator, world):
    row, other = world.draft(), world.draft()
    assert send(operator, row, hapus=[str(present(other)[0].uuid), "x"]).status_code == 200
    assert (len(present(row)), len(present(other))) == (1, 1)
    assert send(operator, row, hapus=str(present(row)[0].uuid)).status_code == 200
    assert present(row) == []


def test_fourth_photo_is_refused_with_its_sentence(operator, world, tmp_path):
    row = world.draft(photo=False)
    for shade in (10, 60, 110):
        send(operator, row, foto=make_photo(shade=shade))
    answer = send(operator, row, foto=make_photo(shade=160))
    assert (answer.status_code, answer.json()["kalimat"][:21]) == (422, "Paling banyak 3 foto.")
    assert len(present(row)) == len(list(tmp_path.rglob("*.jpg"))) == 3


def test_unfit_file_is_refused_with_its_sentence(operator, world):
    row = world.draft(photo=False)
    answer = send(operator, row, foto=SimpleUploadedFile("a.jpg", b"MZ" + b"\0" * 200))
    assert answer.status_code == 422
    assert "bukan foto" in answer.json()["kalimat"]
    assert (row.version, present(row)) == (1, [])


def test_oversized_body_is_refused_before_it_is_read(operator, world):
    row = world.draft(photo=False)
    answer = operator.generic(
        "POST",
        reverse("proposals:photos", args=[row.uuid]),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(photo_view.LARGEST_FORM + 1),
    )
    assert (answer.status_code, answer.json()["kode"]) == (413, "large")


def test_token_is_asked_for(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.operator)
    row = world.draft(photo=False)
    assert send(browser, row, foto=make_photo()).status_code == 403
    assert present(row) == []


def test_page_of_another_person_sends_nothing_in_this_ones_name(operator, world):
    row = world.draft(photo=False)
    answer = send(operator, row, foto=make_photo(), pengisi=world.lurah.username)
    assert (answer.status_code, answer.json()["kode"]) == (409, "person")
    assert present(row) == []


def test_unknown_and_closed_proposals_answer_with_a_sentence(operator, world):
    assert operator.post(reverse("proposals:photos", args=[uuid4()])).status_code == 404
    answer = send(operator, world.proposal("kecamatan_review"), foto=make_photo())
    assert answer.status_code in (403, 409)
    assert answer.json()["kalimat"]


def test_statements_are_as_many_for_the_third_photo_as_for_the_first(operator, world):
    row, counts = world.draft(photo=False), []
    for shade in (10, 60, 110):
        with CaptureQueriesContext(connection) as taken:
            send(operator, row, foto=make_photo(shade=shade))
        counts.append(len(taken))
    assert counts[1] == counts[2] <= counts[0]
