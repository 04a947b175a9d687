"""PDFs are kept as they are, so they must not be able to do anything: no script, no program, no file inside.

Names may be written with #xx escapes and may stand in compressed object streams; both are undone before looking.
"""

import re
import zlib

from proposals.services.photo_check import UnfitFile

MOST_UNPACKED = 32 * 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_ACTIVE_SHORT = re.compile(rb"/(?:JS|AA)(?![A-Za-z0-9])")
_OPEN_ACTION = re.compile(
    rb"/OpenAction(?![A-Za-z0-9])(?!\s*\[)"
)  # an array only says which page is shown first
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")

ACTIVE = "PDF ini memuat skrip, tautan program, atau berkas sisipan. Cetak ulang ke PDF, lalu kirim lagi."
BROKEN = "PDF ini tidak utuh atau rusak. Pindai atau simpan ulang, lalu kirim lagi."
LOCKED = "PDF ini dikunci kata sandi. Simpan tanpa kunci, lalu kirim lagi."


def is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def check(data: bytes) -> None:
    """Raise UnfitFile unless it is a whole, readable and passive PDF."""
    if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-1024:] or b"startxref" not in data:
        raise UnfitFile(BROKEN)
    outside, packed = _split(data)
    for text in (_unescape(data), _unescape(packed)):
        if _ACTIVE.search(text) or _OPEN_ACTION.search(text):
            raise UnfitFile(ACTIVE)
    for text in (_unescape(outside), _unescape(packed)):
        if _ACTIVE_SHORT.search(text):
            raise UnfitFile(ACTIVE)
        if _ENCRYPTED.search(text):
            raise UnfitFile(LOCKED)


def _split(data: bytes) -> tuple[bytes, bytes]:
    """(what stands outside of streams, the unpacked object streams)."""
    outside, packed, left, at = [], [], MOST_UNPACKED, 0
    while (start := data.find(b"stream", at)) != -1:
        head = data[max(0, start - 600) : start]
        outside.append(data[at:start])
        end = data.find(b"endstream", start + 6)
        if end == -1:
            at = start + 6
            continue
        if b"/ObjStm" in _unescape(head[head.rfind(b"obj") :]):
            unpacked = _inflate(data[start + 6 : end].lstrip(b"\r\n"), left)
            left -= len(unpacked)
            packed.append(unpacked)
        at = end + len(b"endstream")
    outside.append(data[at:])
    return b"\n".join(outside), b"\n".join(packed)


def _inflate(data: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, max(most, 1))
    except zlib.error as fault:
        raise UnfitFile(BROKEN) from fault
    if unpacker.unconsumed_tail:
        raise UnfitFile(BROKEN)
    return unpacked


def _unescape(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)
