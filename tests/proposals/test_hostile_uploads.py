"""Photos and PDFs made to do harm: each refused with its sentence or made harmless, and nothing stays behind."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from proposals.services import pdf_check, photo_check, uploads
from tests.proposals.test_uploads import PDF, bomb, files, picture, refuse, upload

BROKEN, HUGE = "tidak utuh atau rusak", "paling banyak 25 juta titik"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def decoded(monkeypatch) -> list:
    """What was decoded: a picture that is refused for its size must not be."""
    seen, real = [], Image.Image.load
    for kind in (Image.Image, PngImagePlugin.PngImageFile):
        monkeypatch.setattr(
            kind, "load", lambda self, *given: (seen.append(self.size), real(self, *given))[1]
        )
    return seen


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_png(*chunks: bytes, size=(10, 10), pixels: bytes | None = None) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"\0" * (size[0] + 1) * size[1] if pixels is None else pixels)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def repeat_last_scan(data: bytes, times: int) -> bytes:
    """A progressive JPEG whose last pass is asked for again and again."""
    start = data.rindex(b"\xff\xda")
    return data[:-2] + data[start:-2] * times + data[-2:]


def claim_size(data: bytes, side: int) -> bytes:
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", side, side) + data[at + 9 :]


def zip_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bomb(20_000, 20_000), HUGE),
        (claim_size(picture(), 20_000), HUGE),
        (bomb(1, 25_000_000), HUGE),
        (bomb(photo_check.MOST_SIDE + 1, 2), HUGE),
        (bomb(0, 10), BROKEN),
        (write_png(chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 30_000_000))), BROKEN),
        (write_png(chunk(b"iCCP", b"a\0\0" + zlib.compress(b"a" * 30_000_000))), BROKEN),
        (picture("JPEG")[:-600], BROKEN),
        (picture("JPEG")[:4], BROKEN),
        (picture("PNG")[:40], BROKEN),
        (picture("WEBP")[:-20], BROKEN),
        (b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 20, BROKEN),
        (b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\0" * 40, BROKEN),
        (b"\x7fELF" + b"\0" * 200, "bukan foto"),
        (b"#!/bin/sh\nrm -rf /\n", "bukan foto"),
        (b"GIF89a" + b"/*" + b"\0" * 100 + b"*/=alert(1)", "bukan foto"),
        (b"BM" + b"\0" * 100, "bukan foto"),
        (zip_of("a.txt", b"x" * 1000), "bukan foto"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
        (b"\0\0\0\x1cftypavif" + b"\0" * 100, "HEIC"),
    ],
    ids=range(20),
)
def test_unfit_photo_is_refused_with_its_sentence(media, data, sentence):
    assert sentence in refuse(data, "foto.jpg", "photo")
    assert files(media) == []


def test_400_megapixels_are_never_decoded(decoded):
    assert HUGE in refuse(bomb(20_000, 20_000))
    assert HUGE in refuse(claim_size(picture(), 20_000))
    assert (20_000, 20_000) not in decoded


def test_jpeg_that_wants_to_be_gone_over_again_and_again_is_refused_unread(decoded):
    once = picture(size=(64, 64), progressive=True)
    assert not photo_check._has_too_many_scans(once)
    often = repeat_last_scan(once, photo_check.MOST_SCANS)
    decoded.clear()
    assert BROKEN in refuse(often)
    assert BROKEN in refuse(often.replace(b"\xff\xdb", b"garbage\0\xff\xdb", 1))
    assert decoded == []


def test_video_behind_a_photo_is_no_scan_and_does_not_stay(media):
    stored = upload(picture() + b"\xff\xda\0\x02" * 1_000)
    assert (media / stored.file).stat().st_size < 4_000


def test_more_pixels_than_a_png_needs_are_not_unpacked(media):
    assert upload(write_png(pixels=b"\0" * 50_000_000)).width == 10


@pytest.mark.parametrize(
    "data",
    [
        picture() + zip_of("setup.exe", b"MZ jahat"),
        picture(comment=b"%PDF-1.4 << /OpenAction << /S /JavaScript /JS (jahat) >> >>"),
        write_png(chunk(b"tEXt", b"a\0<script>jahat</script>")),
        picture("WEBP", xmp=b"<x:xmpmeta>jahat</x:xmpmeta>"),
        picture("JPEG", icc_profile=b"jahat" * 100),
    ],
    ids=["zip", "pdf", "text", "xmp", "icc"],
)  # fmt: skip
def test_what_else_a_photo_may_be_does_not_survive(media, data):
    kept = (media / upload(data).file).read_bytes()
    assert kept.startswith(b"\xff\xd8\xff")
    assert not any(word in kept for word in (b"jahat", b"PDF", b"PK\x03\x04", b"script"))


@pytest.mark.parametrize("mode", ["P", "L", "1", "I;16", "RGBA", "LA", "CMYK"])
def test_every_way_to_keep_colours_becomes_a_plain_photo(media, mode):
    out = io.BytesIO()
    Image.new(mode, (3000, 1500)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    stored = upload(out.getvalue())
    with Image.open(media / stored.file) as image:
        assert (image.mode, image.size) == ("RGB", (1600, 800))


def pack(text: bytes, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """A PDF with an object stream; `before` and `after` stand in its dictionary around the word that names it."""
    body = before + b"/Type /ObjStm " + after + b"/Filter /FlateDecode >> stream\n" + zlib.compress(text)
    return PDF.replace(b"xref\n0", b"2 0 obj << " + body + b"\nendstream endobj\nxref\n0", 1)


SCRIPT = b"1 0 << /S /JavaScript /JS (x) >>"


@pytest.mark.parametrize(
    "data",
    [
        pack(SCRIPT, after=b"/Pad (" + b"x" * 900 + b") "),
        pack(SCRIPT, after=b"/Note (obj) "),
        pack(SCRIPT, before=b"/Note (stream) "),
        pack(SCRIPT, before=b"/Note (stream\n) "),
        pack(SCRIPT).replace(b"/ObjStm", b"/Obj#53tm"),
        pack(SCRIPT).replace(b"stream\n", b"stream\r\n", 1),
        pack(b"1 0 << /AA 3 0 R >>"),
    ],
    ids=range(7),
)
def test_script_that_hides_in_a_packed_stream_is_refused(media, data):
    assert "skrip" in refuse(data, "a.pdf")
    assert files(media) == []


def test_packed_stream_without_script_passes():
    assert upload(pack(b"1 0 << /Type /Page >>"), "a.pdf").kind == "document"


@pytest.mark.parametrize(
    "data",
    [
        pack(b"x" * (pdf_check.MOST_UNPACKED + 1)),
        pack(b"").replace(zlib.compress(b""), b"not packed"),
        pack(SCRIPT, before=b"(" + b"stream\n" * 10 + b") "),
    ],
    ids=range(3),
)
def test_stream_that_cannot_be_looked_into_is_refused(data):
    assert "rusak" in refuse(data, "a.pdf")


@pytest.mark.parametrize("word", [b"stream", b"stream\nendstream", b"/Type /ObjStm ", b"#41"])
def test_pdf_of_one_repeated_word_is_looked_through_once(word):
    """Each took minutes when the look-through began anew at every word; now any of them is done at once."""
    data = PDF[:20] + word * (3_000_000 // len(word)) + PDF[20:]
    assert upload(data, "a.pdf").kind == "document"


def test_pdf_with_a_program_inside_is_refused_under_any_name():
    for name in ("surat.pdf", "foto.jpg"):
        assert "berkas sisipan" in refuse(
            PDF.replace(b"/Type /Catalog", b"/Type /Catalog /Names << /EmbeddedFiles 3 0 R >>"), name
        )


def test_nothing_larger_than_its_limit_is_read_whole():
    class Endless:
        name, size = "foto.jpg", None
        asked = 0

        def read(self, most: int) -> bytes:
            self.asked = most
            return b"\xff\xd8\xff" + b"\0" * (most - 3)

    endless = Endless()
    with pytest.raises(uploads.Refused):
        uploads.store(endless)
    assert endless.asked == uploads.LARGEST[uploads.PHOTO] + 1
