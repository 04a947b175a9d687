"""What a file is by its bytes, and whether it is small enough to be opened: asked before anything reads it.

`recognise` and `look_inside` are cheap enough for a request; `unpack` inflates every part and counts what really comes
out (the sizes that a file states may be lies), and belongs in the confined process.
"""

import copy
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_PARTS = 2000
MOST_ROWS = 10_000  # the last row that holds something
MOST_COLUMNS = 200
MOST_CELLS = 500_000
MOST_SHEETS = 30

SAVE_AS = "Buka di Excel, pilih Simpan Sebagai, jenis “Excel Workbook (.xlsx)”, lalu unggah lagi."
SENTENCES = {
    "empty": "Berkas ini kosong. Pilih berkas lain.",
    "large": "Berkas ini lebih dari 10 MB. Hapus gambar dan lembar yang tidak perlu, lalu unggah lagi.",
    "program": "Berkas ini sebuah program, bukan lembar Excel. Jangan dibuka; beri tahu petugas komputer.",
    "locked": "Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu unggah lagi.",
    "old": f"Berkas ini berbentuk Excel lama (.xls). {SAVE_AS}",
    "binary": f"Berkas ini berbentuk Excel biner (.xlsb). {SAVE_AS}",
    "opendocument": f"Berkas ini berbentuk OpenDocument (.ods). {SAVE_AS}",
    "pdf": "Berkas ini PDF, bukan lembar Excel. Unggah berkas Excel asalnya.",
    "html": f"Berkas ini halaman web yang diberi nama Excel. {SAVE_AS}",
    "document": "Berkas ini dokumen Word atau PowerPoint, bukan lembar Excel. Salin tabelnya ke Excel dahulu.",
    "text": f"Berkas ini teks biasa (misalnya CSV), bukan lembar Excel. {SAVE_AS}",
    "other": f"Isi berkas ini bukan lembar Excel; nama berkas tidak menentukan. {SAVE_AS}",
    "broken": f"Berkas ini tidak utuh atau rusak. {SAVE_AS}",
    "unpacked": "Isi berkas ini lebih dari 50 MB setelah dibuka, jadi tidak dibaca. Sisakan lembar usulan saja.",
    "entities": "Berkas ini memuat perintah XML yang tidak dikenal Excel, jadi tidak dibaca. " + SAVE_AS,
    "columns": f"Lembar ini berisi sampai lebih dari {MOST_COLUMNS} kolom. Hapus isi di sebelah kanan tabel usulan.",
    "rows": "Lembar ini berisi sampai lebih dari 10.000 baris. Bagi menjadi beberapa berkas.",
    "cells": "Berkas ini berisi terlalu banyak sel. Sisakan lembar usulan saja.",
    "sheets": f"Berkas ini berisi lebih dari {MOST_SHEETS} lembar. Sisakan lembar usulan saja.",
    "many": "Lembar ini berisi lebih dari 5.000 baris usulan. Bagi menjadi beberapa berkas.",
    "nothing": "Tidak ada lembar yang berisi. Periksa berkasnya, lalu unggah lagi.",
    "heavy": "Berkas ini terlalu berat untuk dibaca dengan aman. Salin tabel usulan ke berkas baru, lalu unggah lagi.",
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
)
_CELL = re.compile(  # one with something in it
    rb"""<(?:[\w.-]+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*(?<!/)>(?!</)"""
)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Unfit(ValueError):
    """A file that is not read; `code` names the sentence that the person sees."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(SENTENCES[code])


@dataclass(frozen=True, slots=True)
class Contents:
    """What the parts say before a reader sees them."""

    has_formulas: bool


def recognise(data: bytes) -> None:
    """Raise Unfit unless the bytes begin as a workbook does."""
    if not data:
        raise Unfit("empty")
    if len(data) > LARGEST_FILE:
        raise Unfit("large")
    if data.startswith(_PROGRAMS):
        raise Unfit("program")
    if data.startswith(_OLE):
        raise Unfit("locked" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    if data.startswith(b"%PDF-"):
        raise Unfit("pdf")
    if data.startswith(b"PK\x03\x04"):
        return
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise Unfit("html")
    raise Unfit("text" if _is_text(data[:2000]) else "other")


def look_inside(file: BinaryIO) -> None:
    """Raise Unfit by the list of parts alone: not a workbook, locked, or too large as stated."""
    with _open(file) as parts:
        infos = parts.infolist()
        names = {info.filename.lower() for info in infos}
        if len(infos) > MOST_PARTS:
            raise Unfit("cells")
        if any(info.flag_bits & 0x1 for info in infos):
            raise Unfit("locked")
        if "xl/workbook.bin" in names:
            raise Unfit("binary")
        if "xl/workbook.xml" not in names:
            raise Unfit(_name_other(names))
        if sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise Unfit("unpacked")


def unpack(file: BinaryIO) -> Contents:
    """Inflate everything, counting; raise Unfit for what is too large, too wide or not plain XML."""
    left, has_formulas, cells = MOST_UNPACKED, False, 0
    with _open(file) as parts:
        for info in parts.infolist():
            data = _inflate(parts, info, left)
            left -= len(data)
            name = info.filename.lower()
            if not name.endswith((".xml", ".rels")):
                continue
            if _DOCTYPE.search(data):
                raise Unfit("entities")
            if "worksheets/" in name:
                cells += _measure(data)
                if cells > MOST_CELLS:
                    raise Unfit("cells")
                has_formulas = has_formulas or _FORMULA.search(data) is not None
    return Contents(has_formulas)


def _open(file: BinaryIO) -> zipfile.ZipFile:
    """Any bytes raise one of three: no list of parts, a name that is no text (ValueError), a version nobody knows."""
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise Unfit("broken") from fault


def _inflate(parts: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """What is really in the part, whatever size it states."""
    honest = copy.copy(info)
    honest.file_size, honest.CRC = most + 1, None
    try:
        with parts.open(honest) as part:
            data = part.read(most + 1)
    except (
        Exception
    ) as fault:  # what a broken part raises (zlib.error, EOFError, RuntimeError …) has no common parent
        raise Unfit("broken") from fault
    if len(data) > most:
        raise Unfit("unpacked")
    return data


def _measure(sheet: bytes) -> int:
    """About how many cells, never too few; raises Unfit when the last one with something in it lies too far out."""
    cells = sheet.count(b"<c") + sheet.count(b":c")
    if cells > MOST_CELLS:
        raise Unfit("cells")
    found = _CELL.findall(sheet)
    if max(map(int, {row for _, row in found}), default=0) > MOST_ROWS:
        raise Unfit("rows")
    if max(map(_count_column, {column for column, _ in found}), default=0) > MOST_COLUMNS:
        raise Unfit("columns")
    return cells


def _count_column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _name_other(names: set[str]) -> str:
    if "content.xml" in names:
        return "opendocument"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "document"
    return "other"


def _is_text(start: bytes) -> bool:
    return b"\x00" not in start and all(byte >= 32 or byte in (9, 10, 13) for byte in start)
