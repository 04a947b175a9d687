"""Reminders before the stage closes and before a repair is due: once for each office, end and distance."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from jobs import services
from jobs.models import Job, Notification
from jobs.registry import SWEEPS
from kelurahan.services import reminding
from kelurahan.services.reminding import post_reminders
from proposals import clock
from proposals.models import Holiday, PlanningCycle, Proposal, StageWindow, WindowExtension
from tests.factories import World

pytestmark = pytest.mark.django_db
END = datetime(2026, 1, 30, 16, 0, tzinfo=ZoneInfo("Asia/Jakarta"))  # a Friday


@pytest.fixture
def world() -> World:
    """The kelurahan's stage closes at END; the operator has an address, the lurah has none."""
    world = World()
    StageWindow.objects.update(opens_at=END - timedelta(days=18))
    StageWindow.objects.filter(stage="kelurahan").update(closes_at=END)
    User.objects.filter(pk=world.operator.pk).update(email="operator@contoh.go.id")
    assert world.lurah.email == ""
    with clock.frozen(END - timedelta(days=10)):
        yield world


def sweep(**before) -> list[Job]:
    """Sweep so long before END, and do the reminders it queued."""
    with clock.frozen(END - timedelta(**before)):
        known = set(Job.objects.filter(kind=reminding.KIND).values_list("pk", flat=True))
        post_reminders()
        new = Job.objects.filter(kind=reminding.KIND).exclude(pk__in=known)
        return [services.run(job.pk) for job in new]


def send_mails() -> None:
    for job in Job.objects.filter(kind="jobs.mail", state="queued"):
        services.run(job.pk)


def told(user) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("text", flat=True))


def test_three_days_and_one_day_before_each_once(world):
    world.draft(photo=False)
    world.proposal("awaiting_lurah")
    assert sweep(days=3, minutes=1) == []
    assert [job.result["note"] for job in sweep(days=3)] == ["2 orang diberi tahu, 1 lewat e-mail."]
    assert sweep(days=2, hours=5) == []
    assert len(sweep(days=1)) == 1
    assert sweep(hours=2) == sweep(hours=-1) == []
    first, second = [text for text in told(world.operator) if text.startswith("Tahap")]
    assert first == (
        "Tahap kelurahan ditutup 3 hari lagi, Jumat, 30 Januari 2026 pukul 16.00 WIB. Belum sampai ke kecamatan: "
        "1 draf belum lengkap, 1 usulan menunggu Lurah. Kirim sebelum ditutup."
    )
    assert "1 hari lagi" in second and told(world.lurah)[-1] == second


def test_mail_says_what_to_do_and_names_nobody(world, settings):
    settings.SITE_URL = "https://eplanning.contoh.go.id"
    world.draft(contact="Bu Siti 0812", proposer="RW 05, Pak Amir")
    sweep(days=3)
    send_mails()
    (message,) = mail.outbox
    assert message.to == ["operator@contoh.go.id"]
    assert message.subject == "Tahap kelurahan ditutup 3 hari lagi"
    assert "- 1 draf siap diajukan: ajukan ke Lurah." in message.body
    assert "Buka: https://eplanning.contoh.go.id/kelurahan/\n" in message.body
    assert "Siti" not in message.body and "Amir" not in message.body
    assert "@" not in str(Job.objects.get(kind="jobs.mail").params)


def test_nothing_waiting_is_not_reminded(world):
    world.proposal("kecamatan_review")
    world.proposal("withdrawn")
    world.proposal("revision")  # has an end of its own, and a reminder before it
    assert sweep(days=3) == []


def test_offices_are_reminded_of_their_own(world):
    sibling = world.person("kelurahan_operator", world.batusari)
    world.draft(photo=False)
    world.draft(by=sibling, photo=False)
    world.draft(by=sibling)
    assert len(sweep(days=1)) == 2
    assert "1 draf belum lengkap." in told(world.operator)[-1]
    assert "1 draf belum lengkap, 1 draf siap diajukan" in told(sibling)[-1]
    assert told(world.officer) == []


