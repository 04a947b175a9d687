"""The priority list: what it narrows and totals, how its files look, and that no text of a proposal does anything."""

import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jobs.services import run as run_job
from reports import services
from reports.declaration import NOTE
from reports.models import ReportRun
from reports.registry import REPORTS, open_report
from tests.reports.conftest import CANARIES
from tests.reports.reading import read_api, read_csv, read_declared, read_page

SLUG = "daftar-prioritas"
REPORT = REPORTS[SLUG]


def build_file(user, format: str, **params) -> ReportRun:
    asked = services.request_file(slug=SLUG, params={"cycle": "2021", **params}, format=format, by=user)
    run_job(asked.pk)
    asked.refresh_from_db()
    assert asked.job.state == "done", asked.job.error
    return asked


def download(client, built: ReportRun) -> bytes:
    answer = client.get(built.get_absolute_url())
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.operator)
    return client


def declared(user, **params) -> list[tuple]:
    report, subject = open_report(SLUG, user, {"cycle": "2021", **params})
    return read_declared(report.list_rows(subject))


def fetch_page(client, **params):
    return client.get(reverse("reports:report", args=[SLUG]), {"tahun": "2021", **params})


def fetch_api(client, **params) -> dict:
    answer = client.get(reverse("report-rows", args=[SLUG]), {"cycle": "2021", **params})
    assert answer.status_code == 200
    return answer.json()


def test_list_holds_every_proposal_of_the_run(world, run):
    truth = declared(world.operator)
    assert len(truth) == 11
    assert {row[2] for row in truth} >= set(CANARIES)


def test_list_narrowed_agrees_too(signed_in, world, run):
    truth = declared(world.operator, outcome="reserve")
    assert 0 < len(truth) < 11
    assert read_page(fetch_page(signed_in, outcome="reserve"), REPORT.columns, "daftar") == truth
    assert read_api(fetch_api(signed_in, outcome="reserve")) == truth
    built = build_file(world.operator, "csv", outcome="reserve")
    assert read_csv(download(signed_in, built), REPORT.columns) == truth
    assert built.row_count == len(truth)


def test_ceilings_total_what_the_list_says(world, run):
    rows = declared(world.operator)
    _, subject = open_report(SLUG, world.operator, {"cycle": "2021"})
    city = REPORT.sheets[0].list_rows(subject)[0]
    funded = [row[9] for row in rows if row[14] == "Prioritas"]
    waiting = [row[9] for row in rows if row[14] == "Cadangan"]
    assert city[2:8] == (
        1_250_000_000,
        sum(funded),
        1_250_000_000 - sum(funded),
        len(funded),
        len(waiting),
        sum(waiting),
    )


def test_workbook_holds_no_formula_and_no_error(signed_in, world, run):
    content = download(signed_in, build_file(world.operator, "xlsx"))
    kinds = {
        cell.data_type
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_workbook_is_ready_to_read(signed_in, world, run):
    content = download(signed_in, build_file(world.operator, "xlsx"))
    sheet = load_workbook(io.BytesIO(content))["Daftar prioritas"]
    heading = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Urutan")
    assert sheet["A1"].value == "Daftar Prioritas Usulan RKPD Tahun 2021"
    assert sheet.freeze_panes == f"C{heading + 1}"  # wider than a page: number and reference stay in sight
    assert (sheet.print_title_cols, sheet.page_setup.fitToWidth) == ("$A:$B", 2)
    assert sheet.auto_filter.ref == f"A{heading}:P{heading + 11}"
    assert sheet.column_dimensions["C"].width == 44
    assert sheet[f"J{heading + 1}"].number_format == "#,##0"
    assert sheet[f"M{heading + 1}"].number_format == "0.000000"


def test_csv_texts_are_inert(signed_in, world, run):
    text = download(signed_in, build_file(world.operator, "csv")).decode("utf-8-sig")
    for canary in CANARIES[:5]:
        assert f";{canary}" not in text
        assert f'"{canary}' not in text


def test_page_shows_markup_of_a_title_as_text(signed_in, run):
    assert "<b>tebal</b>" not in fetch_page(signed_in).content.decode()


def test_every_way_says_that_it_is_no_budget_decision(signed_in, world, run):
    assert NOTE in fetch_page(signed_in).content.decode()
    assert fetch_api(signed_in)["note"] == NOTE
    assert NOTE in download(signed_in, build_file(world.operator, "csv")).decode("utf-8-sig")
    workbook = load_workbook(io.BytesIO(download(signed_in, build_file(world.operator, "xlsx"))))
    for sheet in workbook:
        assert NOTE in [row[0].value for row in sheet.iter_rows(max_row=10)], sheet.title


def test_third_sheet_names_people_and_hashes(world, run):
    _, subject = open_report(SLUG, world.operator, {"cycle": "2021"})
    facts = dict(REPORT.sheets[1].list_rows(subject))
    assert facts["Dibuat oleh"].startswith(world.admin.full_name)
    assert facts["Disetujui oleh"].startswith(world.head.full_name)
    assert facts["Sidik masukan (sha256)"] == run.inputs_sha256
    assert facts["Sidik hasil (sha256)"] == run.result_sha256


def test_api_pages_through_everything_once(signed_in, world, run):
    rows, offset = [], 0
    while offset is not None:
        body = fetch_api(signed_in, offset=offset, limit=4)
        rows += read_api(body)
        offset = body["next"]
    assert rows == declared(world.operator)
