"""One new proposal of the training cycle through every role to the published list and its xlsx."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image

from accounts.services.demo_accounts import PASSWORD
from tests.reports.reading import MONTHS

TRAINING = "?tahun=latihan-2021"
TITLE = "Perbaikan saluran drainase Jl. Kenanga RT 03/RW 05"
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture
def enter(browser, browser_context_args, base_url):
    """Log somebody in, in a browser of his or her own, and choose the training cycle."""
    contexts = []

    def enter(username: str):
        context = browser.new_context(**{**browser_context_args, "base_url": base_url})
        contexts.append(context)
        page = context.new_page()
        page.goto("/masuk/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(re.compile(r"/$"))
        page.goto(f"/{TRAINING}")
        return page

    yield enter
    for context in contexts:
        context.close()


def photo() -> dict:
    buffer = BytesIO()
    Image.new("RGB", (640, 480), "#9fa893").save(buffer, "JPEG")
    return {"name": "lokasi.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def write_proposal(page) -> tuple[str, str]:
    """The operator's five steps; UUID and reference."""
    page.goto("/usulan/baru/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=problem]", "Genangan 20–30 cm setiap hujan lebih dari satu jam.")
    page.fill("[name=expected_output]", "Saluran 120 m berfungsi.")
    page.fill("[name=proposer]", "RW 05")
    page.select_option("[name=field]", "infrastruktur")
    page.get_by_role("button", name=re.compile("Lanjut: lokasi")).click()
    page.fill("[name=street]", "Jl. Kenanga")
    page.fill("[name=rt]", "3")
    page.fill("[name=rw]", "5")
    page.fill("[name=latitude]", "-6,15342")
    page.fill("[name=longitude]", "106,65938")
    page.set_input_files("input[type=file]", photo())
    page.get_by_role("button", name=re.compile("Lanjut: volume")).click()
    page.locator("input[name=catalogue_item][value=DRN-01]").check()
    page.fill("[name=volume]", "120")
    page.get_by_role("button", name=re.compile("Lanjut: penerima")).click()
    page.fill("[name=households]", "34")
    page.fill("[name=people]", "142")
    page.select_option("[name=land_status]", "city")
    page.select_option("[name=rkpd_priority]", index=1)
    page.get_by_role("button", name=re.compile("Lanjut: periksa")).click()
    page.get_by_role("button", name="Ajukan ke Lurah").click()
    page.wait_for_url(re.compile("/terkirim/"))
    reference = re.search(r"L-2021-36\.71\.03\.1002-\d{4}", page.locator("main").inner_text())[0]
    return re.search(UUID, page.url)[0], reference


def endorse(page, uuid: str) -> None:
    page.goto("/kelurahan/")
    page.locator(f"input[name='pilih-{uuid}']").check()
    page.get_by_role("button", name="Teruskan yang dicentang ke kecamatan").click()
    page.wait_for_url(re.compile("/kelurahan/diteruskan/"))
    assert TITLE in page.locator("main").inner_text()


def recommend(page, uuid: str) -> None:
    page.goto(f"/kecamatan/{uuid}/")
    page.fill("[name=recommend-volume]", "110")
    page.fill("[name=recommend-text]", "Hasil ukur lapangan: 110 m.")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_text("Direkomendasikan kecamatan pukul").first.wait_for()


def forward(page, uuid: str) -> None:
    page.goto("/kecamatan/teruskan/")
    page.locator(f"input[name='pilih-{uuid}']").check()
    page.get_by_role("button", name="Teruskan yang dicentang").click()
    page.wait_for_url(re.compile("/kecamatan/teruskan/hasil/"))
    assert TITLE in page.locator("main").inner_text()


def verify(page, uuid: str) -> None:
    page.goto(f"/opd/{uuid}/")
    page.locator("[name=tindakan][value=verify]").check()
    page.locator("[name=verify-readiness][value='4']").check()
    page.get_by_role("button", name="Nyatakan layak", exact=True).click()
    page.get_by_text(re.compile("Dinyatakan layak")).first.wait_for()


