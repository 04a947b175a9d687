"""Taking a file in: the bytes decide what it is, photos are drawn anew, and only then something is written.

A refused upload leaves no file. What `store` returns is given to `perform(action="attach", add=[…])`; if that is
refused, `discard` removes the file again.
"""

import hashlib
import os
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from proposals.models import Attachment
from proposals.refusals import Refused
from proposals.refusals import content as content_refusal
from proposals.services import pdf_check, photo_check
from regions.indonesian import fixed

PHOTO, DOCUMENT = Attachment.Kind.PHOTO, Attachment.Kind.DOCUMENT
MEGABYTE = 1024 * 1024
LARGEST = {PHOTO: 10 * MEGABYTE, DOCUMENT: 5 * MEGABYTE}
FOLDER = "lampiran"
LONGEST_NAME = 80
PHONE_ONLY = (
    "Foto ini berformat HEIC, yang belum bisa dibuka di semua komputer. Ubah setelan kamera ke JPEG "
    "(paling kompatibel), lalu potret lagi."
)
_NOT_IN_NAMES = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A cleaned file on disk; `file` is its path below MEDIA_ROOT."""

    kind: str
    name: str
    file: str
    content_type: str
    size: int
    width: int
    height: int
    sha256: str


def store(upload, *, kind: str | None = None) -> StoredFile:
    """Check, clean and write an uploaded file (anything with `name`, `size` and `read`).

    `kind` says what the form asked for; without it photos and documents are both taken. Raises Refused (422).
    """
    data = _read(upload, kind)
    found = PHOTO if photo_check.is_photo(data) else DOCUMENT if pdf_check.is_pdf(data) else None
    if found is None or (kind is not None and found != kind):
        _refuse(PHONE_ONLY if kind != DOCUMENT and _is_phone_only(data) else _unknown_sentence(upload, kind))
    if len(data) > LARGEST[found]:
        _refuse(_large_sentence(found, len(data)))
    try:
        if found == PHOTO:
            photo = photo_check.redraw(data)
            return _write(photo.data, upload, PHOTO, "image/jpeg", photo.width, photo.height)
        pdf_check.check(data)
    except photo_check.UnfitFile as unfit:
        _refuse(str(unfit))
    return _write(data, upload, DOCUMENT, "application/pdf", 0, 0)


def store_all(uploads: Sequence, *, kind: str | None = None) -> list[StoredFile]:
    """All of them or none: the first refusal removes what was already written."""
    stored: list[StoredFile] = []
    try:
        for upload in uploads:
            stored.append(store(upload, kind=kind))
    except Refused:
        discard(stored)
        raise
    return stored


def discard(stored: Sequence[StoredFile]) -> None:
    """Remove files that were not attached after all."""
    remove(item.file for item in stored)


def remove(paths: Iterable[str]) -> None:
    """Remove files by their path below MEDIA_ROOT; what is gone already is no trouble."""
    for path in paths:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)


def clean_name(name: str, extension: str) -> str:
    """A harmless file name with the extension of what the file really is: "../../a\\x00.exe" → "a.jpg"."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", str(name)))[-1]
    stem = last.rsplit(".", 1)[0] if "." in last.lstrip(".") else last
    stem = _NOT_IN_NAMES.sub(" ", stem.encode("utf-8", "ignore").decode())
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or ('foto' if extension == 'jpg' else 'dokumen')}.{extension}"


def _read(upload, kind: str | None) -> bytes:
    """At most what the largest allowed file holds, and one byte more to notice the excess."""
    most = LARGEST[kind] if kind in LARGEST else max(LARGEST.values())
    if upload.size is not None and upload.size > most:
        _refuse(_large_sentence(kind or PHOTO, upload.size))
    data = upload.read(most + 1)
    if len(data) > most:
        _refuse(_large_sentence(kind or PHOTO, len(data)))
    if not data:
        _refuse(f"Berkas {_shown(upload)} kosong. Pilih berkas lain, atau potret ulang.")
    return data


def _write(data: bytes, upload, kind: str, content_type: str, width: int, height: int) -> StoredFile:
    key, extension = uuid.uuid4().hex, "jpg" if kind == PHOTO else "pdf"
    path = Path(FOLDER) / key[:2] / f"{key}.{extension}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    write_safely(target, data)
    return StoredFile(
        kind=kind,
        name=clean_name(upload.name or "", extension),
        file=str(path),
        content_type=content_type,
        size=len(data),
        width=width,
        height=height,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def write_safely(target: Path, data: bytes) -> None:
    """Whole or not at all: a temporary file beside it, flushed to disk, then renamed."""
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _large_sentence(kind: str, size: int) -> str:
    shown = fixed(size / MEGABYTE, places=1)
    most = LARGEST[kind] // MEGABYTE
    if kind == PHOTO:
        return (
            f"Foto ini {shown} MB; paling besar {most} MB. Kecilkan ukuran foto di kamera, lalu kirim lagi."
        )
    return (
        f"Dokumen ini {shown} MB; paling besar {most} MB. Pindai dengan mutu lebih rendah, lalu kirim lagi."
    )


def _unknown_sentence(upload, kind: str | None) -> str:
    wanted = {PHOTO: "foto JPEG, PNG, atau WebP", DOCUMENT: "dokumen PDF"}
    what = wanted.get(kind, "foto (JPEG, PNG, WebP) atau dokumen PDF")
    return f"Isi berkas {_shown(upload)} bukan {what}. Pilih berkas lain; nama berkas tidak menentukan."


def _is_phone_only(data: bytes) -> bool:
    """HEIC, HEIF or AVIF by its first bytes."""
    return data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def _shown(upload) -> str:
    return f"“{clean_name(upload.name or '', 'x')[:-2][:40]}”"


def _refuse(sentence: str):
    raise Refused(content_refusal({"file": sentence}))
