"""A reviewer marks a sheet by keys alone; Bappeda sees the dispute, invites again, and the old marks stay in sight."""

from playwright.sync_api import expect

from tests.browser.people import ADMIN


def test_marking_by_keys_a_dispute_and_its_invitation(page_of, scene, live_product):
    page, sheet = page_of(scene["reviewer"]), f"/bappeda/penilaian/{scene['scoring']}/"
    page.goto(sheet)
    first = page.locator("fieldset[data-criterion] input").first
    first.focus()
    page.keyboard.press("5")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("0")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Tulis di catatan mengapa tidak menilai")
    page.locator("textarea[name=note]").focus()
    page.keyboard.type("Di luar bidang saya.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: scene["scoring"] not in address)
    made = live_product.manage(
        "shell",
        "-v",
        "0",
        "-c",
        f"from tests.browser.scene import mark_lowest; mark_lowest('{scene['scoring']}')",
    )
    assert made.returncode == 0, made.stderr

    admin = page_of(ADMIN)
    admin.goto("/bappeda/kesepakatan/")
    card = admin.locator("article", has=admin.locator(f"a[href='/usulan/{scene['scoring']}/']")).first
    expect(card).to_contain_text("Jarak nilai")
    card.get_by_role("link", name="Undang menilai ulang").click()
    admin.get_by_label("Alasan").fill("Samakan arti tingkat 5.")
    admin.get_by_role("button", name="Undang menilai ulang").click()
    expect(admin.locator("main")).to_contain_text("sedang menilai ulang")
    expect(admin.locator("main")).to_contain_text("5 → belum")

    page.goto(sheet)
    expect(page.locator("[data-earlier]")).to_contain_text(
        "Anda diundang menilai ulang: Samakan arti tingkat 5."
    )
