"""Every main page of every role, on the desktop and on the phone: readable, reachable, and without complaint.

The Content-Security-Policy stays on: axe is evaluated by the debugger, which the policy does not bind, and whatever
the policy refuses is written to the console, which must stay empty.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE
from tests.browser.people import (
    ADMIN,
    ADMINISTRATOR,
    AGENCY,
    CAMAT,
    HEAD,
    LEADER,
    LURAH,
    OFFICER,
    OPERATOR,
)

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PUBLIC, REVIEWER = "", "reviewer"  # nobody; whoever was given the sheet
# What the roles have in common is seen with those who have most of it: an operator, an officer and Bappeda's admin.
EVERYBODY = ("/", "/usulan/", "/usulan/jadwal/", "/laporan/", "/pemberitahuan/")
CRITERIA_PARTS = ("", "umum/", "bobot/", "ahp/", "tambah/", "isi/jangkauan/", "berlakukan/")
NOWHERE = "00000000-0000-4000-8000-000000000000"

# Address, with names of the scene in braces, and the expected status where it is not 200.
PAGES: dict[str, list[str | tuple[str, int]]] = {
    PUBLIC: [
        "/publik/",
        "/publik/?kelurahan=36.71.03.1002",
        "/publik/usulan/{reference}/",
        "/publik/cara/",
        "/publik/periksa/",
        ("/publik/periksa/?nomor=2021&sidik=abc", 422),
        "/masuk/",
        ("/publik/tidak-ada/", 404),
    ],
    OPERATOR: [
        *EVERYBODY,
        "/akun/kata-sandi/",
        "/kelurahan/",
        "/kelurahan/usulan-lama/",
        "/kelurahan/impor/",
        "/usulan/?q=tidak+ada+yang+begini",
        "/usulan/?status=draft",
        ("/usulan/?status=tidak-ada", 422),
        "/usulan/{draft}/",
        "/usulan/{rejected}/",
        "/usulan/{review}/",
        "/usulan/{review}/tanda-terima/",
        "/usulan/baru/",
        "/usulan/{draft}/isi/masalah/",
        "/usulan/{draft}/isi/lokasi/",
        "/usulan/{draft}/isi/volume/",
        "/usulan/{draft}/isi/penerima/",
        "/usulan/{draft}/isi/periksa/",
        "/usulan/{revision}/isi/lokasi/",
        "/usulan/{draft}/tindakan/withdraw/",
        "/usulan/{revision}/lampiran/",
        "/usulan/{waiting}/terkirim/",
        "/laporan/daftar-prioritas/",
        "/laporan/daftar-prioritas/?cycle=2021",
        "/laporan/rekap-kelurahan/",
        "/laporan/prioritas-kelurahan/?cycle=2021",
        (f"/usulan/{NOWHERE}/", 404),
        ("/bappeda/pagu/", 403),
    ],
    LURAH: [
        "/",
        "/kelurahan/",
        "/usulan/{waiting}/",
        "/usulan/{waiting}/isi/periksa/",
        "/usulan/{waiting}/tindakan/send_back/",
        "/usulan/{waiting}/tindakan/reject/",
        "/usulan/{revision}/",
        "/usulan/tanda-terima/kelompok/{batch}/",
        "/kelurahan/urutan/",
        "/kelurahan/musrenbang/",
        "/kelurahan/musrenbang/terbitkan/",
    ],
    OFFICER: [
        *EVERYBODY,
        "/kecamatan/",
        "/kecamatan/{review}/",
        "/kecamatan/{recommended}/",
        "/kecamatan/serupa/",
        "/kecamatan/sekaligus/?tindakan=return",
        "/kecamatan/serupa/gabung/?u={review}&u={review_too}",
        "/usulan/berita-acara/",
        "/usulan/{review}/",
        "/usulan/{review}/tindakan/return/",
        "/usulan/{review}/tindakan/merge/",
        "/usulan/baru/",
    ],
    CAMAT: [
        "/",
        "/kecamatan/",
        "/kecamatan/{recommended}/",
        "/kecamatan/teruskan/",
        "/kecamatan/urutan/",
        "/kecamatan/musrenbang/",
        "/kecamatan/musrenbang/terbitkan/",
        "/laporan/prioritas-kecamatan/?cycle=2021",
        "/laporan/belum-disepakati/?cycle=2021",
        "/laporan/paket/",
        "/kecamatan/td4/",
        "/usulan/{recommended}/tindakan/fund_local/",
        "/usulan/{recommended}/tindakan/refer/",
        "/usulan/{agency}/",
    ],
    AGENCY: [
        "/",
        "/opd/",
        "/opd/forum/",
        "/opd/serupa/",
        "/opd/sekaligus/?tindakan=verify",
        "/opd/{agency}/",
        "/opd/{disputed}/",
        "/usulan/{agency}/sub-kegiatan/",
        "/usulan/tanya-jawab/",
        "/usulan/{agency}/tanya-jawab/",
        "/usulan/{agency}/",
        "/usulan/{agency}/tindakan/redirect/",
        "/usulan/{scoring}/",
    ],
    REVIEWER: [
        "/",
        "/bappeda/penilaian/",
        "/bappeda/penilaian/{scoring}/",
        "/bappeda/benturan/",
        ("/bappeda/kesepakatan/", 403),
        "/bappeda/perhitungan/{listed_run}/",
        ("/bappeda/perhitungan/{run}/", 403),  # opens once the own sheets are finished
        "/usulan/{scoring}/",
    ],
    ADMIN: [
        *EVERYBODY,
        "/bappeda/peringkat/",
        "/bappeda/usulan/{marked}/alasan/?perhitungan={run}",
        "/bappeda/perhitungan/",
        "/bappeda/perhitungan/baru/",
        "/bappeda/kriteria/",
        *(f"/bappeda/kriteria/{{criteria}}/{part}" for part in CRITERIA_PARTS),
        "/bappeda/perhitungan/{run}/",
        "/bappeda/perhitungan/{run}/umumkan/",
        "/bappeda/perhitungan/{listed_run}/?abu=1",
        "/bappeda/perhitungan/{listed_run}/periksa/",
        "/bappeda/simulasi/?perhitungan={listed_run}&bobot-spm=60",
        ("/bappeda/simulasi/?perhitungan={listed_run}&bobot-spm=seratus", 422),
        "/bappeda/perbandingan/?a={listed_run}&b={listed_run}",
        "/bappeda/penugasan/",
        "/bappeda/penugasan/{reviewer_key}/pindah/",
        "/bappeda/kesepakatan/",
        "/bappeda/kesepakatan/{marked}/undang/",
        "/bappeda/pagu/",
        "/bappeda/keputusan/",
        "/bappeda/serupa/",
        "/bappeda/tutup-tahun/",
        "/laporan/paket/",
        "/laporan/paket/?tahun=2021",
        "/opd/sengketa/",
        "/usulan/jadwal/kecamatan/",
        "/usulan/{disputed}/",
        "/usulan/{rejected}/tindakan/reopen/",
        "/api/v1/docs/",
    ],
    HEAD: [
        "/",
        "/bappeda/peringkat/",
        "/bappeda/perhitungan/",
        "/bappeda/perhitungan/{run}/setujui/",
        "/bappeda/kriteria/{criteria}/",
    ],
    LEADER: [
        "/",
        "/bappeda/perhitungan/{listed_run}/",
        "/bappeda/usulan/{listed}/alasan/",
        "/usulan/{listed}/",
        "/usulan/",
        "/laporan/",
        "/laporan/gambar/?cycle=2021",
        "/laporan/rekap-kecamatan/?cycle=2021",
        "/laporan/daftar-per-status/?cycle=2021",
        "/laporan/daftar-usulan/?cycle=2021",
        "/laporan/rancangan-renja/?cycle=2021",
        "/laporan/pemeringkatan/?cycle=2021",
    ],
    ADMINISTRATOR: ["/", "/akun/kata-sandi/"],
}


@dataclass(frozen=True)
class Case:
    account: str
    path: str
    status: int

    def __str__(self) -> str:
        return f"{self.account or 'publik'} {self.path}"


CASES = [
    Case(account, *(entry if isinstance(entry, tuple) else (entry, 200)))
    for account, entries in PAGES.items()
    for entry in entries
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_page_is_fit_for_everybody(case, page_of, scene):
    page = page_of(scene["reviewer"] if case.account == REVIEWER else case.account)
    page.set_viewport_size(DESKTOP)
    with listen(page) as told:
        answer = page.goto(case.path.format(**scene), wait_until="load")
        faults = [] if answer.status == case.status else [f"status {answer.status} instead of {case.status}"]
        faults += read_frame(page)
        page.evaluate(AXE)
        faults += [f"desktop: {fault}" for fault in look(page)]
        page.set_viewport_size(PHONE)
        faults += [f"phone: {fault}" for fault in look(page)]
    faults += [f"console: {text}" for text in told if not is_own_status(text, case.status)]
    assert faults == []


def test_an_unfit_page_is_noticed(page_of):
    """The control: what the test above looks for is found where it was put."""
    page = page_of(PUBLIC)
    page.set_viewport_size(PHONE)
    with listen(page) as told:
        page.goto("/publik/cara/")
        page.evaluate(
            "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)",
            '<h1 style="color: #ccc">abu</h1><img src="/static/img/favicon.svg"><p class="wide">lebar</p>',
        )
        page.evaluate("() => { document.querySelector('.wide').style.width = '900px' }")
        page.evaluate(AXE)
        found = " ".join(look(page))
    assert "image-alt" in found
    assert "wider than the window" in found
    assert read_frame(page) == ["2 h1"]
    assert any("Content Security Policy" in text for text in told)


def test_admin_opens_for_the_administrator_and_nobody_else(page_of):
    page = page_of(ADMINISTRATOR)
    assert page.goto("/admin/").status == 200
    assert page.locator("html").get_attribute("lang") == "id"
    page = page_of(ADMIN)
    page.goto("/admin/")
    assert "/admin/login/" in page.url


@contextmanager
def listen(page: Page) -> Iterator[list[str]]:
    """What the console and the scripts complain of meanwhile."""
    told: list[str] = []

    def hear(line):
        if line.type in ("error", "warning"):
            told.append(line.text)

    def fail(fault):
        told.append(str(fault))

    page.on("console", hear)
    page.on("pageerror", fail)
    yield told
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)


def read_frame(page: Page) -> list[str]:
    """Language, title and heading: what a screen reader says first."""
    language, heads = page.locator("html").get_attribute("lang"), page.locator("h1").count()
    faults = [] if language == "id" else [f"lang {language}"]
    faults += [] if page.title().strip(" ·") else ["no title"]
    return faults + ([] if heads == 1 else [f"{heads} h1"])


def look(page: Page) -> list[str]:
    """What does not fit into the width, and what axe finds."""
    wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    found = page.evaluate(
        # Swagger UI draws itself; its markup is not ours to mend.
        """tags => axe.run({include: ["html"], exclude: ["#swagger-ui"]}, {runOnly: tags, resultTypes: ["violations"]})
        .then(result => result.violations.flatMap(rule => rule.nodes.slice(0, 3).map(
            node => `${rule.id}: ${node.target} ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`)))""",
        WCAG,
    )
    return ([f"{wide} px wider than the window"] if wide > 0 else []) + found


def is_own_status(text: str, status: int) -> bool:
    """Chromium writes the status of the page itself to the console when it is not a good one."""
    return status >= 400 and text.startswith(
        f"Failed to load resource: the server responded with a status of {status}"
    )
