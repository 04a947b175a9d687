"""The kelurahan's order by keyboard and by drag, then its musrenbang up to the berita acara and its PDF."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import CAMAT, LURAH

ROWS = ".order-row"


@pytest.fixture
def page(scene, page_of) -> Page:
    return page_of(LURAH)


def titles(page: Page) -> list[str]:
    return page.locator(".order-title").all_inner_texts()


def sums(page: Page) -> list[int]:
    return [int(re.sub(r"\D", "", text)) for text in page.locator("[data-sum]").all_inner_texts()]


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan urutan").click()
    expect(page.locator(".messages")).to_contain_text("tersimpan")


def test_list_is_put_in_order_by_keyboard_by_number_and_by_drag(page):
    page.goto("/kelurahan/urutan/")
    before, live = titles(page), page.locator("[data-live]")
    assert len(before) > 3
    field = page.locator(f"{ROWS} input[name^='urutan-']").nth(2)
    field.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert titles(page) == [before[2], before[0], before[1], *before[3:]]
    expect(live).to_have_text(re.compile(rf"sekarang nomor 1 dari {len(before)}\."))
    expect(page.locator(f"{ROWS} input[name^='urutan-']").first).to_be_focused()
    assert sums(page) == sorted(sums(page))
    page.locator(f"{ROWS} input[name^='urutan-']").first.fill("3")
    page.keyboard.press("Enter")
    assert titles(page) == before
    page.get_by_role("button", name=f"Turunkan {before[0]}").press("Enter")
    assert titles(page)[:2] == [before[1], before[0]]

    page.set_viewport_size({"width": 1280, "height": 2400})  # the page does not scroll along here
    page.evaluate("scrollTo(0, 0)")
    grip = page.locator("[data-grip]").nth(3)
    grip.hover()  # waits until the rows of the wider window stand still
    page.mouse.down()
    held, target = grip.bounding_box(), page.locator(ROWS).first.bounding_box()
    page.mouse.move(held["x"] + 10, held["y"] - 20, steps=4)
    page.mouse.move(held["x"] + 10, target["y"] + 5, steps=8)
    page.mouse.up()
    wanted = [before[3], before[1], before[0], before[2], *before[4:]]
    assert titles(page) == wanted
    expect(page.locator("[data-unsaved]")).to_be_visible()
    save(page)
    page.reload()
    assert titles(page) == wanted


def test_line_of_the_share_follows_the_order(page):
    page.goto("/kelurahan/urutan/")
    cut = page.locator("[data-cut-line]")
    expect(cut).to_have_count(1)
    share = int(re.sub(r"\D", "", re.search(r"saran (Rp\s[\d.]+)", cut.inner_text())[1]))
    last = page.locator(f"{ROWS} input[name^='urutan-']").last
    last.focus()
    for _ in range(len(titles(page)) - 1):
        page.keyboard.press("Alt+ArrowUp")
    over = page.locator(f"{ROWS}.order-over").count()
    assert over == sum(total > share for total in sums(page)) > 0
    assert cut.evaluate("line => line.nextElementSibling.classList.contains('order-over')")
    assert not cut.evaluate("line => line.previousElementSibling.classList.contains('order-over')")


def test_forum_is_written_issued_and_printed(page, page_of, live_product):
    page.goto("/kelurahan/musrenbang/")
    page.fill("[name=held_on]", date.today().isoformat())
    page.fill("[name=starts_at]", "09:00")
    page.fill("[name=chair]", "H. Sanusi, Ketua LPM")
    page.fill("[name='hadir-pkk-p']", "9")
    page.fill("[name=place]", "Aula Kelurahan Batujaya")
    page.fill("[name=participants]", "Siti Aminah; 43; P; PKK RW 05; Jl. Melati\nUjang; 51; L; RW 05")
    aside = page.locator("input[name^='tidak-']").last
    reason = page.locator("input[name^='alasan-']").last
    expect(reason).to_be_hidden()
    aside.check()
    reason.fill("Lahan belum dihibahkan.")
    page.get_by_role("button", name="Simpan, lalu periksa untuk terbit").click()
    page.wait_for_url("**/musrenbang/terbitkan/")
    expect(page.locator("main")).to_contain_text("Aula Kelurahan Batujaya")
    page.get_by_role("button", name="Terbitkan berita acara").click()
    expect(page.locator("h1")).to_have_text("Berita acara sudah terbit")
    page.get_by_role("link", name="Lihat dan cetak").click()
    expect(page.locator("main")).to_contain_text("Lahan belum dihibahkan.")
    number = re.search(r"L-2021-BA-36\.71\.03\.1002-\d{4}", page.locator("main").inner_text())[0]
    page.get_by_role("button", name="Buat PDF").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click(timeout=30_000)
    assert download.value.suggested_filename == f"berita-acara-{number}.pdf"
    page.goto("/kelurahan/urutan/")
    expect(page.locator("main")).to_contain_text("sudah terbit")
    expect(page.get_by_role("button", name="Simpan urutan")).to_have_count(0)

    camat = page_of(CAMAT)
    camat.goto("/usulan/berita-acara/")
    expect(camat.get_by_role("link", name="Batujaya")).to_have_attribute(
        "href", f"/usulan/berita-acara/{number}/"
    )
