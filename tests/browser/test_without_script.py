"""The main acts with JavaScript switched off: an old phone or a broken line must not stand in the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import OFFICER, OPERATOR, enter_training


@pytest.fixture
def plain(browser: Browser, browser_context_args: dict, base_url: str) -> Iterator[Page]:
    """A window without scripts."""
    context = browser.new_context(
        **{**browser_context_args, "base_url": base_url, "java_script_enabled": False}
    )
    yield context.new_page()
    context.close()


def test_an_operator_begins_a_proposal_and_finds_it_by_a_filter(plain, scene):
    enter_training(plain, OPERATOR)
    plain.goto("/usulan/baru/")
    plain.fill("[name=title]", "Pelatihan menjahit tanpa skrip RW 05")
    plain.fill("[name=problem]", "Dua belas ibu rumah tangga belum mempunyai penghasilan.")
    plain.fill("[name=expected_output]", "Dua belas orang terampil menjahit.")
    plain.fill("[name=proposer]", "PKK RW 05")
    plain.select_option("[name=field]", index=1)
    plain.get_by_role("button", name=re.compile("Lanjut: lokasi")).click()
    expect(plain).to_have_url(re.compile("/isi/lokasi/"))
    expect(plain.locator("#titik svg[role=img]")).to_be_visible()
    expect(plain.locator("[name=foto]")).to_be_visible()

    plain.goto("/usulan/")
    plain.locator("summary", has_text="Status").click()
    plain.get_by_role("link", name="Draf", exact=True).click()
    expect(plain).to_have_url(re.compile("status=draft"))
    plain.fill("[name=q]", "menjahit")
    plain.get_by_role("button", name="Cari", exact=True).click()
    expect(plain.locator("tbody tr")).to_have_count(1)
    expect(plain.locator("tbody tr")).to_contain_text("Pelatihan menjahit tanpa skrip RW 05")
    expect(plain).to_have_url(re.compile("status=draft"))


def test_an_officer_recommends(plain, scene):
    enter_training(plain, OFFICER)
    plain.goto(f"/kecamatan/{scene['review_too']}/")
    plain.fill("[name=recommend-volume]", "115")
    plain.fill("[name=recommend-text]", "Hasil ukur lapangan: 115 m.")
    plain.get_by_role("button", name="Simpan", exact=True).click()
    expect(plain.locator("main")).to_contain_text("Direkomendasikan kecamatan pukul")
    plain.goto(f"/usulan/{scene['review_too']}/")
    expect(plain.locator("main")).to_contain_text("Hasil ukur lapangan: 115 m.")


def test_reports_are_read_and_asked_for(plain):
    enter_training(plain, OPERATOR)
    plain.goto("/laporan/")
    plain.locator("main a[href*='/laporan/daftar-prioritas/']").first.click()
    expect(plain.locator("h1")).to_have_count(1)
    plain.goto("/laporan/daftar-prioritas/?cycle=2021")
    assert plain.locator("main tbody tr").count() > 0
    plain.get_by_role("button", name=re.compile("csv", re.IGNORECASE)).click()
    expect(plain).to_have_url(re.compile("/laporan/daftar-prioritas/"))
    expect(plain.locator("#berkas")).to_contain_text(re.compile("csv", re.IGNORECASE))