def test_extension_counts_and_is_reminded_of_anew(world):
    world.draft()
    sweep(days=3)
    window = StageWindow.objects.get(cycle=world.cycle, stage="kelurahan")
    later = END + timedelta(days=4)
    WindowExtension.objects.create(
        window=window, kelurahan=world.batujaya, closes_at=later, reason="Banjir.", by=world.admin
    )
    assert sweep(days=1) == []  # five days are left to this office
    assert len(sweep(days=-1)) == 1
    assert "Selasa, 3 Februari 2026" in told(world.operator)[-1]


def test_extension_between_queue_and_work_keeps_the_old_end_untold(world):
    world.draft()
    with clock.frozen(END - timedelta(days=1)):
        assert post_reminders() == 1
        window = StageWindow.objects.get(cycle=world.cycle, stage="kelurahan")
        WindowExtension.objects.create(
            window=window, closes_at=END + timedelta(days=4), reason="Banjir.", by=world.admin
        )
        job = services.run(Job.objects.get(kind=reminding.KIND).pk)
    assert "sudah lain" in job.result["note"]
    assert told(world.operator) == []


@pytest.mark.parametrize("field", ["published_at", "closed_at"])
def test_finished_years_are_left_alone(world, field):
    world.draft()
    PlanningCycle.objects.filter(pk=world.cycle.pk).update(**{field: END})
    assert sweep(days=1) == []


def test_two_sweeps_at_once_remind_once(world, monkeypatch):
    """Both found it due before either had written it, and the job of one is done twice."""
    world.draft()
    with clock.frozen(END - timedelta(days=1)):
        for _ in range(2):
            with monkeypatch.context() as blind:
                blind.setattr(Job.objects, "filter", lambda **given: Job._base_manager.none())
                post_reminders()
        job = Job.objects.get(kind=reminding.KIND)
        for _ in range(2):
            reminding.remind(job, None)
    assert len(told(world.operator)) == 1
    assert Job.objects.filter(kind="jobs.mail").count() == 1


def test_repair_is_reminded_of_on_the_working_day_before(world):
    row = world.proposal("revision")
    Proposal.objects.filter(pk=row.pk).update(act_until=END + timedelta(days=3))  # Monday 2 February, 16.00
    Holiday.objects.create(day=END.date(), name="Libur")  # so the working day before is Thursday
    Notification.objects.all().delete()
    StageWindow.objects.filter(cycle=world.cycle, stage="kelurahan").update(closes_at=END - timedelta(days=9))
    assert sweep(days=1, minutes=1) == []
    assert len(sweep(days=1)) == 1
    assert sweep(hours=3) == []
    assert told(world.operator) == [
        "1 usulan harus diperbaiki sebelum Senin, 2 Februari 2026 pukul 16.00 WIB. "
        "Perbaiki isiannya, lalu Lurah mengirimkannya ulang."
    ]


def test_repair_made_meanwhile_is_not_reminded_of(world):
    row = world.proposal("revision")
    with clock.frozen(END - timedelta(hours=2)):
        Proposal.objects.filter(pk=row.pk).update(act_until=END)
        StageWindow.objects.filter(cycle=world.cycle, stage="kelurahan").update(
            closes_at=END - timedelta(days=9)
        )
        assert post_reminders() == 1
        Proposal.objects.filter(pk=row.pk).update(status="kecamatan_review", act_until=None)
        job = services.run(Job.objects.get(kind=reminding.KIND).pk)
    assert "Tidak ada lagi" in job.result["note"]


def test_job_of_a_year_that_is_gone_says_so(world):
    job = services.enqueue(
        kind=reminding.KIND,
        params={"what": "stage", "cycle": 0, "kelurahan": 0, "until": END.isoformat()},
        by=None,
    )
    assert services.run(job.pk).state == "failed"


def test_training_is_reminded_too_and_says_so(world):
    PlanningCycle.objects.filter(pk=world.cycle.pk).update(kind="training")
    world.cycle.refresh_from_db()
    world.draft()
    sweep(days=1)
    assert told(world.operator)[-1].startswith("[Latihan 2021] Tahap kelurahan ditutup 1 hari lagi")


def test_sweep_takes_the_same_queries_however_many_wait(world):
    assert SWEEPS["kelurahan.reminders"] is post_reminders
    counts = []
    for _ in range(2):
        world.draft()
        world.draft(by=world.operator)
        with clock.frozen(END - timedelta(days=1)):
            post_reminders()
            with CaptureQueriesContext(connection) as captured:
                post_reminders()
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6
