"""The import of 5,000 rows against the reader's bare loop plus a `bulk_create` of the rows it leaves; and its memory.

The import is everything from the upload to the drafts with their history, the confined reader included; what is written
is rolled back. It leaves import rows, proposals and events; the ratio against the proposals alone is printed too.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from kelurahan.importing import reading, receiving, taking_in
from kelurahan.models import ImportFile, ImportRow
from proposals.models import Event, Proposal
from tests.benchmarks.measuring import print_table, take_and_undo, take_turns
from tests.factories import World
from tests.kelurahan.imports import make_upload, make_workbook

ROWS = int(os.environ.get("ROWS") or 5000)
MOST = 3  # times the floor
MOST_MEGABYTES = 200
ROOT = Path(__file__).resolve().parent.parent.parent
HEADINGS = (
    *("No", "Usulan", "Permasalahan", "Hasil yang Diharapkan", "Pengusul", "Bidang", "Lokasi", "Volume"),
    *("Anggaran (Rp)", "OPD Tujuan", "Jenis", "Dasar Harga", "Penerima (KK)", "Jiwa", "Alasan di Luar Kamus"),
)
pytestmark = [pytest.mark.postgresql]


def write_workbook(path: Path) -> None:
    rows = (
        (
            number,
            f"Perbaikan saluran drainase Jl. Melati Gang {number}",
            f"Saluran retak di dua sisi, genangan {number % 40} cm setiap hujan lebih dari satu jam.",
            "Saluran berfungsi dan air surut paling lama satu jam setelah hujan.",
            f"RW {number % 20:02d}",
            "Infrastruktur",
            f"Jl. Melati Gang {number} RT 02, 03 / RW {number % 20:02d}, Kota Tangerang",
            f"{100 + number % 50} m",
            f"Rp {(100 + number % 50) * 1_537_500:,}".replace(",", "."),
            "Dinas PUPR",
            "Fisik",
            "Perkiraan",
            34,
            142,
            "Tidak ada di kamus.",
        )
        for number in range(1, ROWS + 1)
    )
    path.write_bytes(make_workbook(("DAFTAR USULAN",), HEADINGS, *rows))


@pytest.mark.django_db
def test_importing_five_thousand_rows(capsys, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    world, path = World(), tmp_path / "usulan.xlsx"
    write_workbook(path)
    data, office = (
        path.read_bytes(),
        {"kelurahan": world.batujaya, "cycle": world.cycle, "by": world.operator},
    )

    def receive_and_read():
        file = receiving.keep(upload=make_upload(data), **office)
        reading.read_now(file)
        return file

    def import_all():
        return taking_in.take_in(file=receive_and_read(), by=world.operator, all_rows=True)

    with transaction.atomic():
        assert import_all().made == ROWS
        left = {
            model: list(model.objects.order_by("pk")) for model in (ImportFile, ImportRow, Proposal, Event)
        }
        transaction.set_rollback(True)
    assert [len(rows) for rows in left.values()] == [1, ROWS, ROWS, ROWS]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def read_bare():
        for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python():
            for _ in row:
                pass

    proposals, (file,) = {row.pk: row for row in left[Proposal]}, left[ImportFile]
    owners = [proposals[event.proposal_id] for event in left[Event]]

    def read_and_create(*models):
        read_bare()
        for model in models:
            for place, row in enumerate(left[model]):
                row.pk = None
                if model is Event:
                    row.proposal = owners[place]
                elif model is ImportRow:
                    row.file = file
            model.objects.bulk_create(left[model], batch_size=500)

    took = take_turns(
        {
            "import": lambda: take_and_undo(import_all),
            "of that: receive, read, judge, keep": lambda: take_and_undo(receive_and_read),
            "bare loop and bulk_create of every row": lambda: take_and_undo(lambda: read_and_create(*left)),
            "bare loop and bulk_create of proposals": lambda: take_and_undo(
                lambda: read_and_create(Proposal)
            ),
        },
        rounds=3,
    )
    best = {name: timing.best for name, timing in took.items()}
    ratio = best["import"] / best["bare loop and bulk_create of every row"]
    strict = best["import"] / best["bare loop and bulk_create of proposals"]
    with capsys.disabled():
        print_table(
            f"Import of {ROWS} rows × {len(HEADINGS)} columns, seconds",
            ("step", "best", "median", "cpu"),
            [(name, timing.best, timing.median, timing.cpu) for name, timing in took.items()],
        )
        print(f"import / floor {ratio:.2f} (at most {MOST}); against the proposals alone {strict:.2f}")
    assert ratio <= MOST


@pytest.mark.django_db(transaction=True)
def test_memory_of_the_import(capsys, tmp_path):
    world, path = World(), tmp_path / "usulan.xlsx"
    assert world.operator
    write_workbook(path)
    program = (
        "import sys, django; django.setup()\n"
        "from django.core.management import call_command\n"
        f"call_command('import_proposals', {str(path)!r}, '--kelurahan', '36.71.03.1002', '--cycle', '2021')\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path / "var"), "DEMO": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "eplanning.settings"
    environment["CELERY_BROKER_URL"] = settings.CELERY_BROKER_URL
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", ended.stdout)[1]) / 1024
    with capsys.disabled():
        print(f"\npeak of the process that imports {ROWS} rows: {peak:.0f} MB (at most {MOST_MEGABYTES})")
    assert Proposal.objects.count() == ROWS
    assert peak <= MOST_MEGABYTES
