"""Building files: whole or not at all, under one snapshot, once per form."""

import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job, Notification
from jobs.registry import Stopped
from jobs.services import run as run_job
from jobs.services.running import claim
from proposals.refusals import Refused
from reports import services
from reports.models import ReportRun
from reports.registry import open_report
from reports.services.building import FOLDER, build
from reports.writers import WRITERS
from tests.factories import make_cycle

SLUG = "daftar-prioritas"
PARAMS = {"cycle": "2021"}


def ask(user, format: str = "xlsx", **given) -> ReportRun:
    return services.request_file(slug=SLUG, params=PARAMS, format=format, by=user, **given)


def files(settings) -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def ignore_progress(done: int, total: int | None = None) -> None:
    """Nobody looks."""


@pytest.mark.parametrize("format", ["xlsx", "csv", "pdf"])
def test_build_keeps_hash_size_and_rows(world, run, settings, format):
    asked = ask(world.operator, format)
    run_job(asked.pk)
    asked.refresh_from_db()
    content = asked.path.read_bytes()
    assert (asked.sha256, asked.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (asked.row_count, asked.job.progress_done, asked.job.progress_total) == (11, 11, 11)
    assert asked.expires_at > asked.snapshot_at
    assert files(settings) == [f"{asked.pk}-1.{format}"]


def test_build_tells_the_way_to_the_file(world, run):
    asked = ask(world.operator)
    run_job(asked.pk)
    asked.job.refresh_from_db()
    assert asked.job.result["url"] == asked.get_absolute_url()
    assert asked.job.result["note"].startswith("11 baris.")


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_build_stopped_midway_leaves_no_file(world, run, settings, format):
    asked = ask(world.operator, format)
    job = claim(asked.pk)

    def stop_after_start(done: int, total: int | None = None) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        build(job, stop_after_start)
    asked.refresh_from_db()
    assert (files(settings), asked.file) == ([], "")


def test_build_with_a_broken_row_leaves_no_file(world, run, settings, monkeypatch):
    asked = ask(world.operator)
    monkeypatch.setattr("reports.layouts.daftar_prioritas.say_decider", lambda *given: 1 / 0)
    for _ in range(3):
        run_job(asked.pk)
    asked.refresh_from_db()
    assert (files(settings), asked.file, asked.job.state) == ([], "", "failed")


def test_build_overtaken_by_another_attempt_removes_its_own_file(world, run, settings):
    asked = ask(world.operator)
    late = claim(asked.pk)
    Job.objects.filter(pk=asked.pk).update(attempts=2)  # somebody else took over
    with pytest.raises(Stopped):
        build(late, ignore_progress)
    assert files(settings) == []


def test_build_again_after_a_crash_gives_one_whole_file(world, run, settings):
    asked = ask(world.operator)
    build(claim(asked.pk), ignore_progress)  # and then the worker died
    Job.objects.filter(pk=asked.pk).update(state="queued")
    run_job(asked.pk)
    asked.refresh_from_db()
    assert asked.job.state == "done"
    assert asked.file == f"{FOLDER}/{asked.pk}-2.xlsx"
    assert hashlib.sha256(asked.path.read_bytes()).hexdigest() == asked.sha256


def test_full_disk_fails_with_a_sentence_and_leaves_no_file(world, run, settings, monkeypatch):
    def write_half(target, document):
        target.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(WRITERS, "xlsx", write_half)
    asked = ask(world.operator)
    run_job(asked.pk)
    asked.refresh_from_db()
    assert (asked.job.state, asked.job.attempts, asked.file, files(settings)) == ("failed", 1, "", [])
    assert "penyimpanan server penuh" in asked.job.error


def test_owner_is_told_of_a_file_that_took_its_time_and_of_one_that_was_given_up(world, run, monkeypatch):
    quick, slow, broken = ask(world.operator), ask(world.operator, "csv"), ask(world.operator, "pdf")
    for asked in (slow, broken):
        Job.objects.filter(pk=asked.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    run_job(quick.pk)
    run_job(slow.pk)
    monkeypatch.setattr("reports.writers.pdf.make_pdf", lambda html, base_url: None)
    run_job(broken.pk)
    services.tell_failed()
    services.tell_failed()
    told = {notice.url: notice.text for notice in Notification.objects.filter(recipient=world.operator)}
    assert told[slow.get_absolute_url()].startswith("Berkas siap diunduh: Daftar Prioritas")
    assert told[broken.job.get_absolute_url()].endswith("sampaikan kepada administrator.")
    assert quick.get_absolute_url() not in told
    assert Notification.objects.filter(recipient=world.operator, key__startswith="report:").count() == 2


def test_person_waits_for_few_files_at_once_and_asks_for_so_many_a_day(world, run, settings):
    settings.REPORTS_UNFINISHED, settings.REPORTS_A_DAY = 2, 3
    first = ask(world.operator, key="same")
    ask(world.operator)
    assert ask(world.operator, key="same") == first
    with pytest.raises(Refused, match="2 berkas laporan Anda belum selesai"):
        ask(world.operator)
    ask(world.lurah)
    Job.objects.update(state="done")
    ask(world.operator)
    Job.objects.update(state="done")
    with pytest.raises(Refused, match="3 berkas laporan hari ini") as refusal:
        ask(world.operator)
    assert refusal.value.http == 409


def test_list_too_long_for_paper_says_what_to_do(world, run, monkeypatch):
    monkeypatch.setattr("reports.writers.pdf.MOST_ROWS", 10)
    with pytest.raises(Refused, match="paling banyak 10 baris, daftar ini 11") as refusal:
        ask(world.operator, "pdf")
    assert refusal.value.http == 422


def test_row_with_file_but_without_hash_is_refused_by_the_database(world, run):
    asked = ask(world.operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRun.objects.filter(pk=asked.pk).update(file="reports/half.xlsx")


def test_same_form_sent_twice_is_one_file(client, world, run):
    client.force_login(world.operator)
    form = {"cycle": "2021", "format": "csv", "key": "a" * 36}
    for _ in range(2):
        assert client.post(reverse("reports:request", args=[SLUG]), form).status_code == 302
    assert ReportRun.objects.count() == 1


def test_request_shows_progress_on_the_page(client, world, run):
    client.force_login(world.operator)
    answer = client.post(
        reverse("reports:request", args=[SLUG]), {"cycle": "2021", "format": "csv"}, follow=True
    )
    asked = ReportRun.objects.get()
    text = answer.content.decode()
    assert "Menunggu giliran" in text
    assert reverse("jobs:progress", args=[asked.pk]) in text


def test_request_of_unknown_format_is_refused(client, world, run):
    client.force_login(world.operator)
    answer = client.post(reverse("reports:request", args=[SLUG]), {"cycle": "2021", "format": "exe"})
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_list_of_reports_shows_own_files_only(client, world, run):
    mine, other = ask(world.operator), ask(world.lurah, "csv")
    client.force_login(world.operator)
    text = client.get(reverse("reports:list")).content.decode()
    assert str(mine.pk) in text
    assert str(other.pk) not in text


def test_expired_file_is_removed_and_the_page_says_so(client, world, run, settings):
    asked = ask(world.operator)
    run_job(asked.pk)
    ReportRun.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert services.remove_expired() == 1
    assert files(settings) == []
    client.force_login(world.operator)
    assert "Sudah dihapus" in client.get(reverse("reports:list")).content.decode()
    answer = client.get(asked.get_absolute_url())
    assert answer.status_code == 404
    assert "Minta lagi" in answer.content.decode()


def test_sweep_removes_what_a_killed_worker_left(world, run, settings):
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True)
    fresh, old = folder / "fresh.xlsx.a.part", folder / "old.xlsx.b.part"
    fresh.write_bytes(b"x")
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert services.remove_expired() == 1
    assert files(settings) == [fresh.name]


def test_rows_are_read_with_one_query_however_many(world, run):
    report, subject = open_report(SLUG, world.admin, PARAMS)
    with CaptureQueriesContext(connection) as queries:
        rows = list(report.list_rows(subject))
    assert (len(rows), len(queries)) == (11, 1)


def test_page_takes_as_many_queries_for_eleven_rows_as_for_one(client, world, run):
    client.force_login(world.operator)
    address, counts = reverse("reports:report", args=[SLUG]), []
    client.get(address, {"tahun": "2021"})  # remembers the year in the session
    for narrowed, rows in (({"outcome": "reserve"}, 5), ({}, 11)):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, narrowed)
        assert answer.context["count"] == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_command_writes_the_list_in_force(world, run, tmp_path, ending, capsys):
    target = tmp_path / f"daftar.{ending}"
    call_command("build_report", SLUG, cycle="2021", out=target)
    assert "11 baris" in capsys.readouterr().out
    assert target.stat().st_size > 500


def test_command_without_published_list_says_so(db, tmp_path):
    make_cycle(year=2022)
    with pytest.raises(CommandError, match="Belum ada daftar prioritas yang diumumkan"):
        call_command("build_report", SLUG, cycle="2022", out=tmp_path / "daftar.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_command_with_unknown_ending_is_refused(world, run, tmp_path):
    with pytest.raises(CommandError, match="berakhiran"):
        call_command("build_report", SLUG, cycle="2021", out=tmp_path / "daftar.doc")
