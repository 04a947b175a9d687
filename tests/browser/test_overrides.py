"""Bappeda computes by SAW and the median with one proposal put in by decision, and its head approves what it sees."""

import re

from tests.browser.people import ADMIN, HEAD, log_in

LIVE = "/?tahun=2021"
REASON = "Putusan rapat 3 Maret."


def make_run(page) -> str:
    page.goto("/bappeda/perhitungan/baru/")
    page.locator("[name=method][value=saw]").check()
    page.locator("[name=reviewers][value=median]").check()
    page.get_by_role("button", name="Bekukan dan hitung").click()
    page.wait_for_url(re.compile(r"/bappeda/perhitungan/\d+/$"))
    return page.url


def test_override_is_seen_from_the_board_to_the_approval(page, browser, browser_context_args, base_url):
    admin = page
    log_in(admin, ADMIN)
    admin.goto(LIVE)
    board = make_run(admin)
    admin.goto(f"{board}?hasil=cadangan")
    reference = admin.locator(".board .ref").first.inner_text()

    admin.goto("/bappeda/keputusan/")
    admin.fill("[name=reference]", reference)
    admin.locator("[name=direction][value=out]").check()
    admin.fill("[name=reason]", REASON)
    admin.get_by_role("button", name="Simpan keputusan").click()
    admin.get_by_text("dikeluarkan dalam perhitungan berikutnya").wait_for()

    board = make_run(admin)
    assert "SAW, nilai tengah penilai" in admin.locator(".page-sub").inner_text()
    admin.get_by_role("link", name="Keputusan khusus", exact=True).first.click()
    row = admin.locator(".board tbody tr[id^=urutan]")
    assert row.count() == 1
    assert "Keputusan khusus: dikeluarkan. Menurut perhitungan: Cadangan." in row.inner_text()
    row.locator(".toggle-row").click()
    admin.get_by_text("Hasilnya ditetapkan keputusan khusus").wait_for()

    with browser.new_context(**{**browser_context_args, "base_url": base_url}) as context:
        head = context.new_page()
        log_in(head, HEAD)
        head.goto(f"{board}setujui/")
        assert REASON in head.locator(".confirm").inner_text()
        head.get_by_role("button", name=re.compile("^Setujui perhitungan")).click()
        head.wait_for_url(board)
