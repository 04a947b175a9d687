"""Typing that cannot be lost: a killed browser, a killed server, an ended session, two windows, a closed stage."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.conftest import AXE
from tests.browser.people import LURAH, OPERATOR, PASSWORD, enter_training, log_in
from tests.browser.test_main_job import photo
from tests.browser.test_pages import DESKTOP, PHONE, look

SAVED = re.compile(r"^Tersimpan \d\d\.\d\d$")
COPY = "eplanning-isian|"
BACK_WITHIN = 60_000  # the server that was killed


@pytest.fixture(scope="module")
def desk(browser, browser_context_args, base_url) -> Iterator[BrowserContext]:
    """A browser in which the operator works in the training year; nobody else's session is touched."""
    context = browser.new_context(**{**browser_context_args, "base_url": base_url, "viewport": DESKTOP})
    enter_training(context.new_page(), OPERATOR)
    yield context
    context.close()


@pytest.fixture
def page(desk) -> Iterator[Page]:
    page = desk.new_page()
    yield page
    page.close()


def begin(page: Page, title: str) -> str:
    """Type the title of a new proposal and wait until the server has it; the address of its first step."""
    page.goto("/usulan/baru/")
    page.locator("[name=title]").press_sequentially(title)
    page.locator("[name=problem]").focus()
    expect_saved(page)
    assert "/isi/masalah/" in page.evaluate("location.pathname")  # a reload finds the draft
    return page.evaluate("location.pathname")


def expect_saved(page: Page, *, timeout: float = 10_000) -> None:
    expect(page.locator("[data-save-words]:visible")).to_have_text(SAVED, timeout=timeout)


def send(page: Page, name: str, text: str) -> None:
    """Type and leave the field; the server has confirmed it."""
    with page.expect_response(lambda answer: "/simpan/" in answer.url):
        page.fill(f"[name={name}]", text)
        page.locator(f"[name={name}]").blur()


def find_faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    return look(page)


def kill(words: str) -> None:
    """SIGKILL to every process whose command holds these words, as if the power had failed."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if words in command and "--type=" not in command:
            found.append(int(folder.name))
    assert found, f"no process with {words}"
    for process in found:
        os.kill(process, signal.SIGKILL)


def kill_server(port: int) -> None:
    """SIGKILL to every gunicorn that was started with this port; its title may say nothing but its name."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            inherited = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"gunicorn" in command and f"PORT={port}".encode() in inherited:
            found.append(int(folder.name))
    assert found, f"no server on port {port}"
    for process in found:
        os.kill(process, signal.SIGKILL)


# When it is sent


def test_change_is_sent_soon_after_the_last_key_and_at_the_latest_after_four_seconds(
    browser, desk, browser_context_args, base_url
):
    args = {**browser_context_args, "base_url": base_url, "storage_state": desk.storage_state()}
    page = browser.new_context(**args).new_page()  # its clock stands still for all its pages
    page.clock.install()
    page.goto("/usulan/baru/")
    page.clock.pause_at(datetime.now() + timedelta(hours=1))
    sent: list[str] = []
    page.on("request", lambda request: "/simpan/" in request.url and sent.append(request.method))
    title = page.locator("[name=title]")
    for letter in "perbaikan ":  # without a pause of 1.5 s
        title.press(letter)
        page.clock.run_for(480)
    expect_saved(page)
    assert len(sent) == 1  # after 4 s; the last letters came after 3.84 s and 4.32 s
    page.clock.run_for(900)
    assert len(sent) == 1
    with page.expect_response(lambda answer: "/simpan/" in answer.url):
        page.clock.run_for(700)
    page.context.close()


# What may be killed


def test_killed_browser_loses_nothing_that_was_typed_before_the_last_seconds(
    browser_type, browser_type_launch_args, browser_context_args, base_url, tmp_path
):
    args = {**browser_context_args, "base_url": base_url, **browser_type_launch_args}
    context = browser_type.launch_persistent_context(str(tmp_path), **args)
    page = context.pages[0]
    enter_training(page, OPERATOR)
    address = begin(page, "Saluran Jl. Cempaka")
    page.locator("[name=problem]").press_sequentially("Banjir ")
    expect_copy(page, "Banjir ")
    page.locator("[name=proposer]").focus()
    expect_copy(page, None)
    page.locator("[name=proposer]").press_sequentially("RW")  # on the way when it happens
    kill(f"--user-data-dir={tmp_path}")
    with suppress(Error):  # Playwright may have noticed by itself that nothing is left to close
        context.close()

    context = browser_type.launch_persistent_context(str(tmp_path), **args)
    page = context.pages[0]
    if "/masuk/" in page.goto(address).url:  # the session may have gone with it
        log_in(page, OPERATOR)
        page.goto(address)
    assert page.input_value("[name=title]") == "Saluran Jl. Cempaka"
    assert page.input_value("[name=problem]") == "Banjir"
    context.close()


