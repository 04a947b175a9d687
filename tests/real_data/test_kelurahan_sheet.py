"""The proposals that a kelurahan of another city keeps in Excel, entered through the API and ranked.

Mapped to Kelurahan Batujaya and, as Perangkat Daerah, Kecamatan Batuceper. The sheet has no photo, no point and no
households: those are made here (a drawn photo, the kelurahan's centroid, half the people or ten), and so is the
unit price (budget ÷ volume, rounded to whole rupiah). Title, problem, address, volume, unit and budget are the sheet's.
"""

import io
import json
import re
import uuid
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from bappeda.models import Assignment, RankedProposal
from bappeda.services.default_criteria import create_default_set
from bappeda.services.freezing import freeze
from bappeda.services.marking import list_criteria, submit_marks
from bappeda.services.verifying import verify
from proposals import clock
from proposals.models import Proposal
from proposals.services.verification import find_faults
from tests.factories import World

SHEET = Path(__file__).resolve().parents[3] / "shared" / "data" / "usulan_nyata_kelurahan.xlsx"
API = "/api/v1/proposals/"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHEET.exists(), reason="the shared reference file is not beside the project"),
]


def read_rows() -> list[dict]:
    """The rows below the header that carry a number; the total row does not."""
    rows = openpyxl.load_workbook(SHEET, read_only=True).active.iter_rows(values_only=True)
    header = next(row for row in rows if row and row[0] == "No")
    return [dict(zip(header, row, strict=False)) for row in rows if isinstance(row[0], int)]


def to_values(row: dict) -> dict:
    """What the API is sent for one row."""
    amount, unit = re.match(r"\s*([\d.,]+)\s*(.*)", str(row["Koefisien"])).groups()
    volume = Decimal(amount.replace(",", "."))
    address = str(row["Alamat"])
    rt, rw = re.search(r"RT\.?\s*([\d, ]+)", address), re.search(r"RW\.?\s*(\d+)", address)
    physical = row["Jenis"] == "SARPRAS"
    people = int(volume) if unit.strip().lower().startswith("orang") else 20
    values = {
        "title": str(row["Usulan"])[:200],
        "problem": str(row["Permasalahan"]),
        "expected_output": f"{amount} {unit}".strip(),
        "proposer": "LPM",
        "field": "infrastruktur",
        "street": address[:160],
        "rt": rt[1].strip(" ,") if rt else "",
        "rw": rw[1] if rw else "",
        "kind": "physical" if physical else "nonphysical",
        "justification": "Kamus usulan kota lain; dimasukkan apa adanya.",
        "volume": str(volume),
        "unit": unit.strip() or "paket",
        "unit_price": round(Decimal(str(row["Anggaran"])) / volume),
        "price_basis": "estimate",
        "households": max(1, people // 2),
        "people": people,
        "target_agency": "36.71.03",
    }
    if physical:
        values |= {"latitude": "-6.153420", "longitude": "106.659380", "land_status": "public"}
    return values


def drawn_photo() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "#9fa893").save(buffer, "JPEG")
    buffer.seek(0)
    buffer.name = "lokasi.jpg"
    return buffer


def post(client, url: str, body: dict) -> dict:
    answer = client.post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code in (200, 201), answer.content.decode()
    return answer.json()


def move_all(client, person, action: str, rows, inputs=None, each=lambda row: {}) -> None:
    """One batch of one action for all rows, as they stand now."""
    client.force_login(person)
    targets = [{"uuid": str(row.uuid), "version": row.version, "inputs": each(row)} for row in rows]
    told = post(client, f"{API}transitions/", {"action": action, "targets": targets, "inputs": inputs or {}})
    assert told["refused"] == []
    assert len(told["done"]) == len(rows)


def test_real_sheet_is_entered_through_the_api_and_ranked(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sheet, world = read_rows(), World()
    assert len(sheet) == 65
    verifier = world.person("opd_verifier", world.batuceper_agency)
    reviewers = [world.reviewer, world.person("bappeda_reviewer")]
    client.force_login(world.operator)
    for row in sheet:
        values = to_values(row)
        made = post(client, API, {"uuid": str(uuid.uuid4()), "cycle": "2021", "values": values})
        if values["kind"] == "physical":
            answer = client.post(
                f"{API}{made['uuid']}/attachments/", {"version": made["version"], "files": [drawn_photo()]}
            )
            assert answer.status_code == 201, answer.content.decode()
    rows = lambda: list(Proposal.objects.order_by("pk"))  # noqa: E731
    move_all(client, world.operator, "submit", rows())
    move_all(client, world.lurah, "endorse", rows(), {"ordered": True})
    figures = lambda row: {"volume": str(row.current_volume), "price": row.current_price}  # noqa: E731
    move_all(client, world.officer, "recommend", rows(), each=figures)
    move_all(client, world.camat, "forward", rows(), {"ordered": True})
    move_all(
        client, verifier, "verify", rows(), {"sub_kegiatan": "7.01.03.2.02.03", "readiness": 4}, each=figures
    )
    asked = sum(row["Anggaran"] for row in sheet)
    counted = sum(row.current_budget for row in rows())
    assert abs(counted - asked) <= sum(
        int(row.current_volume) + 1 for row in rows()
    )  # prices are whole rupiah

    create_default_set(cycle=world.cycle)
    Assignment.objects.bulk_create(
        Assignment(proposal=row, reviewer=reviewer, by=world.admin, at=clock.now())
        for row in rows()
        for reviewer in reviewers
    )
    for place, row in enumerate(rows()):
        keys = [criterion.key for criterion in list_criteria(row)]
        for turn, reviewer in enumerate(reviewers):
            submit_marks(
                uuid=row.uuid,
                by=reviewer,
                version=0,
                proposal_version=row.version,
                marks={key: 1 + (place * 7 + turn + len(key)) % 5 for key in keys},
            )
    run = freeze(cycle=world.cycle, by=world.admin)
    ranked = list(RankedProposal.objects.filter(run=run).order_by("position"))
    assert [item.position for item in ranked] == list(range(1, 66))
    assert [item.score for item in ranked] == sorted((item.score for item in ranked), reverse=True)
    assert sum(item.budget for item in ranked) == counted
    verification = verify(run)
    assert (verification.faults, verification.changes) == ((), ())
    assert list(find_faults()) == []
