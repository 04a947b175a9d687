"""The product by keyboard alone: nothing here is clicked, and the focus can always be seen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import LURAH, OFFICER, PASSWORD, TRAINING

MOST_STEPS = 120
SHEET = re.compile(r"/kecamatan/[0-9a-f-]{36}/")


@pytest.fixture
def keys(context, page: Page) -> Page:
    """A window in which any use of the mouse fails."""
    page.add_init_script(
        "addEventListener('mousedown', () => { throw new Error('the mouse was used') }, {capture: true})"
    )
    return page


def test_a_lurah_logs_in_opens_a_proposal_and_decides(keys, scene):
    log_in_by_keys(keys, LURAH)
    keys.goto(f"/?tahun={TRAINING}")
    follow(keys, ".site-nav a[href='/usulan/']", "/usulan/")
    follow(keys, f"main a[href='/usulan/{scene['waiting_too']}/']", f"/usulan/{scene['waiting_too']}/")
    follow(keys, "main a[href*='/tindakan/send_back/']", "**/tindakan/send_back/**")
    tab_to(keys, "textarea[name$=text]")
    keys.keyboard.type("Panjang saluran perlu diukur ulang.")
    tab_to(keys, "main form button[type=submit]")
    keys.keyboard.press("Enter")
    expect(keys.locator("main")).to_contain_text("Draf")
    expect(keys.locator("main")).to_contain_text("Panjang saluran perlu diukur ulang.")


def test_an_officer_reviews_twenty_proposals_in_a_row_and_the_filter_stays(keys, live_product):
    made = live_product.manage(
        "shell", "-v", "0", "-c", "from tests.browser.scene import fill_queue; fill_queue(20, 'Jl. Teratai')"
    )
    assert made.returncode == 0, made.stderr
    log_in_by_keys(keys, OFFICER)
    keys.goto(f"/?tahun={TRAINING}")
    keys.goto("/kecamatan/?cari=Teratai&rekomendasi=belum")
    keys.keyboard.press("j")
    keys.wait_for_url(SHEET)
    first = keys.url
    press_to_move(keys, "j")
    press_to_move(keys, "k")
    assert keys.url == first
    seen = []
    for number in range(20):
        assert (
            keys.url.endswith("?cari=Teratai&rekomendasi=belum")
            or "rekomendasi=belum&cari=Teratai" in keys.url
        )
        seen.append(keys.url)
        if number % 7 == 3:  # returned instead, with what must be mended
            keys.keyboard.press("2")
            keys.locator("textarea[name=return-text]").wait_for()
            tab_to(keys, "textarea[name=return-text]")
            keys.keyboard.type("Foto lokasi belum jelas.")
        press_to_move(keys, "Control+Enter")
    assert len(set(seen)) == 20
    expect(keys.locator("main")).to_contain_text("Tidak ada usulan yang cocok dengan saringan ini.")
    keys.goto("/kecamatan/?cari=Teratai&rekomendasi=sudah")
    expect(keys.locator(".queue > li")).to_have_count(17)


def test_skip_link_leads_past_the_header(keys):
    keys.goto("/publik/")
    keys.keyboard.press("Tab")
    assert focused(keys, "element => element.matches('.skip-link')")
    assert focused(keys, "element => element.getBoundingClientRect().top >= 0")
    keys.keyboard.press("Enter")
    keys.keyboard.press("Tab")
    assert focused(keys, "element => Boolean(element.closest('main'))")


@pytest.mark.parametrize("address", ["/masuk/", "/publik/", "/publik/periksa/"])
def test_focus_is_seen_on_everything_that_takes_it(keys, address):
    keys.goto(address)
    unseen, reached = [], 0
    for _ in range(MOST_STEPS):
        keys.keyboard.press("Tab")
        if focused(keys, "element => element === document.body || element.dataset.reached === '1'"):
            break
        reached += 1
        seen = focused(
            keys,
            """element => {
                element.dataset.reached = '1';
                const style = getComputedStyle(element);
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            }""",
        )
        if not seen:
            unseen.append(focused(keys, "element => element.outerHTML.slice(0, 120)"))
    assert reached >= 3
    assert unseen == []


def log_in_by_keys(page: Page, account: str) -> None:
    page.goto("/masuk/")
    tab_to(page, "[name=username]")
    page.keyboard.type(account)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("/")


def press_to_move(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait until that page listens to keys."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda address: address != before)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first visible match has the focus."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if focused(page, "element => element.matches(" + repr(selector) + ")"):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab on {page.url}")


def follow(page: Page, selector: str, address: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def focused(page: Page, question: str):
    return page.evaluate(f"() => ({question})(document.activeElement)")