def expect_copy(page: Page, text: str | None) -> None:
    """Whether the device keeps what the server has not confirmed."""
    kept = f"() => Object.keys(localStorage).filter(key => key.startsWith('{COPY}')).map(key => localStorage[key])"
    for _ in range(100):
        found = "".join(page.evaluate(kept))
        if (text in found) if text else not found:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{text!r} expected in the copy, found {found!r}")


def test_what_a_crash_left_on_the_device_is_offered(page, desk):
    address = begin(page, "Saluran Jl. Dahlia")
    page.route("**/simpan/**", lambda route: route.abort())
    page.fill("[name=problem]", "Air masuk rumah.")
    expect(page.locator("[data-save-words]:visible")).to_contain_text("Isian aman di perangkat ini")
    expect_copy(page, "Air masuk rumah.")
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")

    again = desk.new_page()
    again.goto(address)
    offer = again.locator("[data-topic=pulih]")
    expect(offer).to_contain_text("Masalah: Air masuk rumah.")
    assert find_faults(again) == []
    offer.get_by_role("button", name="Pakai isian itu").click()
    expect(again.locator("[name=problem]")).to_have_value("Air masuk rumah.")
    expect_saved(again)
    expect_copy(again, None)
    again.reload()
    expect(again.locator("[name=problem]")).to_have_value("Air masuk rumah.")
    again.close()


def test_copy_is_shown_to_nobody_else(page, page_of):
    address = begin(page, "Saluran Jl. Teratai")
    key = page.evaluate("document.getElementById('isian').elements.usulan.value")
    left = {
        "at": 4102444800000,
        "title": "Rahasia",
        "url": "/",
        "post": "/",
        "fields": {"title": ["Usulan", "Rahasia", ""]},
    }
    other = page_of(LURAH)
    other.goto(address)
    other.evaluate(
        "([key, left]) => localStorage.setItem(key, JSON.stringify(left))",
        [f"{COPY}{OPERATOR}|{key}|masalah|x", left],
    )
    other.reload()
    send(other, "proposer", "RW 05")
    assert "Rahasia" not in other.locator("main").inner_text()


def test_killed_server_loses_nothing_and_the_page_goes_on(page, live_product):
    address = begin(page, "Saluran Jl. Flamboyan")
    send(page, "problem", "Sudah diterima server.")
    kill_server(live_product.port)
    page.fill("[name=proposer]", "RW 05")
    page.locator("[name=proposer]").blur()
    expect(page.locator("[data-save-words]:visible")).to_contain_text("Isian aman di perangkat ini")
    assert page.input_value("[name=problem]") == "Sudah diterima server."
    expect_saved(page, timeout=BACK_WITHIN)
    page.goto(address)
    assert [page.input_value(f"[name={name}]") for name in ("problem", "proposer")] == [
        "Sudah diterima server.",
        "RW 05",
    ]
    assert live_product.manage("verify_events").returncode == 0


# Two at once


def test_two_windows_show_both_versions_of_a_field_and_save_the_others(page, desk):
    address = begin(page, "Saluran Jl. Anyelir").replace("masalah", "lokasi")
    other = desk.new_page()
    for window in (page, other):
        window.goto(address)
    send(page, "street", "Jl. Anyelir")
    other.set_viewport_size(PHONE)
    other.fill("[name=street]", "Jl. Anyelir Raya")
    send(other, "rt", "4")
    both = other.locator("[data-question=street]")
    expect(both).to_contain_text("Jl. Anyelir Raya")
    expect(both.locator("[data-words=saved]")).to_have_text("Jl. Anyelir")
    expect(other.locator("[name=rt]")).to_have_value("04")
    assert find_faults(other) == []
    other.get_by_role("button", name="Lanjut ke langkah 3").click()  # waits for the choice
    expect(other.locator("[data-topic=pilih]")).to_be_visible()
    other.get_by_role("button", name="pakai isian saya").click()
    expect(other.locator("[data-question]")).to_have_count(0)
    expect_saved(other)
    send(page, "rw", "5")
    expect(page.locator("[name=street]")).to_have_value("Jl. Anyelir Raya")
    expect(page.locator("[name=rt]")).to_have_value("04")
    expect(page.locator("[data-topic=berita]")).to_contain_text("diubah Anda di jendela lain")
    other.close()


