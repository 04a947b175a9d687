"""A messy workbook becomes drafts in the browser: a column corrected, a row mended, the good ones taken in, once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE
from tests.browser.people import LURAH
from tests.browser.test_pages import DESKTOP, PHONE, listen, look
from tests.kelurahan.imports import make_workbook

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
WORKBOOK = make_workbook(*ROWS)  # made once: the same bytes both times


@pytest.fixture
def lurah(page_of):
    page = page_of(LURAH)
    page.set_viewport_size(DESKTOP)
    return page


def upload(page) -> None:
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


def correct_columns(page) -> None:
    page.get_by_label("Diisikan ke (kolom Isi)").select_option(label="Masalah")
    page.get_by_role("button", name="Lanjut: periksa baris").click()


def expect_fit(page) -> None:
    """Nothing for axe to find and nothing wider than the window, on the desktop and on the phone."""
    faults = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        page.evaluate(AXE)
        faults += look(page)
    page.set_viewport_size(DESKTOP)
    assert faults == []


def test_a_messy_workbook_becomes_drafts_once(lurah):
    page = lurah
    with listen(page) as told:
        upload(page)
        expect(page.locator("main")).to_contain_text("judul kolom di baris 3")
        expect_fit(page)
        correct_columns(page)
        expect(page.locator("main")).to_contain_text("3 baris usulan: 1 baik, 2 perlu diperbaiki")
        expect_fit(page)
        row = page.locator("#baris-5")
        row.get_by_label("Volume").fill("200")
        row.get_by_role("button", name="Simpan perbaikan").click()
        expect(page.locator("main")).to_contain_text("2 baik, 1 perlu diperbaiki")
        page.get_by_role("button", name="Masukkan 2 yang baik").click()
        expect(page.locator("h1")).to_have_text("2 usulan menjadi draf")
        expect(page.locator("main")).to_contain_text("Volume “20 x 2 unit” tidak terbaca")
        expect_fit(page)
        page.get_by_role("link", name="Ke draf di meja kelurahan").click()
        expect(page.locator("main")).to_contain_text("Impor: saluran Jl. Cempaka")
        expect(page.locator("main")).to_contain_text("Impor: paving Gg. Kenanga")
        expect(page.locator("main")).not_to_contain_text("Impor: tong sampah")

        upload(page)
        correct_columns(page)
        expect(page.locator("main")).to_contain_text("0 baik, 1 perlu diperbaiki, 2 sudah ada")
        expect(page.locator("main")).to_contain_text("Berkas ini sudah dimasukkan")
        expect(page.get_by_role("button", name=re.compile("Masukkan"))).to_have_attribute(
            "aria-disabled", "true"
        )
        page.get_by_role("button", name="Batalkan impor ini").click()
        expect(page.locator("main")).to_contain_text("Tidak ada usulan yang dibuat")
    assert told == []
