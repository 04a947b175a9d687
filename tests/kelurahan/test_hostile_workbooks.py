"""Hostile workbooks: each is refused or neutralised with its sentence, within the limits of the confined process."""

import pytest

from jobs.models import Job
from kelurahan.importing import receiving
from kelurahan.importing.reading import fill
from kelurahan.models import ImportFile
from kelurahan.reading_sheets import gate
from proposals.refusals import Refused
from tests.kelurahan import hostile
from tests.kelurahan.imports import HEADINGS, ROW, make_upload, make_workbook, read_in

pytestmark = pytest.mark.django_db
WHOLE = make_workbook(HEADINGS, ROW)

AT_THE_DOOR = {
    "an empty file": (lambda: b"", "empty"),
    "a program with another name": (lambda: b"MZ\x90\x00" + bytes(100), "program"),
    "a program of Linux": (lambda: b"\x7fELF" + bytes(100), "program"),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /\n", "program"),
    "an old xls": (lambda: hostile.OLE + b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00" * 9, "old"),
    "a workbook with a password": (lambda: hostile.OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "a locked zip": (hostile.locked_zip, "locked"),
    "a PDF": (lambda: b"%PDF-1.7\n", "pdf"),
    "a web page called xls": (lambda: b"\xef\xbb\xbf <html><table></table></html>", "html"),
    "a table in XML": (lambda: b'<?xml version="1.0"?><Workbook/>', "html"),
    "a csv": (lambda: b"No;Usulan\r\n1;Gapura\r\n", "text"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "other"),
    "squeezed bytes": (lambda: hostile.squeezed(WHOLE), "other"),
    "a document of Word": (lambda: hostile.zipped(word__document_DOT_xml=b"<a/>"), "document"),
    "an OpenDocument": (lambda: hostile.zipped(content_DOT_xml=b"<a/>", mimetype=b"x"), "opendocument"),
    "a binary workbook": (lambda: hostile.zipped(xl__workbook_DOT_bin=b"x"), "binary"),
    "any other zip": (lambda: hostile.zipped(surat_DOT_txt=b"x"), "other"),
    "half a workbook": (lambda: WHOLE[: len(WHOLE) // 2], "broken"),
    "a name that is no text": (hostile.misnamed, "broken"),
    "a zip of a version nobody knows": (hostile.future_version, "broken"),
    "a zip of 2,100 parts": (hostile.many_parts, "cells"),
    "a bomb that states its size": (hostile.zip_bomb, "unpacked"),
}
WHILE_READING = {
    "a bomb that lies about its size": (hostile.lying_bomb, "unpacked"),
    "entities that multiply": (hostile.entities, "entities"),
    "an entity that names a file": (lambda: hostile.entities("outside"), "entities"),
    "16,384 columns": (lambda: hostile.far_cell("XFD2"), "columns"),
    "1,048,576 rows": (lambda: hostile.far_cell("B1048576"), "rows"),
    "cells without a place": (hostile.nameless_cells, "heavy"),
    "one long text named by 60,000 cells": (hostile.repeated_text, "heavy"),
    "too many sheets": (lambda: hostile.many_sheets(31), "sheets"),
    "a hole in the middle": (hostile.damaged, "broken"),
    "broken XML": (hostile.broken_xml, "broken"),
    "an unknown packing": (hostile.unknown_method, "broken"),
    "nothing in it": (lambda: make_workbook(), "nothing"),
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("case", AT_THE_DOOR)
def test_is_refused_at_the_door(case, world, tmp_path):
    make, code = AT_THE_DOOR[case]
    with pytest.raises(Refused) as refused:
        read_in(world, make())
    assert (refused.value.http, str(refused.value)) == (422, gate.SENTENCES[code])
    assert not ImportFile.objects.exists()
    assert not list(tmp_path.rglob("*.xlsx"))


@pytest.mark.parametrize("case", WHILE_READING)
def test_is_refused_while_reading(case, world, tmp_path):
    make, code = WHILE_READING[case]
    file = read_in(world, make())
    assert (file.state, file.reason) == ("failed", gate.SENTENCES[code])
    assert (file.job.state, file.job.error, file.job.attempts) == (Job.State.FAILED, gate.SENTENCES[code], 1)
    assert not list(tmp_path.rglob("*.xlsx"))


def test_a_file_of_more_than_ten_megabytes_is_not_read(world):
    class Large:
        name, size = "besar.xlsx", gate.LARGEST_FILE + 1

        def read(self, most):
            raise AssertionError("read")

    with pytest.raises(Refused, match="lebih dari 10 MB"):
        read_in_upload(world, Large())


def read_in_upload(world, upload):
    return receiving.receive(upload=upload, kelurahan=world.batujaya, cycle=world.cycle, by=world.operator)


def test_formulas_are_never_computed(world):
    file = read_in(world, hostile.formulas())
    row = file.rows.get()
    assert file.has_formulas
    assert row.values["title"] == "Gapura RW 05"
    assert row.values["volume"] == "120"
    assert "problem" not in row.values
    assert row.values["street"].startswith("=HYPERLINK")


@pytest.mark.parametrize("year_1904", [False, True], ids=["1900", "1904"])
def test_a_date_is_the_same_day_in_both_calendars_and_no_rt(world, year_1904):
    row = read_in(world, hostile.dated(year_1904=year_1904)).rows.get()
    assert row.cells[2:] == [{"date": "2020-05-02"}, {"date": "2020-01-13"}]
    assert "menjadi tanggal (2-5-2020)" in row.problems["rt"]


def test_merged_headings_of_two_rows_are_understood(world):
    file = read_in(world, hostile.merged_headings())
    row = file.rows.get(verdict="good")
    assert (file.header_row, row.number) == (3, 5)
    assert (row.values["street"], row.values["rt"], row.values["rw"]) == ("Jl. Melati", "03", "05")
    assert (row.values["volume"], row.values["unit"], row.values["unit_price"]) == ("2", "unit", "6250000")
    assert file.rows.get(number=4).reason == "nomor kolom"


def test_hidden_sheets_are_not_read_and_counted(world):
    file = read_in(world, hostile.hidden_sheet())
    assert (file.sheet, file.sheets, file.hidden_sheets) == ("Sheet", ["Sheet"], 1)


@pytest.mark.parametrize("text", ["a\x0bb", "x" * 201, "a\ud800b"])
def test_a_text_that_no_draft_takes_is_said_at_its_row(world, text):

    file = ImportFile(
        kelurahan=world.batujaya, cycle=world.cycle, by=world.operator, name="x", sha256="", size=1
    )
    from proposals import clock

    file.created_at = file.changed_at = clock.now()
    file.save()
    cells = [["Usulan", "Masalah"], ["Gapura", "Roboh"], [text.replace("\ud800", "\ufffd"), "x"]]
    fill(
        file, {"rows": cells, "merged": [], "sheet": "A", "sheets": ["A"], "has_formulas": False, "hidden": 0}
    )
    assert list(file.rows.values_list("verdict", flat=True)) == ["good", "bad"]


def test_an_upload_without_a_file_is_told_to_choose_one(operator, world):
    answer = operator.post("/kelurahan/impor/")
    assert answer.status_code == 422
    assert "Pilih berkas Excel" in answer.content.decode()
    answer = operator.post("/kelurahan/impor/", {"berkas": make_upload(b"MZ")})
    assert (answer.status_code, "sebuah program" in answer.content.decode()) == (422, True)
