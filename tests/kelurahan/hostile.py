"""Workbooks that mean harm or are no workbooks, made byte by byte; nothing here is a file of anybody."""

import io
import struct
import zipfile
import zlib
from datetime import datetime

import openpyxl

from tests.kelurahan.imports import HEADINGS, ROW, make_workbook, save

SCHEMAS = "http://schemas.openxmlformats.org"
MAIN, OFFICE = f"{SCHEMAS}/spreadsheetml/2006/main", f"{SCHEMAS}/officeDocument/2006/relationships"
PACKAGE, TYPE = f"{SCHEMAS}/package/2006", "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = f"""<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>
</Types>"""
RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK_RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
BOOK = f"""<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="Usulan" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'
STRINGS = f'<?xml version="1.0"?>%s<sst xmlns="{MAIN}">%s</sst>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def heading_row() -> str:
    cells = "".join(text_cell(f"{'ABCDEFG'[n]}1", head) for n, head in enumerate(HEADINGS))
    return f'<row r="1">{cells}</row>'


def assemble(
    rows: str = "", *, strings: str = "", doctype: str = "", sheet: str | None = None, **more: bytes
) -> bytes:
    """A workbook from its parts; `more` are further entries by name with / written as __."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", CONTENT_TYPES)
        book.writestr("_rels/.rels", RELS)
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS)
        book.writestr(
            "xl/worksheets/sheet1.xml", sheet if sheet is not None else SHEET % (heading_row() + rows)
        )
        book.writestr("xl/sharedStrings.xml", STRINGS % (doctype, strings))
        for name, data in more.items():
            book.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def zip_bomb() -> bytes:
    """54 MB of rows that shrink to about a fourteenth: no ratio gives it away."""
    rows = []
    for row in range(2, 4002):
        cells = (f'<c r="{letter}{row}" s="0"><v>{row * 7 % 90}</v></c>' for letter in "ABCDEFG")
        rows.append(f'<row r="{row}" spans="1:7">{"".join(cells)}</row>')
    return assemble("".join(rows) * 56)


def lying_bomb() -> bytes:
    """A part that states 100 bytes and unpacks to 60 MB."""
    data = bytearray(assemble(xl__media__a_xml=b"<a/>" + b" " * (60 * 1024 * 1024)))
    size = struct.pack("<L", 4 + 60 * 1024 * 1024)
    start = 0
    while (at := data.find(size, start)) != -1:
        data[at : at + 4] = struct.pack("<L", 100)
        start = at + 4
    return bytes(data)


def entities(kind: str = "internal") -> bytes:
    """Billion laughs, or a look at a file of the server."""
    laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("bcdefgh", "cdefghi", strict=True)
    )
    outside = '<!ENTITY i SYSTEM "file:///etc/passwd">'
    return assemble(
        '<row r="2"><c r="B2" t="s"><v>0</v></c></row>',
        doctype=f"<!DOCTYPE sst [{laughs if kind == 'internal' else outside}]>",
        strings="<si><t>&i;</t></si>",
    )


def far_cell(place: str) -> bytes:
    number = "".join(c for c in place if c.isdigit())
    return assemble(f'<row r="{number}">{text_cell(place, "jauh")}</row>')


def nameless_cells() -> bytes:
    """Cells without their place, in rows that jump: only the reader finds out how large it gets."""
    cell = "<c><v>1</v></c>"
    return assemble(f'<row r="10000000">{cell * 60_000}</row>' + f"<row>{cell * 60_000}</row>")


def repeated_text() -> bytes:
    """One text of 30,000 characters named by 60,000 cells: 1.8 GB once it is written out."""
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{"ABCDEFG"[n % 7]}{row}" t="s"><v>0</v></c>' for n in range(7))
        + "</row>"
        for row in range(2, 8600)
    )
    return assemble(rows, strings=f"<si><t>{'x' * 30_000}</t></si>")


def formulas() -> bytes:
    """Formulas with a stored result, and one that calls a program and has none."""
    return assemble(
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>"Gapura "&amp;"RW 05"</f><v>Gapura RW 05</v></c>'
        '<c r="C2" t="str"><f>cmd|"/c calc"!A0</f></c><c r="E2"><f>10*12</f><v>120</v></c>'
        f"{text_cell('F2', 'm')}{text_cell('D2', '=HYPERLINK(&quot;http://x&quot;)')}</row>"
    )


def dated(*, year_1904: bool) -> bytes:
    """A date where RT/RW should be, in either of Excel's calendars."""
    book = openpyxl.Workbook()
    if year_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["No", "Usulan", "RT/RW", "Tanggal Usul"])
    book.active.append([1, "Gapura", datetime(2020, 5, 2), datetime(2020, 1, 13)])
    return save(book)


def merged_headings() -> bytes:
    """Two rows of headings: Lokasi over alamat, RT and RW."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DAFTAR USULAN"])
    sheet.append(["No", "Usulan", "Lokasi", None, None, "Volume", "Anggaran (juta rupiah)"])
    sheet.append([None, None, "Alamat", "RT", "RW", None, None])
    sheet.append([1, 2, 3, 4, 5, 6, 7])
    sheet.append([1, "Gapura", "Jl. Melati", "03", "05", "2 unit", 12.5])
    for cells in ("A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3"):
        sheet.merge_cells(cells)
    return save(book)


def many_sheets(count: int) -> bytes:
    return make_workbook(HEADINGS, ROW, sheets={f"Lembar {n}": [("x",)] for n in range(count - 1)})


def hidden_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    secret = book.create_sheet("Rahasia")
    secret.sheet_state = "veryHidden"
    for _ in range(9):
        secret.append(HEADINGS)
    return save(book)


def locked_zip() -> bytes:
    """A zip whose parts are marked as encrypted."""
    data = bytearray(make_workbook(HEADINGS, ROW))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (at := data.find(mark, start)) != -1:
            data[at + offset] |= 1
            start = at + 4
    return bytes(data)


def damaged() -> bytes:
    """A workbook with a hole in the middle."""
    data = bytearray(make_workbook(HEADINGS, *[ROW] * 50))
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    return bytes(data)


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, data in entries.items():
            book.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


def many_parts() -> bytes:
    return zipped(**{"xl__workbook_DOT_xml": b"<a/>"} | {f"a{n}": b"" for n in range(2100)})


def broken_xml() -> bytes:
    return assemble(sheet="<worksheet><sheetData><row r='1'><c r='A1'><v>1</row>")


def unknown_method() -> bytes:
    """A part packed in a way that nobody knows."""
    data = bytearray(make_workbook(HEADINGS, ROW))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        data[at + offset] = 77
    return bytes(data)


def misnamed() -> bytes:
    """A part whose name says that it is UTF-8 and is not."""
    return _with_first_entry({8: b"\x00\x08", 46: b"\xff"})


def future_version() -> bytes:
    """A part that asks for version 12.8 of the format."""
    return _with_first_entry({6: b"\x80\x00"})


def _with_first_entry(changes: dict[int, bytes]) -> bytes:
    """A workbook with bytes of the first entry of its list of parts changed, by their place in the entry."""
    data = bytearray(make_workbook(HEADINGS, ROW))
    start = data.find(b"PK\x01\x02")
    for place, new in changes.items():
        data[start + place : start + place + len(new)] = new
    return bytes(data)


def squeezed(data: bytes) -> bytes:
    return zlib.compress(data)