def assign(page, uuid: str) -> None:
    """Give the proposal to penilai-1 and to whoever the automatic assignment takes."""
    page.goto("/bappeda/penugasan/")
    page.get_by_role("button", name="Bagi penilaian").click()
    page.wait_for_load_state()


def mark(page, uuid: str, level: int) -> bool:
    """Fill the sheet if it is this reviewer's; whether it was."""
    answer = page.goto(f"/bappeda/penilaian/{uuid}/")
    if answer.status != 200 or page.locator("#lembar").count() == 0:
        return False
    for name in {box.get_attribute("name") for box in page.locator("#lembar input[type=radio]").all()}:
        page.locator(f"#lembar input[name='{name}'][value='{level}']").check(force=True)
    page.get_by_role("button", name=re.compile("Selesai")).click()
    page.wait_for_load_state()
    page.goto(f"/bappeda/penilaian/{uuid}/")
    assert "Lembar ini selesai" in page.locator("main").inner_text()
    return True


def make_run(page) -> str:
    """Freeze and compute; the proposals of the demo that nobody marked are left out with a reason."""
    page.goto("/bappeda/perhitungan/baru/")
    for_all = page.locator("[name='alasan-semua']")
    if for_all.count():
        for_all.fill("Belum dinilai pada latihan ini.")
    page.get_by_role("button", name="Bekukan dan hitung").click()
    page.wait_for_url(re.compile(r"/bappeda/perhitungan/\d+/"))
    return re.search(r"/perhitungan/(\d+)/", page.url)[1]


def read_table(page) -> list[list[str]]:
    rows = page.locator("main table").first.locator("tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]


def show(value) -> str:
    """A cell of the workbook as the page writes it."""
    if value is None:
        return "–"
    if hasattr(value, "year"):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return str(value)


def same(shown: str, value) -> bool:
    """Texts to the letter; figures by what they say."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        figure = re.sub(r"[^\d,−-]", "", shown).replace(",", ".").replace("−", "-")
        return float(figure) == pytest.approx(float(value), abs=1e-9)
    return " ".join(shown.split()) == " ".join(show(value).split())


def test_a_proposal_goes_from_the_kelurahan_to_the_published_list(enter, live_product):
    uuid, reference = write_proposal(enter("operator-36.71.03.1002"))
    endorse(enter("lurah-36.71.03.1002"), uuid)
    recommend(enter("petugas-36.71.03"), uuid)
    forward(enter("camat-36.71.03"), uuid)
    verify(enter("opd-DPUPR"), uuid)
    admin = enter("bappeda-1")
    assign(admin, uuid)
    marked = [
        mark(enter(f"penilai-{number}"), uuid, level)
        for number, level in zip(range(1, 7), (4, 5, 4, 5, 4, 5), strict=True)
    ]
    assert sum(marked) == 2
    run = make_run(admin)

    head = enter("kepala-bappeda")
    head.goto(f"/bappeda/perhitungan/{run}/setujui/")
    head.get_by_role("button", name=re.compile("Setujui")).click()
    head.wait_for_load_state()
    admin.goto(f"/bappeda/perhitungan/{run}/umumkan/")
    admin.get_by_role("button", name="Umumkan hasil pemeringkatan").click()
    admin.wait_for_load_state()

    admin.goto(f"/usulan/{uuid}/")
    assert re.search("Prioritas|Cadangan", admin.locator("main").inner_text())
    reader = enter("operator-36.71.03.1002")
    reader.goto("/laporan/daftar-prioritas/")
    shown = read_table(reader)
    assert any(reference in row for row in shown)

    reader.locator("button[name=format][value=xlsx]").click()
    link = reader.get_by_role("link", name=re.compile("Unduh"))
    link.first.wait_for(timeout=90_000)
    with reader.expect_download() as download:
        link.first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == "Urutan") + 1
    written = [row for row in rows[start:] if isinstance(row[0], int)]
    assert len(written) == len(shown)
    differing = [
        (left, right)
        for page_row, file_row in zip(shown, written, strict=True)
        for left, right in zip(page_row, file_row, strict=True)
        if not same(left, right)
    ]
    assert differing == []
    assert live_product.manage("verify_events").returncode == 0
    assert live_product.manage("verify_ranking").returncode == 0
