"""Packages: one a night and one for each office when a stage ends, whole or not at all, each in its own scope."""

import errno
import hashlib
import io
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.roles import ROLES
from jobs import registry
from jobs.models import Job, Notification
from jobs.services import run as run_job
from proposals import clock
from proposals.models import Proposal, WindowExtension
from reports.models import Package
from reports.packages import asking, building, telling
from reports.packages.contents import list_entries
from reports.registry import open_report
from reports.services import remove_expired
from reports.services.building import FOLDER
from reports.viewer import SYSTEM
from reports.writers import WRITERS
from tests.factories import close_stage
from tests.meetings import KECAMATAN, issue_minutes
from tests.reports.reading import read_declared, read_xlsx

INDEX = "ISI PAKET.txt"


def at_hour(hour: int, day: int = 0) -> datetime:
    """An hour of today, or of a day after, in local time."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time(hour)))
    return (start + timedelta(days=day)).astimezone(UTC)


def make_night(hour: int = 2, day: int = 1) -> int:
    with clock.frozen(at_hour(hour, day)):
        return asking.make_nightly()


def run_all() -> list[Package]:
    for job in Job.objects.filter(kind=asking.PACKAGE, state="queued").order_by("created_at"):
        run_job(job.pk)
    return list(Package.objects.select_related("job").order_by("job__created_at"))


def open_zip(package: Package) -> dict[str, bytes]:
    assert package.file, (package.job.error, package.job.fault)
    content = package.path.read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (package.sha256, package.size)
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names)) == package.file_count + 1
        return {name: archive.read(name) for name in names}


def read_texts(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return "\n".join(str(cell) for cell in cells if cell is not None)


def files() -> list[str]:
    folder = Path(django_settings.MEDIA_ROOT) / FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture(autouse=True)
def _no_pulse(monkeypatch):
    """The pulse's own connection does not see the job of a test's transaction and would take it for lost."""
    monkeypatch.setattr("jobs.timing.TICK_SECONDS", 600)


@pytest.fixture(autouse=True)
def _at_one_at_night(settings):
    """The product's own hour; under test it is never, unless a test is about it."""
    settings.PACKAGES_HOUR = 1


@pytest.fixture
def abroad(world, run) -> Proposal:
    """Something of the other kecamatan that must not be seen in Batuceper's package."""
    row = world.proposal(title="Rahasia Belendung")
    Proposal.objects.filter(pk=row.pk).update(kelurahan=world.belendung, kecamatan=world.benda)
    return row


# The night


def test_night_has_one_package_with_the_recap_of_every_kecamatan(world, abroad):
    assert [make_night(), make_night(3), make_night(8), make_night(23, day=0)] == [1, 0, 0, 0]
    (package,) = run_all()
    inside = open_zip(package)
    assert set(inside) == {
        INDEX,
        "Rekap Kota Tangerang 2021.xlsx",
        "Rekap Kecamatan Batuceper 2021.xlsx",
        "Rekap Kecamatan Benda 2021.xlsx",
    }
    report, subject = open_report("rekap-kelurahan", SYSTEM, {"cycle": "2021", "kecamatan": world.benda.code})
    rows = read_xlsx(inside["Rekap Kecamatan Benda 2021.xlsx"], report.columns, report.title)
    listing = report.list_rows(subject)
    assert rows[:-1] == read_declared(listing)
    assert "Belendung" in read_texts(inside["Rekap Kecamatan Benda 2021.xlsx"])
    index = inside[INDEX].decode("utf-8-sig")
    assert "Keadaan data" in index
    assert hashlib.sha256(inside["Rekap Kecamatan Benda 2021.xlsx"]).hexdigest() in index
    assert package.filename.startswith("paket-rekap-2021-")
    told = Notification.objects.filter(key=f"package:{package.pk}:ready")
    assert {notice.recipient for notice in told} == {world.admin, world.head}
    assert make_night(day=2) == 1


