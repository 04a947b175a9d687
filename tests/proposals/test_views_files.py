"""Attachments over HTTP: sent on their page, read with scope and hash checked again each time."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from proposals.models import Attachment, Event
from tests.factories import World, close_stage
from tests.proposals.test_uploads import PDF, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def send(client, row, *, photos=(), documents=(), **extra):
    data = {
        "version": row.version,
        "foto": [SimpleUploadedFile(f"foto {n}.jpg", data) for n, data in enumerate(photos)],
        "dokumen": [SimpleUploadedFile("surat.pdf", data) for data in documents],
    }
    return client.post(reverse("proposals:attachments", args=[row.uuid]), data | extra)


def stored(client, world, **given):
    row = world.draft(photo=False)
    client.force_login(world.operator)
    assert send(client, row, **(given or {"photos": [picture()]})).status_code == 302
    row.refresh_from_db()
    return row, row.attachments.first()


def test_photos_and_letters_are_sent_without_script(client, world):
    row = world.draft(photo=False)
    client.force_login(world.operator)
    page = client.get(reverse("proposals:attachments", args=[row.uuid])).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert send(client, row, photos=[picture(), picture("PNG")], documents=[PDF]).status_code == 302
    assert [(a.kind, a.name) for a in row.attachments.all()] == [
        ("photo", "foto 0.jpg"), ("photo", "foto 1.jpg"), ("document", "surat.pdf")
    ]  # fmt: skip
    page = client.get(row.get_absolute_url()).content.decode()
    assert "?ukuran=kecil" in page and "surat.pdf" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"photos": [b"MZ\x90\x00" + b"\0" * 99]}, "bukan foto"),
        ({"photos": [picture(), b"x"]}, "bukan foto"),
        ({"photos": [picture()], "documents": [PDF.replace(b"/Root", b"/OpenAction 5 0 R /Root")]}, "skrip"),
        ({"photos": [picture()] * 4}, "paling banyak 3"),
        ({"photos": [picture()], "version": "0"}, "berubah sejak"),
        (
            {"photos": [picture()], "hapus": "00000000-0000-4000-8000-000000000000"},
            "tidak ada pada usulan ini",
        ),
    ],
)
def test_refused_files_leave_nothing(client, world, media, given, sentence):
    row = world.draft(photo=False)
    events = Event.objects.count()
    client.force_login(world.operator)
    response = send(client, row, **given)
    assert response.status_code in (409, 422)
    assert sentence in response.content.decode()
    assert files(media) == [] and not Attachment.objects.exists() and Event.objects.count() == events


def test_photo_of_11_megabytes_is_422(client, world, media):
    row = world.draft(photo=False)
    client.force_login(world.operator)
    response = send(client, row, photos=[picture() + b"\0" * (11 * 1024 * 1024)])
    assert response.status_code == 422 and "paling besar 10 MB" in response.content.decode()
    assert files(media) == []


def test_oversized_body_is_413_and_is_not_read(client, world):
    row = world.draft(photo=False)
    client.force_login(world.operator)
    response = client.post(
        reverse("proposals:attachments", args=[row.uuid]), b"x", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(60 * 1024 * 1024),
    )  # fmt: skip
    assert response.status_code == 413 and "lebih dari 50 MB" in response.content.decode()


def test_attaching_is_protected_against_foreign_pages(world, media):
    from django.test import Client

    row, client = world.draft(photo=False), Client(enforce_csrf_checks=True)
    client.force_login(world.operator)
    assert send(client, row, photos=[picture()]).status_code == 403
    assert files(media) == []


def test_attaching_is_404_for_a_foreign_office_and_403_for_others(client, world, media):
    draft, sent = world.draft(photo=False), world.proposal("kecamatan_review")
    client.force_login(world.person("kelurahan_operator", world.batusari))
    assert send(client, draft, photos=[picture()]).status_code == 404
    client.force_login(world.camat)
    assert client.get(reverse("proposals:attachments", args=[sent.uuid])).status_code == 403
    assert send(client, sent, photos=[picture()]).status_code == 403
    client.force_login(world.operator)
    assert send(client, sent, photos=[picture()]).status_code == 409
    assert files(media) == []


def test_attaching_after_closing_is_409(client, world, media):
    row = world.draft(photo=False)
    close_stage(world.cycle, "kelurahan")
    client.force_login(world.operator)
    response = send(client, row, photos=[picture()])
    assert response.status_code == 409 and "sudah ditutup" in response.content.decode()
    assert files(media) == []


def test_removed_file_is_404(client, world):
    row, attachment = stored(client, world)
    url = reverse("proposals:attachment", args=[attachment.uuid])
    assert client.get(url).status_code == 200
    assert send(client, row, hapus=str(attachment.uuid)).status_code == 302
    assert client.get(url).status_code == 404


def test_photo_is_shown_and_document_is_saved(client, world):
    row, photo = stored(client, world, photos=[picture()], documents=[PDF])
    response = client.get(reverse("proposals:attachment", args=[photo.uuid]))
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"] == 'inline; filename="foto 0.jpg"'
    document = row.attachments.get(kind="document")
    response = client.get(reverse("proposals:attachment", args=[document.uuid]))
    assert response["Content-Disposition"] == 'attachment; filename="surat.pdf"' and response.content == PDF


def test_unchanged_file_is_not_sent_again(client, world):
    _, photo = stored(client, world)
    url = reverse("proposals:attachment", args=[photo.uuid])
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_small_picture_is_drawn_once(client, world, media):
    _, photo = stored(client, world, photos=[picture(size=(1200, 900))])
    url = reverse("proposals:attachment", args=[photo.uuid]) + "?ukuran=kecil"
    first = client.get(url).content
    with Image.open(io.BytesIO(first)) as image:
        assert image.size == (400, 300)
    assert len(files(media / "kecil")) == 1
    assert client.get(url).content == first
    assert len(files(media / "kecil")) == 1


@pytest.mark.parametrize("query", ["", "?ukuran=kecil"])
def test_file_of_a_foreign_office_is_404(client, world, query):
    _, photo = stored(client, world)
    url = reverse("proposals:attachment", args=[photo.uuid]) + query
    for person in (
        world.camat,
        world.person("lurah", world.batusari),
        world.verifier,
        world.person("administrator"),
    ):
        client.force_login(person)
        assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_file_that_was_altered_on_disk_is_not_given(client, world, media):
    _, photo = stored(client, world)
    url = reverse("proposals:attachment", args=[photo.uuid])
    client.get(url + "?ukuran=kecil")
    (media / photo.file).write_bytes(picture("PNG"))
    assert client.get(url).status_code == 409
    assert client.get(url + "?ukuran=kecil").status_code == 409


def test_file_that_is_gone_from_disk_says_so(client, world, media):
    _, photo = stored(client, world)
    (media / photo.file).unlink()
    response = client.get(reverse("proposals:attachment", args=[photo.uuid]))
    assert response.status_code == 404 and "tidak ada di penyimpanan" in response.content.decode()


def test_path_outside_of_the_media_folder_is_404(client, world, media, tmp_path):
    row, photo = stored(client, world)
    Attachment.objects.filter(pk=photo.pk).update(file="../../etc/hostname")
    assert client.get(reverse("proposals:attachment", args=[photo.uuid])).status_code == 404


def test_submitted_attachments_stay(client, world):
    row = world.proposal("awaiting_lurah")
    photo = row.attachments.first()
    client.force_login(world.lurah)
    response = send(client, row, hapus=str(photo.uuid))
    assert response.status_code == 422 and "tidak bisa dihapus" in response.content.decode()
    photo.refresh_from_db()
    assert photo.removed_at is None and photo.at <= row.updated_at + timedelta(seconds=1)