def test_plain_form_shows_both_versions_too(page, desk):
    address = begin(page, "Saluran Jl. Kamboja").replace("masalah", "lokasi")
    other = desk.new_page()
    other.goto(address)
    other.route("**/simpan/**", lambda route: route.abort())
    page.goto(address)
    send(page, "street", "Jl. Kamboja")
    other.fill("[name=street]", "Jl. Kamboja Raya")
    other.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('isian'))")
    expect(other.locator(".versions")).to_contain_text("Jl. Kamboja Raya")
    assert find_faults(other) == []
    other.set_viewport_size(PHONE)
    assert find_faults(other) == []
    other.close()


# Doors that close


def test_ended_session_asks_for_the_password_in_place_and_goes_on(page, desk):
    begin(page, "Saluran Jl. Seruni")
    desk.clear_cookies(name="sessionid")
    page.fill("[name=proposer]", "RW 07")
    page.locator("[name=problem]").press_sequentially("Sedang diketik")
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    expect(dialog).to_be_visible()
    assert find_faults(page) == []
    page.set_viewport_size(PHONE)
    assert find_faults(page) == []
    dialog.get_by_label("Kata sandi").fill("bukan-ini")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("belum cocok")
    dialog.get_by_label("Kata sandi").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect_saved(page)
    page.set_viewport_size(DESKTOP)
    page.get_by_role(
        "button", name=re.compile("Lanjut: lokasi")
    ).click()  # the plain submit, with the new token
    expect(page).to_have_url(re.compile("/isi/lokasi/"))
    page.get_by_role("link", name=re.compile("Masalah dan usulan")).first.click()
    expect(page.locator("[name=problem]")).to_have_value("Sedang diketik")
    expect(page.locator("[name=proposer]")).to_have_value("RW 07")
    assert "LATIHAN" in page.locator("body").inner_text()


def test_page_of_one_person_does_not_save_for_the_next(page, desk):
    address = begin(page, "Saluran Jl. Melur")
    page.wait_for_load_state(
        "networkidle"
    )  # what looks for likely doubles would meet the ended session first
    desk.clear_cookies(name="sessionid")
    other = desk.new_page()
    log_in(other, LURAH)
    page.fill("[name=problem]", "Ditulis operator.")
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    expect(dialog).to_contain_text("sekarang masuk sebagai")
    other.goto(address)
    assert other.input_value("[name=problem]") == ""
    dialog.get_by_label("Kata sandi").fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk dan simpan").click()
    expect_saved(page)
    page.reload()
    assert page.input_value("[name=problem]") == "Ditulis operator."
    other.close()


def test_closed_stage_says_so_and_the_text_stays(page, desk):
    page.goto("/usulan/baru/?tahun=2021")
    page.fill("[name=title]", "Terlambat")
    expect(page.locator("[data-topic=tolak]")).to_contain_text("sudah ditutup")
    expect(page.locator("[data-save-words]:visible")).to_have_text("Belum tersimpan")
    assert page.input_value("[name=title]") == "Terlambat"
    assert find_faults(page) == []
    page.goto("/?tahun=latihan-2021")


# The whole form


def test_form_is_completed_on_a_phone(page):
    page.set_viewport_size(PHONE)
    page.goto("/usulan/baru/")
    following = page.locator(".sticky-foot .btn-primary")

    def go_on(step: str) -> None:
        assert find_faults(page) == []
        following.click()
        expect(page).to_have_url(re.compile(f"/isi/{step}/"))

    page.locator("[name=title]").press_sequentially("Saluran Jl. Kenanga RT 03/RW 05")
    page.fill("[name=problem]", "Genangan setiap hujan.")
    page.fill("[name=expected_output]", "Saluran 120 m berfungsi.")
    page.fill("[name=proposer]", "RW 05")
    page.select_option("[name=field]", "infrastruktur")
    go_on("lokasi")
    page.fill("[name=street]", "Jl. Kenanga")
    page.fill("[name=rt]", "3")
    page.fill("[name=rw]", "5")
    page.fill("[name=latitude]", "-6,15342")
    page.fill("[name=longitude]", "106,65938")
    page.set_input_files("input[type=file]", photo())
    go_on("volume")
    page.fill("[name=volume]", "12o")
    page.locator("[name=catalogue_item][value=DRN-01]").check()
    expect(page.locator("#id_volume_error")).to_contain_text("Tulis angkanya saja")
    expect(page.locator("[data-save-words]:visible")).to_contain_text("1 isian belum")
    page.fill("[name=volume]", "120")
    go_on("penerima")
    page.fill("[name=households]", "34")
    page.fill("[name=people]", "142")
    page.select_option("[name=land_status]", "city")
    page.select_option("[name=rkpd_priority]", index=1)
    go_on("periksa")
    assert find_faults(page) == []
    page.get_by_role("button", name="Ajukan ke Lurah").click()
    expect(page).to_have_url(re.compile("/terkirim/"))
