"""PDFs are kept as they are, so they must not be able to do anything: no script, no program, no file inside.

Names may be written with #xx escapes and may stand in compressed object streams; both are undone before looking.
"""

import re
import zlib
from itertools import islice

from proposals.services.photo_check import UnfitFile

MOST_UNPACKED = 8 * 1024 * 1024
MOST_BEGINNINGS = 8  # places in one part of the file where a packed stream may begin
_BEGIN = re.compile(rb"stream[\r\n]+")
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
    outside, packed = (_unescape(part) for part in _split(data))
    for text in (_unescape(data), packed):
        if _ACTIVE.search(text) or _OPEN_ACTION.search(text):
            raise UnfitFile(ACTIVE)
    for text in (outside, packed):
        if _ACTIVE_SHORT.search(text):
            raise UnfitFile(ACTIVE)
        if _ENCRYPTED.search(text):
            raise UnfitFile(LOCKED)


def _split(data: bytes) -> tuple[bytes, bytes]:
    """(what stands outside of streams, the unpacked object streams)."""
    outside, packed, left, at = [], [], MOST_UNPACKED, 0
    while (start := data.find(b"stream", at)) != -1 and (end := data.find(b"endstream", start + 6)) != -1:
        outside.append(data[at:start])
        part = data[at:end]  # the word may also stand in a text before the stream that it is to hide
        if b"/ObjStm" in _unescape(part):
            for unpacked in _unpack(part, left):
                left -= len(unpacked)
                packed.append(unpacked)
        at = end + len(b"endstream")
    outside.append(data[at:])
    return b"\n".join(outside), b"\n".join(packed)


def _unpack(part: bytes, most: int) -> list[bytes]:
    """Whatever in the part unpacks, from each place where a stream may begin; nothing that does is not looked into."""
    starts = [found.end() for found in islice(_BEGIN.finditer(part), MOST_BEGINNINGS + 1)]
    if len(starts) > MOST_BEGINNINGS:
        raise UnfitFile(BROKEN)
    found = []
    for start in starts:
        try:
            found.append(_inflate(part[start:], most))
        except zlib.error:
            continue
        most -= len(found[-1])
    if not found:
        raise UnfitFile(BROKEN)
    return found


def _inflate(data: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(data, max(most, 1))
    if unpacker.unconsumed_tail:
        raise UnfitFile(BROKEN)
    return unpacked


def _unescape(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data) if b"#" in data else data
