"""A worker killed with kill -9 in the middle of a report, twenty times: twenty whole files, each once.

    bin/test chaos                   on PostgreSQL and Redis, then on SQLite and files (CHAOS_KILLS changes twenty)

Each report is killed once, at a place that changes; the next worker does it again.
"""

import hashlib
import os
import signal
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from jobs.models import Job
from reports import services
from reports.models import ReportRun
from reports.registry import REPORTS
from reports.services.building import FOLDER
from tests.chaos.slow_report import REPORT, ROWS
from tests.factories import World
from tests.services.programs import stop_server
from tests.services.worker import start_worker, wait_for

KILLS = int(os.environ.get("CHAOS_KILLS") or 20)
WORKER = "tests.chaos.worker_settings"
PATIENCE = 90  # seconds: a worker starts, finds what went silent, and does it again
pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_killed_in_mid_report_leave_whole_files_each_once(client, monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(REPORTS, REPORT.slug, REPORT)
    admin, chance = World().admin, Random(2021)
    client.force_login(admin)
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    runs, halves = [], 0
    worker = start_worker(tmp_path, "worker-0", WORKER)
    try:
        for number in range(1, KILLS + 1):
            run = services.request_file(slug=REPORT.slug, params={"cycle": "2021"}, format="xlsx", by=admin)
            runs.append(run)
            place, log = chance.randrange(50, ROWS - 300), tmp_path / f"worker-{number - 1}.log"
            seen = wait_for(run.job, lambda job, place=place: job.progress_done >= place, log, PATIENCE)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            assert seen.state == Job.State.RUNNING, (
                f"the {number}. report was over before its worker was killed"
            )
            halves += bool(list(folder.glob(f"{run.pk}-*.part")))
            assert client.get(run.get_absolute_url()).status_code == 404, "half a file is given out"
            worker = start_worker(tmp_path, f"worker-{number}", WORKER)
            done = wait_for(run.job, lambda job: job.is_finished, tmp_path / f"worker-{number}.log", PATIENCE)
            assert (done.state, done.attempts) == (Job.State.DONE, 2), done.error
    finally:
        stop_server(worker)
    for leftover in folder.glob("*.part"):
        os.utime(leftover, (0, 0))
    services.remove_expired()
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{run.pk}-2.xlsx" for run in runs)
    assert ReportRun.objects.count() == Job.objects.count() == KILLS
    for run in runs:
        run.refresh_from_db()
        assert (run.row_count, run.sha256) == (ROWS, hashlib.sha256(run.path.read_bytes()).hexdigest())
        sheet = CalamineWorkbook.from_path(str(run.path)).get_sheet_by_index(0).to_python()
        numbers = [row[0] for row in sheet if isinstance(row[0], float) and row[1]]
        assert numbers == list(range(ROWS))
        assert b"".join(client.get(run.get_absolute_url()).streaming_content) == run.path.read_bytes()
    with capsys.disabled():
        print(
            f"\n{KILLS} reports, {KILLS} kills ({halves} with half a file on the disk), {len(runs)} whole files"
        )
