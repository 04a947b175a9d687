"""What the browser tests share: the scene in the running product, and one logged-in browser for each account."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import enter_training

AXE = (Path(__file__).parent.parent / "vendor/axe.min.js").read_text()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What ends the product comes last."""
    items.sort(key=lambda item: item.path.name == "test_run.py")


@pytest.fixture(scope="session")
def scene(live_product) -> dict:
    """Addresses of one proposal in every state; see scene.py."""
    made = live_product.manage("shell", "-v", "0", "-c", "from tests.browser.scene import lay_out; lay_out()")
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def page_of(browser: Browser, browser_context_args: dict, base_url: str) -> Iterator[Callable[[str], Page]]:
    """The window of an account, logged in once and working in the training cycle; "" is the public."""
    pages: dict[str, Page] = {}

    def open_page(account: str) -> Page:
        if account not in pages:
            pages[account] = browser.new_context(**{**browser_context_args, "base_url": base_url}).new_page()
            if account:
                enter_training(pages[account], account)
        return pages[account]

    yield open_page
    for page in pages.values():
        page.context.close()
