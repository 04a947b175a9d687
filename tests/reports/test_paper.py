"""What stands on paper, read back from the bytes of the PDF: every text whole, whatever somebody wrote."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pypdf.generic import NameObject

from reports.declaration import Kind, ShortListing
from reports.lines import lay_out
from reports.registry import REPORTS, open_report
from tests.reports import invented, reading, test_writers

NO_INK = re.compile(r"[\s\u202a-\u202e]")  # spaces and line ends, and marks of direction
FROM_THE_RIGHT = re.compile(r"[\u0600-\u06ff]")  # pypdf takes such words out of their line
PRINTED = [slug for slug, report in REPORTS.items() if "pdf" in report.formats]
PLAIN = {"group": None, "sums": (), "sheets": ()}
POINTS = 0.75  # of a pixel, in which WeasyPrint draws
ASKERS = ("camat", "bappeda_admin")  # the first of these who may open it


def read_paper(content: bytes) -> str:
    """The letters of all pages in the order in which they are drawn, without spaces."""
    pages = []
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            # Letters that no font has get an encoding that pypdf does not read; their codes are the usual ones.
            font.get_object()[NameObject("/Encoding")] = NameObject("/Identity-H")
        pages.append(page.extract_text())
    return squeeze("".join(pages))


def squeeze(text: str) -> str:
    return NO_INK.sub("", text)


def find_missing(texts, paper: str) -> list[str]:
    """What of these texts the paper does not say whole."""
    pieces = (piece for text in texts for piece in (text.split() if FROM_THE_RIGHT.search(text) else [text]))
    return [piece[:40] for piece in pieces if squeeze(piece) not in paper]


def test_canaries_are_whole_and_inert_on_paper():
    texts = [text for text in test_writers.CANARIES if len(text) < 10_000]
    long = ("kata " * 2000, "ŷ" * 10_000)  # over many pages, each with its headings
    content = test_writers.write("pdf", *(test_writers.row_of(text=text) for text in (*texts, *long)))
    paper = read_paper(content)
    assert find_missing(texts, paper) == []
    assert (paper.count("kata"), paper.count("ŷ")) == (2000, 10_000)
    for forbidden in (b"/JavaScript", b"/JS", b"/URI", b"/Launch"):
        assert forbidden not in content


def test_long_words_push_no_column_of_a_wide_list_off_the_paper(db):
    columns, word = REPORTS["daftar-prioritas"].columns, "M" * 200
    row = [word if column.key in ("title", "location", "remark") else None for column in columns]
    report = replace(invented.REPORT, columns=columns, list_rows=lambda subject: ShortListing([row]), **PLAIN)
    page = PdfReader(io.BytesIO(reading.write("pdf", report, invented.SUBJECT))).pages[0]
    cells = re.findall(rb"^([\d.]+) [\d.]+ ([\d.]+) [\d.]+ re$", page.get_contents().get_data(), re.M)
    assert 700 < max(float(left) + float(width) for left, width in cells) * POINTS < page.mediabox.width
    assert page.extract_text().count("M") >= row.count(word) * len(word)


def test_letters_that_no_font_has_leave_the_others_whole():
    """They are drawn as empty boxes, and whoever copies the text gets them."""
    texts = ("\U0001f477\U0001f3fd pekerja", "日本 kosong", "طريق")
    content = test_writers.write("pdf", *(test_writers.row_of(text=text) for text in texts))
    assert find_missing(texts, read_paper(content)) == []


@pytest.mark.parametrize("slug", PRINTED)
def test_every_text_of_every_report_is_whole_on_paper(slug, world, run):
    role = next(role for role in ASKERS if role in REPORTS[slug].roles)
    asked = {"cycle": "2021", **({"kelurahan": world.batujaya.code} if slug == "prioritas-kelurahan" else {})}
    report, subject = open_report(slug, world.person(role), asked)
    listing = report.list_rows(subject)
    tables = [(report.columns, [line.cells for line in lay_out(report, listing, listing.totals())])]
    tables += [(sheet.columns, list(sheet.list_rows(subject))) for sheet in report.sheets]
    texts = {
        cell
        for columns, rows in tables
        for cells in rows
        for column, cell in zip(columns, cells, strict=True)
        if cell and column.kind == Kind.TEXT
    }
    headings = {text for columns, _ in tables for c in columns for text in (c.heading, *c.heads)}
    paper = read_paper(reading.write("pdf", report, subject))
    assert find_missing(texts | headings, paper) == []
    assert texts
