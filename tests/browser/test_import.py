"""A messy workbook becomes drafts in the browser: a column corrected, a row mended, the good ones taken in, once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE
from tests.browser.importing import correct_columns, upload
from tests.browser.people import LURAH
from tests.browser.test_pages import DESKTOP, PHONE, listen, look


@pytest.fixture
def lurah(page_of):
    page = page_of(LURAH)
    page.set_viewport_size(DESKTOP)
    return page


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