def test_night_is_not_made_when_switched_off_closed_or_in_training(world, settings):
    settings.PACKAGES_HOUR = 24
    assert make_night() == 0
    settings.PACKAGES_HOUR = 22
    assert [make_night(21, 0), make_night(22, 0), make_night(2, 1)] == [0, 1, 0]
    type(world.cycle).objects.update(kind="training")
    assert make_night(22, 1) == 0


def test_beat_leads_to_the_packages():
    assert django_settings.CELERY_BEAT_SCHEDULE["sweep-every-minute"]["task"] == "jobs.sweep"
    assert registry.SWEEPS["reports.make_nightly_packages"] is asking.make_nightly
    assert registry.SWEEPS["reports.make_closing_packages"] is asking.make_closings
    assert registry.WORK[asking.PACKAGE] is building.build


# The end of a stage


def test_stage_that_ended_gives_bappeda_everything_and_each_kecamatan_its_own(world, abroad, settings):
    forum, neighbour = issue_minutes(world), world.person("camat", world.benda)
    close_stage(world.cycle, "kelurahan")
    assert [asking.make_closings(), asking.make_closings()] == [3, 0]
    by_place = {package.kecamatan and package.kecamatan.name: package for package in run_all()}
    whole, own = open_zip(by_place[None]), open_zip(by_place["Batuceper"])
    minutes = f"Berita acara Musrenbang Kelurahan Batujaya {forum.number}.pdf"
    assert own[minutes].startswith(b"%PDF")
    assert whole[f"Kecamatan Batuceper/{minutes}"] == own[minutes]
    names = {name.rpartition("/")[0] for name in whole}
    assert names == {"", "Kota Tangerang", "Kecamatan Batuceper", "Kecamatan Benda"}
    expected = {
        *(
            "Daftar usulan (SIPD)",
            "Rekapitulasi per kecamatan",
            "Rekapitulasi per kelurahan",
            "Daftar prioritas",
        ),
        *("Daftar per status - Ditolak", "Pemeringkatan", "Dana Kelurahan", "Usulan provinsi dan pusat"),
    }
    assert {f"{title} - Kecamatan Batuceper 2021.xlsx" for title in expected} <= set(own)
    assert "Prioritas kelurahan - Batujaya, Batuceper 2021.xlsx" in own
    assert "Prioritas kecamatan (T-D.4) - Batuceper 2021.xlsx" in own
    assert "Kota Tangerang/Rancangan Renja - Kota Tangerang 2021.xlsx" in whole
    books = {name: read_texts(content) for name, content in own.items() if name.endswith(".xlsx")}
    for name, text in books.items():
        assert "Keadaan data" in text, name
        for word in ("Rahasia Belendung", "Belendung", "Benda", abroad.reference):
            assert word not in text, name
    assert "Rahasia Belendung" in read_texts(
        whole["Kota Tangerang/Daftar usulan (SIPD) - Kota Tangerang 2021.xlsx"]
    )
    moments = {
        line for text in books.values() for line in text.splitlines() if line.startswith("Keadaan data")
    }
    assert len(moments) == 1
    beside = by_place["Benda"]
    assert "Daftar prioritas: Tidak ada usulan kecamatan ini di dalamnya." in beside.left_out
    texts = "".join(read_texts(book) for name, book in open_zip(beside).items() if name.endswith(".xlsx"))
    assert "Rahasia Belendung" in texts
    assert "Batujaya" not in texts
    told = {
        place: {n.recipient for n in Notification.objects.filter(key=f"package:{package.pk}:ready")}
        for place, package in by_place.items()
    }
    assert told == {
        None: {world.admin, world.head},
        "Batuceper": {world.officer, world.camat},
        "Benda": {neighbour},
    }


