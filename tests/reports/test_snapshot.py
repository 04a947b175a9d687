"""One moment for a whole file, and nobody kept waiting while it is written."""

import dataclasses
import io
import threading
from zipfile import ZipFile

import pytest
from django.db import connection

from proposals.models import Proposal
from reports.declaration import ShortListing
from reports.models import Package
from reports.packages import filling
from reports.packages.contents import Entry
from reports.registry import open_report
from reports.services.building import write_file
from reports.snapshot import snapshot
from reports.viewer import SYSTEM
from reports.writers import Document
from tests.bappeda.factories import make_marked, make_published_run, make_world, set_ceiling
from tests.factories import World
from tests.reports.reading import read_csv, read_xlsx

PARAMS = ("daftar-prioritas", {"cycle": "2021"})


def publish_two() -> tuple:
    """(report, subject) of a list of two proposals, as an administrator of Bappeda sees it."""
    world = make_world()
    for title in ("Drainase RW 05", "Drainase RW 06"):
        make_marked(world, title=title)
    set_ceiling(world, 1_000_000_000)
    make_published_run(world)
    slug, asked = PARAMS
    return open_report(slug, world.admin, asked)


def meanwhile(act) -> None:
    """Let another connection do something and be done with it."""
    trouble = []

    def run() -> None:
        try:
            act()
        except Exception as failure:
            trouble.append(failure)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join(5)
    assert not other.is_alive(), "the other one has to wait for the report"
    assert trouble == []


@pytest.mark.django_db(transaction=True)
def test_file_shows_one_moment_although_others_write(tmp_path):
    """The list is read twice for one file; what is renamed in between is not seen by the second reading."""
    report, subject = publish_two()
    before = [row[2] for row in report.list_rows(subject)]

    def read_twice(subject):
        yield next(iter(report.list_rows(subject)))
        meanwhile(lambda: Proposal.objects.update(title="Diubah sementara itu"))
        yield from list(report.list_rows(subject))[1:]

    changed = dataclasses.replace(report, list_rows=lambda subject: ShortListing(read_twice(subject)))
    write_file(tmp_path / "file.csv", changed, subject, "csv")
    written = read_csv((tmp_path / "file.csv").read_bytes(), report.columns)
    assert [row[2] for row in written] == before
    assert Proposal.objects.filter(title="Diubah sementara itu").count() == 2


@pytest.mark.django_db(transaction=True)
def test_file_in_the_making_lets_others_write(tmp_path):
    report, subject = publish_two()

    def read_slowly(subject):
        for row in report.list_rows(subject):
            meanwhile(lambda: Proposal.objects.update(problem="Ditulis sementara itu"))
            yield row

    changed = dataclasses.replace(report, list_rows=lambda subject: ShortListing(read_slowly(subject)))
    write_file(tmp_path / "file.xlsx", changed, subject, "xlsx")
    assert len(read_xlsx((tmp_path / "file.xlsx").read_bytes(), report.columns, report.title)) == 2
    assert Proposal.objects.filter(problem="Ditulis sementara itu").count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_long_list_comes_in_pieces_through_a_cursor_of_the_server(monkeypatch):
    """With the first line of a file in hand, the server still holds all but the first piece."""
    monkeypatch.setattr("reports.listing.AT_ONCE", 2)
    world = World()
    references = [world.proposal("kecamatan_review").reference for _ in range(5)]
    report, subject = open_report("daftar-usulan", world.admin, {"cycle": "2021"})
    with snapshot() as moment, connection.cursor() as cursor:
        lines = Document(report, subject, moment).iterate_lines()
        assert next(lines).cells[1] == references[0]
        cursor.execute("SELECT name, statement FROM pg_cursors")
        [(name, statement)] = cursor.fetchall()
        assert '"proposals_proposal"."reference"' in statement
        cursor.execute(f'FETCH ALL FROM "{name}"')
        waiting = [reference for row in cursor.fetchall() for reference in references if reference in row]
        lines.close()
    assert waiting == references[2:]


@pytest.mark.django_db(transaction=True)
def test_package_shows_one_moment_although_others_write(tmp_path, monkeypatch):
    """Between the first workbook and the second everything is renamed; neither shows it."""
    report, subject = publish_two()
    entries = [Entry(name, report, subject.params, SYSTEM) for name in ("satu", "dua")]
    monkeypatch.setattr(filling, "list_entries", lambda package: entries)
    monkeypatch.setattr(filling, "list_minutes", lambda package: [])

    def rename(done: int, total: int | None) -> None:
        if done == 1:
            meanwhile(lambda: Proposal.objects.update(title="Diubah sementara itu"))

    zipped = io.BytesIO()
    with snapshot() as moment:
        filling.Filling(Package(cycle=subject.about.cycle), moment, tmp_path).write(zipped, rename)
    with ZipFile(zipped) as archive:
        books = [archive.read(f"{entry.name}.xlsx") for entry in entries]
    one, two = (read_xlsx(book, report.columns, report.title) for book in books)
    assert one == two
    assert {row[2] for row in one} == {"Drainase RW 05", "Drainase RW 06"}
    assert Proposal.objects.filter(title="Diubah sementara itu").count() == 2
