"""One way of writing a long list, in a process of its own: `python -m tests.benchmarks.writing WAY ROWS FILE`.

Prints its seconds, its seconds of processor and its peak of memory as JSON. The ways: `floor` streams ready tuples into
a zip and does nothing else; `database` only reads; `conversion` reads and makes lines; `report` writes the file as the
worker does; `openpyxl` is `values_list` and openpyxl's write-only mode. Besides: `floor_of_sipd`, the floor as wide as
report 1; `grouped`, the one query below any recap; and the slug of a report, with its format behind a dot if not xlsx.
"""

import json
import re
import sys
import time
import zipfile
from functools import partial
from itertools import cycle, islice
from pathlib import Path

COLUMNS = 20
CHUNK = 1000
VALUES = (
    "reference",
    "title",
    "problem",
    "kelurahan__name",
    "kecamatan__name",
    "field__name",
    "current_agency__name",
    "status",
    "source",
    "street",
    "rt",
    "rw",
    "unit",
    "current_volume",
    "current_price",
    "current_budget",
    "current_households",
    "kelurahan_order",
    "created_at",
)


def declare(rows: int):
    """A report of twenty columns over the first `rows` proposals, with a sum."""
    from proposals.models import Proposal
    from reports.declaration import Column, Kind, Listing, Report, Subject

    kinds = {
        "current_volume": Kind.DECIMAL,
        "current_price": Kind.RUPIAH,
        "current_budget": Kind.RUPIAH,
        "current_households": Kind.INTEGER,
        "kelurahan_order": Kind.INTEGER,
        "created_at": Kind.DATETIME,
    }
    columns = tuple(Column(key, key.title(), "uji", kinds.get(key, Kind.TEXT)) for key in VALUES)
    listed = Proposal.objects.filter(people__lte=rows).order_by("pk").values_list(*VALUES)
    report = Report(
        slug="panjang",
        title="Panjang",
        summary="",
        roles=frozenset({"bappeda_admin"}),
        columns=(Column("number", "No", "nomor baris", Kind.INTEGER), *columns),
        filters=(),
        settle=lambda user, asked: subject,
        list_rows=lambda subject: Listing(
            listed, lambda number, values: (number, *values), sums={"current_budget": "current_budget"}
        ),
        sums=("current_budget",),
    )
    subject = Subject("Daftar panjang", ("Uji.",), {"cycle": "2021"}, "panjang", None)
    return report, subject


def floor(rows: int, target: Path, columns: int = COLUMNS) -> None:
    from reports.writers.xlsx import COMPRESSION

    texts = ["Perbaikan saluran drainase RT 05", "Genangan 20–30 cm setiap hujan.", "Batujaya", "Batuceper"]
    ready = [
        tuple(texts[n % 4] if n < columns - 6 else 1_537_500 * n + number for n in range(columns))
        for number in range(CHUNK)
    ]
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for row in islice(cycle(ready), rows):
            cells = [
                f'<c t="inlineStr"><is><t>{v}</t></is></c>' if type(v) is str else f"<c><v>{v}</v></c>"
                for v in row
            ]
            part.write(f"<row>{''.join(cells)}</row>".encode())


def database(rows: int, target: Path) -> None:
    from reports.snapshot import snapshot

    report, subject = declare(rows)
    with snapshot():
        assert sum(1 for _ in report.list_rows(subject).queryset.iterator(chunk_size=CHUNK)) == rows


def conversion(rows: int, target: Path) -> None:
    from reports.snapshot import snapshot
    from reports.writers import Document

    report, subject = declare(rows)
    with snapshot() as moment:
        assert sum(1 for _ in Document(report, subject, moment).iterate_lines()) == rows + 1


def report(rows: int, target: Path) -> None:
    from reports.services.building import write_file

    declared, subject = declare(rows)
    assert write_file(target, declared, subject, "xlsx").row_count == rows


def openpyxl(rows: int, target: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Panjang")
    declared, subject = declare(rows)
    for number, values in enumerate(declared.list_rows(subject).queryset.iterator(chunk_size=CHUNK), start=1):
        sheet.append([number, *values[:-1], values[-1].replace(tzinfo=None)])
    workbook.save(target)


def floor_of_sipd(rows: int, target: Path) -> None:
    from proposals.sipd import SIPD

    floor(rows, target, len(SIPD))


def grouped(rows: int, target: Path) -> None:
    from django.db.models import Count, Sum

    from proposals.models import Proposal

    counted = Proposal.objects.values_list("kelurahan", "status").annotate(Count("pk"), Sum("current_budget"))
    assert sum(count for _, _, count, _ in counted.order_by()) == rows


def write_official(rows: int, target: Path, slug: str, format: str) -> None:
    from reports.registry import open_report
    from reports.services.building import write_file
    from reports.viewer import SYSTEM

    status = {"status": "kecamatan_review"} if slug == "daftar-per-status" else {}
    report, subject = open_report(slug, SYSTEM, {"cycle": "2021", **status})
    written = write_file(target, report, subject, format).row_count
    assert written == rows or slug.startswith("rekap-")


def read_peak() -> float:
    """The most memory that this process held, in MB. `getrusage` would count what the process that forked it held."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1)) / 1024


WAYS = {way.__name__: way for way in (floor, database, conversion, report, openpyxl, floor_of_sipd, grouped)}


def find_way(name: str):
    """The function of this name, or what writes the official report."""
    slug, _, format = name.partition(".")
    return WAYS.get(name) or partial(write_official, slug=slug, format=format or "xlsx")


if __name__ == "__main__":
    import django

    django.setup()
    way, rows, target = find_way(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    wall, cpu = time.perf_counter(), time.process_time()
    way(rows, target)
    measured = {
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak": read_peak(),
    }
    print(json.dumps(measured))
