"""The product by keyboard alone: nothing here is clicked, and the focus can always be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import LURAH, PASSWORD, TRAINING

MOST_STEPS = 120


@pytest.fixture
def keys(context, page: Page) -> Page:
    """A window in which any use of the mouse fails."""
    page.add_init_script(
        "addEventListener('mousedown', () => { throw new Error('the mouse was used') }, {capture: true})"
    )
    return page


def test_a_lurah_logs_in_opens_a_proposal_and_decides(keys, scene):
    keys.goto("/masuk/")
    tab_to(keys, "[name=username]")
    keys.keyboard.type(LURAH)
    tab_to(keys, "[name=password]")
    keys.keyboard.type(PASSWORD)
    keys.keyboard.press("Enter")
    keys.wait_for_url("/")

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