def test_stage_ends_with_its_last_extension_and_again_when_it_was_opened_again(world):
    close_stage(world.cycle, "kelurahan")
    window = world.cycle.windows.get(stage="kelurahan")
    later = clock.now() + timedelta(hours=2)
    WindowExtension.objects.create(
        window=window, kelurahan=world.batusari, closes_at=later, reason="Listrik padam.", by=world.admin
    )
    assert asking.make_closings() == 0
    for hours, new in ((2, 0), (3, 3), (4, 0), (24 * 4, 0)):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            assert asking.make_closings() == new
    assert set(Package.objects.values_list("stage", "contents", "occasion")) == {
        ("kelurahan", "lengkap", "closing")
    }


# Whole or not at all


def test_broken_report_fails_the_package_with_the_reason_and_leaves_nothing(world, run, client, monkeypatch):
    monkeypatch.setattr("reports.layouts.recap.read_counts", lambda tally: 1 / 0)
    make_night()
    (package,) = [run_all(), run_all(), run_all()][-1]
    assert (package.job.state, package.job.attempts, package.file, files()) == ("failed", 3, "", [])
    assert "“Rekap Kota Tangerang 2021” di dalamnya tidak dapat dibuat" in package.job.error
    assert "ZeroDivisionError" in package.job.fault
    telling.tell_failed()
    telling.tell_failed()
    assert Notification.objects.filter(key=f"package:{package.pk}:failed").count() == 2  # admin and head
    client.force_login(world.admin)
    assert client.get(package.get_absolute_url()).status_code == 404
    page = client.get(reverse("reports:packages"), {"tahun": "2021"})
    assert "Dicoba lagi dengan sendirinya setiap jam." in page.content.decode()
    assert package.get_absolute_url() not in page.content.decode()
    monkeypatch.undo()
    assert asking.try_again() == 0
    Job.objects.update(finished_at=timezone.now() - timedelta(hours=2))
    assert asking.try_again() == 1
    (package,) = run_all()
    assert open_zip(package)
    assert package.job.state == "done"


def test_full_disk_is_tried_three_times_and_leaves_nothing(world, run, monkeypatch):
    def write_half(target, document):
        target.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(WRITERS, "xlsx", write_half)
    make_night()
    (package,) = [run_all(), run_all(), run_all()][-1]
    assert (package.job.state, package.job.attempts, package.file, files()) == ("failed", 3, "", [])
    assert "penyimpanan server penuh" in package.job.error


def test_package_overtaken_by_another_attempt_removes_its_own_file(world, run):
    make_night()
    (job,) = Job.objects.filter(kind=asking.PACKAGE)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=2)  # somebody else took over
    job.attempts = 1
    with pytest.raises(registry.Stopped):
        building.build(job, lambda done, total: None)
    assert files() == []
    Job.objects.filter(pk=job.pk).update(state="queued")
    (package,) = run_all()
    assert files() == [f"{job.pk}-3.zip"]
    assert Notification.objects.filter(key=f"package:{package.pk}:ready", recipient=world.head).count() == 1


def test_expired_package_is_removed_and_says_so(world, run, client):
    make_night()
    (package,) = run_all()
    Package.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert remove_expired() == 1
    assert files() == []
    client.force_login(world.admin)
    answer = client.get(package.get_absolute_url())
    assert answer.status_code == 404
    assert "masa simpannya habis" in answer.content.decode()


# Page and API


def ask(client, **given):
    return client.post(reverse("reports:package_request"), {"tahun": "2021", "isi": "rekap", **given})


def test_bappeda_has_one_made_now_within_its_limits(client, world, run, settings):
    settings.REPORTS_UNFINISHED = 1
    client.force_login(world.admin)
    for _ in range(2):
        assert ask(client, key="a" * 36).status_code == 302
    assert ask(client).status_code == 409
    package = Package.objects.get()
    making = reverse("reports:packages_making")
    assert client.get(making, {"sejak": "0"}).status_code == 200
    run_job(package.pk)
    answer = client.get(making, {"sejak": "0"})
    assert answer.status_code == 286
    assert package.get_absolute_url() in answer.content.decode()
    answer = client.get(package.get_absolute_url())
    assert f'filename="paket-rekap-2021-{timezone.localdate()}.zip"' in answer["Content-Disposition"]
    assert ask(client, isi="semua").status_code == 422
    client.force_login(world.camat)
    assert ask(client).status_code == 403


