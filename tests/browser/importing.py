"""A messy workbook and the first steps of its import in the browser, for the test and for the pictures."""

from io import BytesIO

import openpyxl
from playwright.sync_api import Page

HEADS = ("No", "Nama Kegiatan", "Isi", "Lokasi", "Koefisien", "Anggaran (Rp.)", "Keterangan")
ROWS = (
    ("DAFTAR USULAN KELURAHAN BATUJAYA",),
    (),
    HEADS,
    (
        1,
        "Impor: saluran Jl. Cempaka",
        "Genangan 30 cm",
        "Jl. Cempaka RT 02, 03 / RW 05",
        "120 m",
        "Rp 184.500.000",
    ),
    (
        2,
        "Impor: paving Gg. Kenanga",
        "Jalan becek",
        "Gg. Kenanga RW IV",
        "dua ratus m2",
        "Rp 42.000.000,-",
        "Ditolak",
    ),
    (3, "Impor: tong sampah", "Sampah berserakan", "RW 01", "20 x 2 unit", 5_000_000),
    (None, "JUMLAH", None, None, None, 231_500_000),
)


def make_workbook() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in ROWS:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


WORKBOOK = make_workbook()  # made once: the same bytes both times


def upload(page: Page) -> None:
    page.goto("/kelurahan/")
    page.get_by_role("link", name="Impor dari Excel").click()
    page.set_input_files(
        "[name=berkas]",
        {
            "name": "usulan kantor.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": WORKBOOK,
        },
    )
    page.get_by_role("button", name="Unggah dan baca").click()
    page.get_by_role("link", name="Periksa kolomnya").click(timeout=60_000)


def correct_columns(page: Page) -> None:
    page.get_by_label("Diisikan ke (kolom Isi)").select_option(label="Masalah")
    page.get_by_role("button", name="Lanjut: periksa baris").click()
