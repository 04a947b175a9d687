"""The studio by keyboard: a slider moved, the answer read, the scenario kept and opened again, two runs compared."""

import re

from playwright.sync_api import expect

from tests.browser.people import ADMIN


def test_a_slider_is_moved_and_what_came_out_is_kept(page_of, scene):
    page = page_of(ADMIN)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/bappeda/simulasi/?perhitungan={scene['listed_run']}")
    result, said = page.locator("#hasil"), page.locator("#ringkas")
    cut = result.locator(".cut-new")
    before = cut.inner_text()
    expect(said).to_contain_text("0 masuk, 0 keluar.")
    slider = page.get_by_role("slider", name=re.compile("Jangkauan penerima manfaat, persen"))
    slider.focus()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    expect(said).not_to_contain_text("0 masuk, 0 keluar.")
    assert slider.evaluate("element => element === document.activeElement")
    expect(page.locator("#bobot-jangkauan")).to_have_value("40")
    expect(page.locator("#bobot-rkpd")).to_have_value(re.compile(r"^16,6"))
    expect(cut).not_to_have_text(before)
    assert "bobot-jangkauan=40" in page.url
    outcome = said.inner_text()

    page.fill("#pagu-city", "-5")
    page.locator("#pagu-city").blur()
    expect(result).to_contain_text("paling sedikit 0")
    expect(page.locator("#pagu-city")).to_have_attribute("aria-invalid", "true")
    page.fill("#pagu-city", "")
    page.locator("#pagu-city").blur()
    expect(said).to_have_text(outcome)

    page.fill("#name", "Jangkauan dinaikkan")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", level=1, name=re.compile("Simulasi: Jangkauan dinaikkan")).wait_for()
    expect(said).to_have_text(outcome)
    page.get_by_role("link", name="Bandingkan Jangkauan dinaikkan dengan perhitungan").click()
    page.get_by_role("heading", level=1, name="Bandingkan dua perhitungan").wait_for()
    expect(page.get_by_role("row", name=re.compile("Bobot Jangkauan"))).to_contain_text("40 %")

    page.goto(f"/bappeda/perbandingan/?a={scene['listed_run']}&b={scene['run']}")
    expect(page.locator("main")).to_contain_text("tahun perencanaan yang berbeda")
