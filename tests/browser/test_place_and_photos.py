"""The second step of the form on a phone: the pin by tap, keys, device and photo; photos over a broken line."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE
from tests.browser.people import OPERATOR, enter_training
from tests.browser.test_pages import PHONE, listen, look

NEAR = {"latitude": -6.1545, "longitude": 106.6605, "accuracy": 12}
TAKEN_AT = {1: "S", 2: (6.0, 9.0, 12.3), 3: "E", 4: (106.0, 39.0, 33.8)}  # −6,153417; 106,659389
PHOTOS = re.compile(r"/usulan/[0-9a-f-]{36}/foto/")


@pytest.fixture(scope="module")
def form(browser: Browser, browser_context_args: dict, base_url: str) -> Iterator[Page]:
    """A new draft of the operator at its second step, on a phone that knows where it is."""
    device = {"viewport": PHONE, "has_touch": True, "geolocation": NEAR, "permissions": ["geolocation"]}
    context = browser.new_context(**{**browser_context_args, "base_url": base_url, **device})
    page = context.new_page()
    enter_training(page, OPERATOR)
    page.goto("/usulan/baru/")
    page.fill("[name=title]", "Perbaikan saluran drainase Jl. Melati RW 02")
    page.get_by_role("button", name=re.compile("Lanjut")).click()
    page.wait_for_url(re.compile("/isi/lokasi/"))
    yield page
    context.close()


def read_point(page: Page) -> tuple[float, float]:
    latitude, longitude = (page.input_value(f"[name={name}]") for name in ("latitude", "longitude"))
    return float(latitude.replace(",", ".")), float(longitude.replace(",", "."))


def make_photo(shade: int, *, taken_at: dict | None = None) -> dict:
    noise = Image.effect_noise((2000, 1500), 40).convert("RGB")
    noise.paste((shade, 120, 90), (200, 200, 900, 700))
    exif = Image.Exif()
    if taken_at:
        exif[0x8825] = taken_at
    buffer = BytesIO()
    noise.save(buffer, "JPEG", quality=92, exif=exif)
    return {"name": "saluran.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def test_pin_is_put_by_tap_and_moved_by_keys_and_fields(form):
    with listen(form) as told:
        chart, sentence = form.locator("[data-map]"), form.locator("#titik")
        chart.scroll_into_view_if_needed()
        expect(chart.get_by_role("button", name="Perbesar peta")).to_be_visible()
        expect(sentence.locator("svg[role=img]")).to_be_hidden()  # the sketch has made room
        box = chart.bounding_box()
        form.touchscreen.tap(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 - 20)
        expect(form.locator("[name=latitude]")).not_to_have_value("")
        before = read_point(form)
        pin = chart.get_by_role("button", name=re.compile("^Titik usulan"))
        pin.focus()
        form.keyboard.press("ArrowUp")
        form.keyboard.press("Shift+ArrowRight")
        after = read_point(form)
        assert after[0] - before[0] == pytest.approx(10 / 111_195, abs=2e-6)
        assert after[1] - before[1] == pytest.approx(100 / 111_195 / 0.9942, abs=2e-5)
        expect(sentence).to_contain_text("Dekat pusat Batujaya")

        there = pin.bounding_box()
        form.fill("[name=longitude]", "")
        expect(pin).to_have_count(0)
        form.fill("[name=latitude]", "−6.1570, 106.6611")
        expect(pin).to_be_visible()
        assert pin.bounding_box()["y"] > there["y"]
        expect(sentence).to_contain_text("-6,157; 106,6611")
    assert told == []


def test_device_says_where_it_is_how_exactly_and_why_not(form):
    form.get_by_role("button", name="Pakai lokasi saya").click()
    expect(form.locator("[data-locate-words]")).to_have_text("Ketelitian sekitar 12 m.")
    assert read_point(form) == (NEAR["latitude"], NEAR["longitude"])
    form.context.clear_permissions()
    form.get_by_role("button", name="Pakai lokasi saya").click()
    expect(form.locator("[data-locate-words]")).to_contain_text("Lokasi tidak diizinkan.")


def test_photo_outlives_a_broken_line_and_offers_its_place(form):
    form.route(PHOTOS, lambda route: route.abort())
    with listen(form) as told:
        form.set_input_files("[name=foto]", make_photo(150, taken_at=TAKEN_AT))
        box = form.locator("[data-unsent]")
        expect(box.get_by_text("Belum terkirim")).to_be_visible()
        expect(box.get_by_text("Jaringan terputus. Foto masih ada di perangkat ini.")).to_be_visible()
        assert box.locator("img").evaluate("image => image.naturalWidth") == 1600
        form.evaluate(AXE)
        assert look(form) == []
        form.once("dialog", lambda dialog: dialog.accept())
        form.reload()  # or the phone ends the browser
        expect(box.get_by_text("Belum terkirim")).to_be_visible()
        form.unroute(PHOTOS)
        with form.expect_request(PHOTOS) as sent:
            box.get_by_role("button", name="Kirim lagi").click()
        assert sent.value.method == "POST"
        expect(form.locator("[data-photo]")).to_contain_text(re.compile(r"Foto 1.*Terkirim \d\d\.\d\d", re.S))
        expect(box).to_have_count(0)
        form.evaluate(AXE)
        assert look(form) == []
    assert [text for text in told if "ERR_FAILED" not in text] == []

    form.set_input_files("[name=foto]", make_photo(151, taken_at=TAKEN_AT))
    form.get_by_role("button", name="Koordinat dari foto 2 (−6,15342; 106,65939)").click()
    assert read_point(form) == pytest.approx((-6.153417, 106.659389), abs=2e-6)


def test_photos_are_turned_counted_and_taken_away(form):
    stored = form.locator("[data-photo]")
    expect(stored).to_have_count(2)
    first = stored.first.get_attribute("data-photo")
    stored.first.get_by_role("button", name="Putar").click()
    expect(stored.locator(f"xpath=self::*[@data-photo='{first}']")).to_have_count(0)
    expect(form.locator("[data-unsent]")).to_have_count(0)
    assert int(stored.last.locator("img").get_attribute("height")) == 1600

    form.set_input_files("[name=foto]", [make_photo(shade) for shade in (60, 200)])
    expect(form.locator("[data-photo-wrong]")).to_contain_text("Paling banyak 3 foto.")
    expect(stored).to_have_count(3, timeout=15_000)
    expect(form.locator("[data-photo-add]")).to_be_hidden()
    stored.last.get_by_role("button", name="Hapus").click()
    stored.last.get_by_role("button", name="Tekan lagi").click()
    expect(stored).to_have_count(2)
    form.set_input_files("[name=foto]", {"name": "a.heic", "mimeType": "image/heic", "buffer": b"heic"})
    expect(form.locator("[data-photo-wrong]")).to_contain_text("berformat HEIC")

    form.route(PHOTOS, lambda route: route.abort())
    form.set_input_files("[name=foto]", make_photo(90))
    expect(form.get_by_text("Belum terkirim", exact=True)).to_be_visible()
    form.unroute(PHOTOS)
    form.get_by_role("button", name=re.compile("Lanjut")).click()
    form.wait_for_url(re.compile("/isi/volume/"))
    with listen(form) as told:
        form.goto(form.url.replace("/volume/", "/lokasi/"))
        expect(stored).to_have_count(3)  # it went with the form
        expect(form.locator("[data-unsent]")).to_have_count(0)
    assert told == []
    assert read_point(form) == pytest.approx((-6.153417, 106.659389), abs=2e-6)