def test_kecamatan_finds_its_own_as_long_as_it_is_its_own(client, world, run, monkeypatch):
    monkeypatch.setattr("reports.packages.filling.list_entries", lambda package: list_entries(package)[:1])
    close_stage(world.cycle, "kelurahan")
    asking.make_closings()
    packages = {package.kecamatan: package for package in run_all()}
    client.force_login(world.camat)
    page = client.get(reverse("reports:packages"), {"tahun": "2021"})
    assert page.context["own"] == [packages[world.batuceper]]
    body = client.get(reverse("report-packages"), {"cycle": "2021"}).json()
    assert [(row["kecamatan"], row["sha256"]) for row in body] == [
        (world.batuceper.code, packages[world.batuceper].sha256)
    ]
    found = {kecamatan: client.get(p.get_absolute_url()).status_code for kecamatan, p in packages.items()}
    assert found == {world.batuceper: 200, world.benda: 404, None: 404}
    type(world.camat).objects.filter(pk=world.camat.pk).update(kecamatan=world.benda)
    assert client.get(packages[world.batuceper].get_absolute_url()).status_code == 404
    client.force_login(world.admin)
    page = client.get(reverse("reports:packages"), {"tahun": "2021"})
    assert (len(page.context["own"]), len(page.context["below"])) == (1, 2)


@pytest.mark.parametrize("role", ROLES)
def test_packages_are_for_bappeda_and_kecamatan(client, world, role):
    client.force_login(world.person(role))
    may = role in ("bappeda_reviewer", "bappeda_admin", "bappeda_head", "kecamatan_officer", "camat")
    for answer in (
        client.get(reverse("reports:packages"), {"tahun": "2021"}),
        client.get(reverse("report-packages"), {"cycle": "2021"}),
    ):
        assert answer.status_code == (200 if may else 403)


def test_page_says_when_the_first_one_comes(client, world):
    client.force_login(world.admin)
    with clock.frozen(at_hour(20, 0)):
        text = client.get(reverse("reports:packages"), {"tahun": "2021"}).content.decode()
    assert "Paket pertama dibuat malam ini pukul 01.00 WIB." in text
    assert "berikutnya tahap" in text
    client.force_login(world.camat)
    text = client.get(reverse("reports:packages"), {"tahun": "2021"}).content.decode()
    assert "Paket kecamatan Anda dibuat begitu sebuah tahap berakhir." in text


def test_pages_take_as_many_queries_for_three_packages_as_for_one(client, world, run):
    client.force_login(world.admin)
    counts = []
    for day in (1, 2):
        make_night(day=day)
        run_all()
        for name in ("reports:packages", "reports:list"):
            client.get(reverse(name), {"tahun": "2021"})
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name))
            counts.append(len(queries))
        issue_minutes(world, *([] if day == 1 else [KECAMATAN]))
    assert counts[:2] == counts[2:]


def test_list_of_reports_leads_to_berita_acara_within_the_own_scope(client, world, run):
    forum = issue_minutes(world)
    address = reverse("proposals:minutes", args=[forum.number])
    for person, sees in (
        (world.lurah, True),
        (world.camat, True),
        (world.admin, True),
        (world.person("lurah", world.belendung), False),
        (world.person("leadership"), False),
    ):
        client.force_login(person)
        assert (address in client.get(reverse("reports:list"), {"tahun": "2021"}).content.decode()) is sees


def test_training_begins_anew_without_its_packages(world, run):
    make_night()
    run_all()
    asking.forget_packages(world.cycle)
    assert (files(), Package.objects.count(), Job.objects.filter(kind=asking.PACKAGE).count()) == ([], 0, 0)
