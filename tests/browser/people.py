"""The demo accounts that the browser logs in with, and how. No Django here: the pictures are taken from outside."""

from playwright.sync_api import Page

PASSWORD = "demo-eplanning-2021"
OPERATOR, LURAH = "operator-36.71.03.1002", "lurah-36.71.03.1002"
OFFICER, CAMAT, AGENCY = "petugas-36.71.03", "camat-36.71.03", "opd-DPUPR"
ADMIN, HEAD, LEADER, ADMINISTRATOR = "bappeda-1", "kepala-bappeda", "pimpinan", "admin"
TRAINING = "latihan-2021"


def log_in(page: Page, account: str) -> None:
    page.goto("/masuk/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda address: "/masuk/" not in address)


def enter_training(page: Page, account: str) -> None:
    """Log in and work in the training cycle from here on."""
    log_in(page, account)
    page.goto(f"/?tahun={TRAINING}")
