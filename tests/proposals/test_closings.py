"""The sweep at a closing: each office is told once what it left undone, and Bappeda the sum."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from jobs.models import Notification, Outbox
from jobs.services import deliver_outbox
from proposals import clock
from proposals.models import StageClosing, StageWindow
from proposals.services import scheduling
from proposals.services.tallying import tally_closings
from tests.bappeda.factories import assign_sheet, make_world
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def sweep() -> int:
    done = tally_closings()
    deliver_outbox()
    return done


def told(person) -> list[str]:
    found = Notification.objects.filter(recipient=person, key__startswith="closing:").order_by("pk")
    return list(found.values_list("text", flat=True))


def test_each_office_is_told_once_what_it_left_and_bappeda_the_sum(world, client):
    operator, neighbour, admin = world.operator, world.person("lurah", world.belendung), world.admin
    world.draft()
    world.proposal("awaiting_lurah")
    world.draft(by=world.person("kelurahan_operator", world.belendung))
    idle = world.person("lurah", world.batusari)
    close_stage(world.cycle, "kelurahan")
    assert [sweep(), sweep(), sweep()] == [1, 0, 0]
    (said,) = told(operator)
    assert "1 draf belum diajukan dan 1 usulan belum diteruskan ke kecamatan" in said
    assert "Draf tetap tersimpan." in said
    assert "1 draf belum diajukan" in told(neighbour)[0] and told(idle) == []
    (summed,) = told(admin)
    assert "2 draf belum diajukan dan 1 usulan belum diteruskan" in summed
    client.force_login(operator)
    page = client.get(Notification.objects.filter(recipient=operator).latest("pk").url).content.decode()
    assert page.count("Jl. Melati RT 03/RW 05") >= 2
    client.force_login(admin)
    assert "Belendung: 1 draf belum diajukan" in client.get(reverse("proposals:schedule")).content.decode()
    client.force_login(operator)
    assert "Yang tertinggal" not in client.get(reverse("proposals:schedule")).content.decode()


def test_nothing_is_told_within_the_grace_nor_when_it_is_old(world):
    world.draft()
    for minutes in (3, 4 * 24 * 60):
        close_stage(world.cycle, "kelurahan", minutes_ago=minutes)
        assert sweep() == 0
    assert not StageClosing.objects.exists()


def test_office_with_more_time_is_told_when_that_ends(world):
    world.draft()
    stranger = world.person("kelurahan_operator", world.belendung)
    world.draft(by=stranger)
    close_stage(world.cycle, "kelurahan", minutes_ago=90)
    window = StageWindow.objects.get(cycle=world.cycle, stage="kelurahan")
    until = clock.now() + timedelta(days=1)
    scheduling.extend(
        window=window, closes_at=until, reason="Banjir.", by=world.admin, kelurahan=world.batujaya
    )
    sweep()
    assert told(world.operator) == [] and len(told(stranger)) == 1
    with clock.frozen(until + timedelta(minutes=6)):
        sweep()
        sweep()
    assert len(told(world.operator)) == 1 and len(told(stranger)) == 1
    assert len(told(world.admin)) == 2


def test_every_stage_counts_its_own():
    world = make_world()
    world.step(world.proposal("kecamatan_review"), "recommend")
    world.proposal("opd_review")
    assign_sheet(world, world.proposal("scoring"), world.reviewer)
    for stage in ("kecamatan", "opd", "bappeda"):
        close_stage(world.cycle, stage)
    assert sweep() == 3
    assert "1 usulan sudah direkomendasikan tetapi belum diteruskan" in told(world.camat)[0]
    assert "1 usulan belum diverifikasi" in told(world.verifier)[0]
    assert "1 lembar penilaian belum selesai" in told(world.reviewer)[0]
    assert len(told(world.admin)) == 3


def test_nothing_left_is_told_to_bappeda_alone(world):
    admin, lurah = world.admin, world.lurah
    close_stage(world.cycle, "kelurahan")
    sweep()
    assert "Tidak ada yang tertinggal." in told(admin)[0] and told(lurah) == []


def test_published_years_and_reset_trainings_are_quiet(world):
    training = World(kind="training")
    training.draft()
    close_stage(training.cycle, "kelurahan")
    tally_closings()
    call_command("reset_training")
    deliver_outbox()
    assert not StageClosing.objects.exists() and not Outbox.objects.undelivered().exists()
    assert told(training.operator) == []
    world.cycle.published_at = clock.now()
    world.cycle.save()
    close_stage(world.cycle, "kelurahan")
    assert tally_closings() == 1  # the training year, reset and still closed
    assert StageClosing.objects.get().window.cycle == training.cycle


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_tell_once():
    world = World()
    world.draft()
    world.admin  # noqa: B018 (made before the threads start)
    close_stage(world.cycle, "kelurahan")
    Outbox.objects.all().delete()
    start, done = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait(20)
            done.append(sweep())
        finally:
            connection.close()

    sweepers = [threading.Thread(target=work) for _ in range(4)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    deliver_outbox()
    assert sorted(done) == [0, 0, 0, 1] and StageClosing.objects.count() == 1
    assert (len(told(world.operator)), len(told(world.admin))) == (1, 1)
