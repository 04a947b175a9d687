"""Page, API, xlsx and csv of every report agree cell for cell, for every role that may open it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.roles import ROLES
from reports.declaration import NO_SOURCE
from reports.lines import Part, lay_out
from reports.registry import REPORTS, open_report
from tests.reports import invented
from tests.reports.reading import (
    read_api,
    read_csv,
    read_declared,
    read_page,
    read_page_heads,
    read_xlsx,
    write,
)

ASKED = {"cycle": "2021"}
EVERY = [(slug, role) for slug, report in REPORTS.items() for role in ROLES if role in report.roles]


def assert_agreement(client, user, slug: str, asked=ASKED) -> list:
    """Compare the four ways with the declaration; the lines of the list."""
    client.force_login(user)
    page = client.get(reverse("reports:report", args=[slug]), {"tahun": asked["cycle"], **asked})
    body = client.get(reverse("report-rows", args=[slug]), asked).json()
    report, subject = open_report(slug, user, asked)
    listing = report.list_rows(subject)
    lines = list(lay_out(report, listing, listing.totals()))
    seen = read_declared(line.cells for line in lines)
    rows = [line for line in lines if line.part is Part.ROW]
    if rows:
        shown = [tuple(None if cell == NO_SOURCE else cell for cell in line) for line in seen]
        assert read_page(page, report.columns, "daftar") == shown  # a page has this dash for nothing too
    assert read_xlsx(write("xlsx", report, subject), report.columns, report.title) == seen
    flat = [
        (line.group, *line.cells) if report.group else line.cells
        for line in lines
        if line.part is not Part.GROUP
    ]
    assert read_csv(write("csv", report, subject), report.all_columns) == read_declared(flat)
    assert read_api(body) == read_declared(
        (line.group, *line.cells) if report.group else line.cells for line in rows
    )
    assert body["count"] == len(rows) == listing.count()
    for sheet, said in zip(report.sheets, body["sheets"], strict=True):
        truth = read_declared(sheet.list_rows(subject))
        assert read_page(page, sheet.columns, sheet.key) == truth
        assert read_api(said) == truth
        assert read_xlsx(write("xlsx", report, subject), sheet.columns, sheet.title) == truth
    return lines


@pytest.mark.parametrize(("slug", "role"), EVERY)
def test_every_report_agrees_for_every_role(client, world, run, slug, role):
    assert_agreement(client, world.person(role), slug)


@pytest.fixture
def uji(monkeypatch):
    monkeypatch.setitem(REPORTS, "uji", invented.REPORT)


def test_groups_and_sums_agree_too(client, world, uji):
    lines = assert_agreement(client, world.admin, "uji")
    assert [line.part for line in lines] == [
        *(Part.GROUP, Part.ROW, Part.ROW, Part.SUBTOTAL),
        *(Part.GROUP, Part.ROW, Part.SUBTOTAL, Part.TOTAL),
    ]
    assert lines[0].cells[0] == "KELURAHAN: Batujaya"
    assert lines[3].cells == ("Jumlah Batujaya", None, 4, 1, 3, 120_000_000, None, None)
    assert lines[-1].cells == ("JUMLAH", None, 6, 3, 3, 200_000_000, None, None)


def test_list_without_rows_agrees(client, world, uji, monkeypatch):
    nothing = replace(
        invented.REPORT, list_rows=lambda subject: invented.ShortListing((), dict.fromkeys(invented.SUMS, 0))
    )
    monkeypatch.setitem(REPORTS, "uji", nothing)
    assert [line.part for line in assert_agreement(client, world.admin, "uji")] == [Part.TOTAL]


def test_api_says_sums_groups_and_heads(client, world, uji):
    client.force_login(world.admin)
    body = client.get(reverse("report-rows", args=["uji"]), {**ASKED, "limit": "1"}).json()
    assert (body["totals"], body["group"]) == (invented.TOTALS, "kelurahan")
    assert body["columns"][4]["heads"] == ["JUMLAH USULAN", "PROSES DI KECAMATAN"]


def test_page_merges_headers(client, world, uji):
    client.force_login(world.admin)
    page = client.get(reverse("reports:report", args=["uji"]), {"tahun": "2021"})
    assert read_page_heads(page, "daftar") == [
        ["NO", "USULAN", "JUMLAH USULAN", "PAGU", "TANGGAL", "VOLUME"],
        ["MASUK", "PROSES DI KECAMATAN"],
        ["BELUM", "DITERUSKAN"],
    ]
