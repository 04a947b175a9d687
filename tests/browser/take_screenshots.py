"""Takes the pictures of docs/screenshots/ from a running demo; nothing in them is drawn by hand.

    DEMO_PROPOSALS=1200 VAR_DIR=/tmp/pictures PORT=8100 bin/run
    .venv/bin/python -m tests.browser.take_screenshots http://127.0.0.1:8100

It imports one workbook into the training cycle and drafts criteria there; else it only reads. The pictures are
reduced to 256 colours, which keeps all of them together below three megabytes.
"""

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.importing import correct_columns, upload
from tests.browser.people import ADMIN, HEAD, LEADER, LURAH, OFFICER, OPERATOR, enter_training
from tests.services.programs import find_chromium

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs/screenshots"
DESKTOP, PHONE = (1280, 860), (360, 760)


def open_home(page: Page) -> None:
    page.goto("/")


def open_location_step(page: Page) -> None:
    """The second step of a proposal of this desk that has a position already."""
    page.goto("/kelurahan/")
    steps = [link.get_attribute("href") for link in page.locator("main a[href*='/isi/']").all()]
    for step in dict.fromkeys(re.sub(r"/isi/\w+/.*", "/isi/lokasi/", step) for step in steps):
        page.goto(step)
        if page.locator("[name=latitude]").input_value():
            page.locator(".place").scroll_into_view_if_needed()
            page.wait_for_timeout(800)
            page.evaluate("scrollTo(0, 0)")
            return


def open_kecamatan_sheet(page: Page) -> None:
    """A proposal of the queue whose position needs a look, with another volume typed in."""
    page.goto("/kecamatan/")
    page.locator(".queue a", has_text="Letak perlu dilihat").first.click()
    page.wait_for_load_state()
    page.fill("[name=recommend-text]", "Ruas yang rusak 290 m × 5 m, diukur bersama ketua RW.")
    page.fill("[name=recommend-volume]", "1450")
    page.wait_for_timeout(800)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def open_marking_sheet(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Nilai usulan berikutnya").click()
    boxes = page.locator("#lembar input[type=radio]")
    first = boxes.first.get_attribute("name")
    page.locator(f"#lembar input[name='{first}'][value='4']").check(force=True)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(400)


def open_explained_board(page: Page) -> None:
    """One kecamatan with its cut-line, and the first place below it explained."""
    page.goto("/bappeda/peringkat/?tahun=2021&kecamatan=36.71.08")
    page.locator("tr.cut-line ~ tr .toggle-row").first.click()
    page.get_by_text(re.compile("Dari mana skor")).first.wait_for()
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)


def open_reasons(page: Page) -> None:
    """Why a place in reserve stands where it stands, and at which weights it would turn."""
    page.goto("/bappeda/peringkat/?tahun=2021&hasil=cadangan")
    page.goto(page.locator("a[href*='/alasan/']").first.get_attribute("href"))


def open_overview(page: Page) -> None:
    page.goto("/laporan/gambar/?tahun=2021")


def open_studio(page: Page) -> None:
    """The live year with one weight moved by keyboard."""
    page.goto("/bappeda/simulasi/?tahun=2021")
    slider = page.get_by_role("slider", name=re.compile("persen")).first
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    page.wait_for_timeout(1500)


def open_results(page: Page) -> None:
    page.goto("/publik/")


def open_receipt(page: Page) -> None:
    page.goto("/kelurahan/")
    page.goto(page.get_by_role("link", name=re.compile("Tanda terima")).first.get_attribute("href"))


def open_import(page: Page) -> None:
    """The verdicts on the rows of a sheet as an office keeps it."""
    upload(page)
    correct_columns(page)
    page.get_by_role("heading", level=1).wait_for()


def open_order(page: Page) -> None:
    page.goto("/kelurahan/urutan/")


def open_minutes(page: Page) -> None:
    """Issued minutes of the live year, as they are printed."""
    page.goto("/usulan/berita-acara/?tahun=2021")
    page.locator("main a[href*='/berita-acara/']").first.click()
    page.wait_for_load_state()


def open_bulk(page: Page) -> None:
    page.goto("/kecamatan/sekaligus/?tindakan=return")
    page.fill("[name=text]", "Lampirkan surat pernyataan lahan yang ditandatangani pemilik.")
    page.get_by_role("button", name="Periksa dulu").click()
    page.wait_for_load_state()


def open_pairs(page: Page) -> None:
    """Judgements in pairs of which one contradicts the others, in a draft of the training cycle."""
    page.goto("/bappeda/kriteria/")
    page.get_by_role("button", name="Salin sebagai versi baru").or_(
        page.get_by_role("link", name="Lanjutkan rancangan")
    ).first.click()
    page.get_by_role("link", name="Bandingkan berpasangan (AHP)").click()
    for pair, value in {"0-1": "2", "0-2": "1/5", "0-3": "3", "1-2": "2", "1-3": "3", "2-3": "2"}.items():
        page.select_option(f"[name=banding-{pair}]", value)
    page.wait_for_timeout(1200)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


PICTURES: tuple[tuple[str, str, tuple[int, int], Callable[[Page], None]], ...] = (
    ("beranda-kelurahan", OPERATOR, DESKTOP, open_home),
    ("beranda-kelurahan-ponsel", OPERATOR, PHONE, open_home),
    ("isian-lokasi", OPERATOR, (1280, 1380), open_location_step),
    ("isian-lokasi-ponsel", OPERATOR, PHONE, open_location_step),
    ("meja-kecamatan", OFFICER, (1280, 1400), open_kecamatan_sheet),
    ("ruang-penilaian", "penilai-1", (1280, 1200), open_marking_sheet),
    ("papan-peringkat", LEADER, (1280, 1660), open_explained_board),
    ("alasan-urutan", LEADER, (1280, 1290), open_reasons),
    ("simulasi", HEAD, (1280, 1500), open_studio),
    ("simulasi-ponsel", HEAD, PHONE, open_studio),
    ("impor-excel", LURAH, (1280, 1300), open_import),
    ("urutan-kelurahan-ponsel", LURAH, PHONE, open_order),
    ("urutan-kelurahan", LURAH, (1280, 1300), open_order),
    ("berita-acara", OFFICER, (1000, 1240), open_minutes),
    ("putuskan-sekaligus", OFFICER, (1280, 1200), open_bulk),
    ("kriteria-ahp", ADMIN, (1280, 1240), open_pairs),
    ("gambaran", LEADER, (1280, 1300), open_overview),
    ("hasil-publik", "", (1280, 1180), open_results),
    ("hasil-publik-ponsel", "", PHONE, open_results),
    ("tanda-terima", OPERATOR, (1000, 1240), open_receipt),
)


def take(browser: Browser, address: str, name: str, account: str, size: tuple[int, int], show) -> None:
    """One picture, in a fresh window so that nothing of the one before is left."""
    context = browser.new_context(
        base_url=address,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2 if size == PHONE else 1,
    )
    page = context.new_page()
    if account:
        enter_training(page, account)
    show(page)
    save(page.screenshot(), FOLDER / f"{name}.png")
    context.close()


def save(data: bytes, path: Path) -> None:
    picture = Image.open(BytesIO(data)).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


def main(address: str, wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, *rest in PICTURES:
            if not wanted or name in wanted:
                take(browser, address, name, *rest)
        browser.close()
    print(f"together: {sum(path.stat().st_size for path in FOLDER.glob('*.png')) // 1024} KB")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
