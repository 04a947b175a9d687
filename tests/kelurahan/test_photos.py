"""Photos of the place come with the fields and never take them along when they fail."""

import pytest

from tests.kelurahan.pages import address, make_photo, read_form, read_text

pytestmark = pytest.mark.django_db


def test_photo_is_attached_with_the_fields(operator, world):
    row = world.draft(photo=False)
    form = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Kenanga", "foto": make_photo()}
    assert operator.post(address(row, "lokasi"), form).status_code == 302
    row.refresh_from_db()
    assert (row.street, row.attachments.get().content_type) == ("Jl. Kenanga", "image/jpeg")
    assert "Foto 1" in read_text(operator.get(address(row, "lokasi")))


def test_unfit_photo_leaves_the_fields_saved(operator, world):
    row = world.draft(photo=False)
    upload = make_photo("virus.jpg")
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(b"MZ" + b"\x00" * 200)
    upload.file.seek(0)
    upload.size = 202
    form = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Kenanga", "foto": upload}
    answer = operator.post(address(row, "lokasi"), form)
    assert answer.status_code == 422
    assert "bukan foto" in read_text(answer)
    row.refresh_from_db()
    assert (row.street, row.attachments.count()) == ("Jl. Kenanga", 0)


def test_photo_stays_when_a_field_is_refused(operator, world):
    row = world.draft(photo=False)
    form = read_form(operator.get(address(row, "lokasi"))) | {"rw": "lima", "foto": make_photo()}
    answer = operator.post(address(row, "lokasi"), form)
    assert answer.status_code == 422
    assert row.attachments.count() == 1
    assert operator.post(address(row, "lokasi"), read_form(answer) | {"rw": "5"}).status_code == 302


def test_fourth_photo_is_refused(operator, world):
    row = world.draft(photo=False)
    form = read_form(operator.get(address(row, "lokasi")))
    photos = [make_photo(f"{shade}.jpg", shade=shade) for shade in (10, 60, 110, 160)]
    answer = operator.post(address(row, "lokasi"), form | {"foto": photos})
    assert answer.status_code == 422
    assert "Paling banyak 3 foto." in read_text(answer)
    assert row.attachments.filter(removed_at=None).count() == 3


def test_photo_is_removed(operator, world):
    row = world.draft()
    photo = row.attachments.get()
    form = read_form(operator.get(address(row, "lokasi"))) | {"hapus": str(photo.uuid)}
    operator.post(address(row, "lokasi"), form)
    photo.refresh_from_db()
    assert photo.removed_at
