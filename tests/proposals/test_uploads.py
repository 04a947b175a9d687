"""Files that people and attackers send: what is kept, what is refused and how, and that nothing stays behind."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from proposals.refusals import Refused
from proposals.services import uploads
from proposals.services.photo_check import MOST_PIXELS, redraw

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind="JPEG", size=(640, 480), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#9aa").save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes, name="foto.jpg", kind=None):
    return uploads.store(SimpleUploadedFile(name, data), kind=kind)


def refuse(data: bytes, name="foto.jpg", kind=None) -> str:
    with pytest.raises(Refused) as refused:
        upload(data, name, kind)
    assert refused.value.http == 422
    return refused.value.refusals[0].message


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_becomes_a_jpeg(media, kind):
    stored = upload(picture(kind), "Foto jalan.png")
    data = (media / stored.file).read_bytes()
    assert (stored.kind, stored.content_type, stored.name) == ("photo", "image/jpeg", "Foto jalan.jpg")
    assert data.startswith(b"\xff\xd8\xff") and stored.size == len(data)
    assert len(files(media)) == 1


def test_photo_is_made_smaller_and_upright(media):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    stored = upload(picture(size=(3200, 1600), exif=exif))
    assert (stored.width, stored.height) == (800, 1600)


def test_photo_loses_its_exif_and_position(media):
    exif = Image.Exif()
    exif[0x010E] = "rahasia-di-exif"
    exif.get_ifd(0x8825)[1] = "S"
    stored = upload(picture(exif=exif))
    data = (media / stored.file).read_bytes()
    assert b"rahasia" not in data and b"Exif" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not image.getexif()


def test_photo_loses_what_hangs_behind_it(media):
    stored = upload(picture() + b"<?php system($_GET['c']); ?>")
    assert b"php" not in (media / stored.file).read_bytes()


def test_transparent_png_gets_white_paper(media):
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    stored = upload(out.getvalue())
    with Image.open(media / stored.file) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", [None, "photo"])
def test_renamed_program_is_refused(media, kind):
    assert "bukan foto" in refuse(b"MZ\x90\x00" + b"\0" * 400, "liburan.jpg", kind)
    assert files(media) == []


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40, b"PK\x03\x04aaaa", b"<html>"],
)
def test_other_kinds_are_refused(media, data):
    assert "bukan foto" in refuse(data)
    assert files(media) == []


def test_empty_file_is_refused(media):
    assert "kosong" in refuse(b"")
    assert files(media) == []


def test_photo_of_11_megabytes_is_refused(media):
    assert refuse(picture() + b"\0" * (11 * 1024 * 1024)).startswith("Foto ini 11,0 MB; paling besar 10 MB.")
    assert files(media) == []


def test_size_is_counted_and_not_believed(media):
    liar = SimpleUploadedFile("foto.jpg", picture() + b"\0" * (11 * 1024 * 1024))
    liar.size = 10
    with pytest.raises(Refused):
        uploads.store(liar)
    assert files(media) == []


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [20_000, 5_001])
def test_pixel_bomb_is_refused(media, side):
    assert "paling banyak 25 juta titik" in refuse(bomb(side, side))
    assert files(media) == []


def test_photo_of_25_megapixels_passes():
    photo = redraw(picture("PNG", (5000, MOST_PIXELS // 5000)))
    assert photo.width == 1600


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_truncated_photo_is_refused(media, kind):
    noise = Image.effect_noise((600, 600), 80)
    out = io.BytesIO()
    noise.save(out, kind)
    assert "rusak" in refuse(out.getvalue()[: len(out.getvalue()) // 2])
    assert files(media) == []


def test_pdf_is_kept_byte_for_byte(media):
    stored = upload(PDF, "Surat lahan.PDF")
    assert (stored.kind, stored.name, stored.content_type) == (
        "document",
        "Surat lahan.pdf",
        "application/pdf",
    )
    assert (media / stored.file).read_bytes() == PDF


@pytest.mark.parametrize(
    "active",
    [
        b"/JavaScript (app.alert(1))", b"/JS (app.alert(1))", b"/Java#53cript (x)", b"/#4a#61vaScript (x)",
        b"/Launch << >>",
        b"/EmbeddedFile", b"/EmbeddedFiles 3 0 R", b"/OpenAction 5 0 R", b"/OpenAction << /S /URI >>",
        b"/Open#41ction 5 0 R",
        b"/AA << >>", b"/RichMedia",
    ],
)  # fmt: skip
def test_active_pdf_is_refused(media, active):
    assert "skrip" in refuse(PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + active), "a.pdf")
    assert files(media) == []


def test_script_in_a_packed_object_stream_is_refused(media):
    packed = zlib.compress(b"1 0 << /S /JavaScript /JS (x) >>")
    hidden = b"2 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + packed + b"\nendstream endobj\n"
    assert "skrip" in refuse(PDF.replace(b"xref\n0", hidden + b"xref\n0"), "a.pdf")
    assert files(media) == []


def test_packed_bomb_in_a_pdf_is_refused(media):
    packed = zlib.compress(b"\0" * (40 * 1024 * 1024))
    hidden = b"2 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + packed + b"\nendstream endobj\n"
    assert "rusak" in refuse(PDF.replace(b"xref\n0", hidden + b"xref\n0"), "a.pdf")


def test_pdf_that_only_names_its_first_page_passes():
    stored = upload(PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction [1 0 R /Fit]"), "a.pdf")
    assert stored.kind == "document"


def test_locked_pdf_is_refused():
    assert "kata sandi" in refuse(PDF.replace(b"/Root", b"/Encrypt 3 0 R /Root"), "a.pdf")


@pytest.mark.parametrize("data", [PDF[:60], b"%PDF-9\n%%EOF startxref", PDF.replace(b"%%EOF", b"")])
def test_broken_pdf_is_refused(media, data):
    assert "rusak" in refuse(data, "a.pdf")
    assert files(media) == []


def test_pdf_above_5_megabytes_is_refused():
    assert "paling besar 5 MB" in refuse(PDF[:30] + b"\n" * (6 * 1024 * 1024) + PDF[30:], "a.pdf")


def test_photo_is_refused_where_a_document_is_asked():
    assert "bukan dokumen PDF" in refuse(picture(), kind="document")


def test_store_all_keeps_nothing_when_one_is_refused(media):
    good, bad = SimpleUploadedFile("a.jpg", picture()), SimpleUploadedFile("b.jpg", b"x")
    with pytest.raises(Refused):
        uploads.store_all([good, bad])
    assert files(media) == []


def test_discard_removes_the_file(media):
    uploads.discard([upload(picture())])
    assert files(media) == []


def test_failed_write_leaves_nothing(media, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        upload(picture())
    assert files(media) == []


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.jpg"), ("C:\\Foto\\jalan.JPG", "jalan.jpg"),
        ("a\x00b\r\n.jpg", "a b.jpg"), ("", "foto.jpg"),
        (".jpg", "jpg.jpg"), ('x";rm -rf.png', "x rm -rf.jpg"),
        ("Jl. Mèlati 😀.jpeg", "Jl. Mèlati.jpg"), ("\ud800.jpg", "foto.jpg"),
        ("a" * 300 + ".jpg", "a" * 80 + ".jpg"),
    ],
)  # fmt: skip
def test_file_names_are_cleaned(name, cleaned):
    assert uploads.clean_name(name, "jpg") == cleaned
