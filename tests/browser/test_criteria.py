"""A new version of the criteria as an admin of Bappeda makes it: weights fitted, pairs judged, bands looked at."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import AXE
from tests.browser.people import ADMIN
from tests.browser.test_pages import DESKTOP, PHONE, look


def test_admin_weighs_the_criteria_of_a_draft(page_of, scene):
    page, draft = page_of(ADMIN), f"/bappeda/kriteria/{scene['criteria']}/"
    page.goto("/bappeda/kriteria/")
    page.get_by_role("link", name="Lanjutkan rancangan").click()
    page.get_by_role("link", name="Ubah bobot").click()
    page.fill("[name=bobot-rkpd]", "0,30")
    expect(page.locator("[data-sum]")).to_have_text("1,05")
    page.get_by_role("button", name="Sesuaikan agar jumlahnya 1").click()
    expect(page.locator("[name=bobot-rkpd]")).to_have_value("0,28571")
    expect(page.locator("[data-sum]")).to_have_text("1")
    page.get_by_role("button", name="Simpan bobot").click()
    expect(page.locator("main")).to_contain_text("Bobot disimpan")

    page.get_by_role("link", name="Bandingkan berpasangan (AHP)").click()
    expect(page.locator("#hasil-ahp")).to_contain_text("Konsisten")
    page.select_option("[name=banding-0-1]", "9")
    page.select_option("[name=banding-1-2]", "7")
    page.select_option("[name=banding-0-2]", "1/5")
    expect(page.locator("#hasil-ahp")).to_contain_text("Perlu dilihat lagi")
    expect(page.locator("#banding-0-1")).to_have_class(re.compile("pair-worst"))
    expect(page.locator("#banding-0-2")).to_have_attribute("data-side", "second")
    page.set_viewport_size(PHONE)
    ratio = page.locator("#rasio-ahp strong")
    before = ratio.inner_text()
    page.select_option("[name=banding-4-5]", "3")  # far below: what it does to the ratio is still in sight
    expect(ratio).not_to_have_text(before)
    expect(ratio).to_be_in_viewport()
    assert ratio.inner_text() == page.locator("#hasil-ahp .figure").inner_text()
    page.evaluate(AXE)
    assert look(page) == []
    page.set_viewport_size(DESKTOP)
    expect(page.locator("#rasio-ahp")).to_be_hidden()
    page.get_by_role("button", name="Simpan bobot ini").click()
    expect(page.locator("main")).to_contain_text("dari perbandingan berpasangan (AHP)")

    page.goto(f"{draft}isi/jangkauan/")
    before = page.locator("#sebaran svg").first.get_attribute("aria-label")
    page.fill("[name=edge_physical_4]", "100000")
    expect(page.locator("#sebaran")).to_contain_text("100.000 KK atau lebih")
    assert page.locator("#sebaran svg").first.get_attribute("aria-label").startswith(before.split(":")[0])
    page.fill("[name=edge_physical_4]", "1")
    expect(page.locator("#sebaran")).to_contain_text("makin besar")
