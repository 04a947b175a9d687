"""Workbooks as offices keep them, and imports that stand at a certain step, for tests."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from jobs import services as jobs
from kelurahan.importing import receiving
from kelurahan.models import ImportFile, ImportRow
from proposals import clock
from tests.factories import World

HEADINGS = ("No", "Usulan", "Permasalahan", "Alamat", "Volume", "Satuan", "Anggaran")
ROW = (
    1,
    "Perbaikan saluran Jl. Melati",
    "Genangan setiap hujan",
    "Jl. Melati RT 02, 03 / RW 05",
    120,
    "m",
    "Rp 184.500.000",
)


def make_workbook(*rows, title: str = "Usulan", sheets: dict[str, list] | None = None) -> bytes:
    """The rows as they are, from the first row of the sheet on."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    for name, more in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(list(row))
    return save(book)


def save(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_upload(data: bytes, name: str = "usulan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def read_in(world: World, data: bytes, *, by=None, kelurahan=None, name: str = "usulan.xlsx") -> ImportFile:
    """Upload and let the worker read."""
    file = receiving.receive(
        upload=make_upload(data, name),
        kelurahan=kelurahan or world.batujaya,
        cycle=world.cycle,
        by=by or world.operator,
    )
    jobs.run(file.job_id)
    return ImportFile.objects.select_related("kelurahan__kecamatan__agency", "cycle", "job").get(pk=file.pk)


def make_import(kelurahan, world: World, *, by, state: str = "ready") -> ImportFile:
    """An import with one row to be mended, or one that is over, without a file."""
    now = clock.now()
    file = ImportFile.objects.create(
        kelurahan=kelurahan,
        cycle=world.cycle,
        by=by,
        state=state,
        name="usulan.xlsx",
        sha256="0" * 64,
        size=1,
        sheet="Usulan",
        sheets=["Usulan"],
        header_row=1,
        headings=["No", "Usulan"],
        columns={"0": "number", "1": "title"},
        columns_seen=True,
        created_at=now,
        changed_at=now,
        finished_at=now if state == "done" else None,
        finished_by=by if state == "done" else None,
    )
    ImportRow.objects.create(
        file=file, number=2, cells=[1, None], verdict="bad", problems={"title": "Isi usulan."}
    )
    return file
