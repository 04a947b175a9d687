"""Report 1 as a workbook goes through a spreadsheet and comes back by the import of a kelurahan."""

import io

import pytest
from openpyxl import load_workbook

from kelurahan.importing.taking_in import take_in
from proposals.models import Event, Proposal
from proposals.sipd import COLUMNS, SIPD
from reports.declaration import NO_SOURCE
from reports.registry import open_report
from tests.factories import World
from tests.kelurahan.imports import read_in
from tests.reports.reading import write

pytestmark = pytest.mark.django_db

KEYS = [column.key for column in SIPD]
# Of what the import takes, these two say which line and which proposal it was.
NAMING = ("number", "reference")
SURVIVING = [key for key in KEYS if COLUMNS[key].is_taken and key not in NAMING]
IGNORED = ("status", "note", "partner", "kelurahan_advice", "kecamatan_advice", "agency_advice")
CANARIES = (
    "=1+1",
    "@SUM(A1:A9)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "tab\tdi tengah",
    "<script>alert(1)</script> & ]]>",
    "_x0041_ dan 😀",
    "\u202eطريق\u202c",
    "baris satu\nbaris dua",
    "x" * 10_000,
)


def export(world: World) -> tuple[bytes, list[dict]]:
    """The workbook of the operator, and its lines by the keys of the columns."""
    report, subject = open_report("daftar-usulan", world.operator, {"cycle": "2021"})
    lines = [dict(zip(KEYS, row, strict=True)) for row in report.list_rows(subject)]
    return write("xlsx", report, subject), lines


def edit(content: bytes, changes) -> bytes:
    """What somebody does in a spreadsheet: `changes(number, cells by key)` for each line, and save."""
    book = load_workbook(io.BytesIO(content))
    rows = list(book.active.iter_rows())
    start = next(n for n, row in enumerate(rows) if row[0].value == "No")
    assert [cell.value for cell in rows[start]] == [column.heading for column in SIPD]
    for number, row in enumerate(rows[start + 1 :]):
        changes(number, dict(zip(KEYS, row, strict=True)))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_everything_that_an_import_takes_comes_back_whole():
    world = World()
    for number, text in enumerate(CANARIES):
        status = "awaiting_lurah" if number else "kecamatan_review"
        row = world.proposal(status, volume=f"{12 + number},5", rt="02, 03", rw="05")
        line = text.replace("\n", " ")
        short = {"title": line[:200], "proposer": line[:80]}
        Proposal.objects.filter(pk=row.pk).update(problem=text, **short)
    world.step(Proposal.objects.order_by("pk").first(), "reject")
    before = list(Proposal.objects.order_by("pk").values())
    events = Event.objects.count()
    content, asked = export(world)
    assert [line["problem"] for line in asked] == list(CANARIES)
    assert {COLUMNS[key].is_taken for key in IGNORED} == {False}

    def forge(number, cells):
        for key in IGNORED:
            cells[key].value = "Prioritas"
        if number:  # the first stays what it is; the others are asked for anew
            cells["reference"].value = None

    file = read_in(world, edit(content, forge))
    known, *fresh = file.rows.order_by("number")
    assert (known.verdict, known.reason) == (
        "known",
        f"Sudah ada sebagai usulan {asked[0]['reference']}.",
    )
    assert [(row.verdict, row.problems) for row in fresh] == [("good", {})] * (len(CANARIES) - 1)
    take_in(file=file, by=world.operator)
    _, now = export(world)
    assert [{key: line[key] for key in SURVIVING} for line in now[len(asked) :]] == [
        {key: line[key] for key in SURVIVING} for line in asked[1:]
    ]
    for line in now[len(asked) :]:
        assert [line[key] for key in IGNORED] == ["Draf", None, NO_SOURCE, None, None, None]
    assert list(Proposal.objects.order_by("pk")[: len(asked)].values()) == before
    assert Event.objects.count() == events + len(CANARIES) - 1  # one for each new draft, none for the others


def test_workbook_that_nobody_touched_brings_nothing_new():
    world = World()
    row = world.proposal("scoring")
    content, (line,) = export(world)
    assert (line["status"], line["times"]) == ("Penilaian Bappeda", 1)
    assert line["agency_advice"] == "Disetujui"
    assert line["sub_kegiatan"].startswith("1.03.06.2.01.05 ")
    told = read_in(world, content).rows.get()
    assert (told.verdict, told.key) == ("known", row.uuid)


def test_proposal_that_was_carried_over_says_how_often_it_was_asked():
    past, world = World(year=2020), World()
    old, row = past.proposal(), world.proposal()
    Proposal.objects.filter(pk=row.pk).update(carried_from=old)
    assert export(world)[1][0]["times"] == 2
