"""/usulan/jadwal/: everybody reads it; Bappeda's administrators change it with a reason that everybody reads."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from jobs.models import Notification
from jobs.services import deliver_outbox
from proposals import clock
from proposals.models import StageWindow, WindowExtension
from proposals.refusals import Refused
from proposals.services import scheduling
from proposals.windows import Windows
from regions.indonesian import long_moment
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db
URL = reverse("proposals:schedule")


@pytest.fixture
def world():
    return World()


def stage_url(stage="kelurahan"):
    return reverse("proposals:schedule_stage", args=[stage])


def split(prefix, name, moment) -> dict:
    local = timezone.localtime(moment)
    return {f"{prefix}-{name}_0": f"{local:%Y-%m-%d}", f"{prefix}-{name}_1": f"{local:%H:%M}"}


def extension(world, days=40, **changed):
    return {
        "kerja": "perpanjang", "p-office": "", "p-reason": "Banjir 1 Januari.",
        **split("p", "closes_at", clock.now() + timedelta(days=days)),
    } | changed  # fmt: skip


def window(world, stage="kelurahan"):
    return StageWindow.objects.get(cycle=world.cycle, stage=stage)


@pytest.mark.parametrize(
    "role", ["kelurahan_operator", "camat", "opd_verifier", "bappeda_reviewer", "leadership"]
)
def test_everybody_reads_the_schedule(client, world, role):
    client.force_login(world.person(role))
    page = client.get(URL).content.decode()
    assert long_moment(window(world).closes_at) in page and "Sedang berjalan" in page
    assert stage_url() not in page


def test_schedule_without_a_cycle_opens(client, world):
    user = world.lurah
    world.cycle.windows.all().delete()
    world.cycle.delete()
    client.force_login(user)
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("role", ["camat", "bappeda_head", "bappeda_reviewer", "administrator"])
def test_others_may_not_change_it(client, world, role):
    client.force_login(world.person(role))
    assert client.get(stage_url()).status_code == 403
    assert client.post(stage_url(), extension(world)).status_code == 403
    assert not WindowExtension.objects.exists() and not LogEntry.objects.exists()


def test_stage_is_extended_for_all_and_shown_with_its_reason(client, world):
    close_stage(world.cycle, "kelurahan")
    client.force_login(world.admin)
    assert client.post(stage_url(), extension(world)).status_code == 302
    assert Windows(world.cycle).of_stage("kelurahan", clock.now(), kelurahan=world.batusari.pk).is_open
    client.force_login(world.operator)
    page = client.get(URL).content.decode()
    assert (
        "Diperpanjang: Banjir 1 Januari." in page and "semua kantor" in page and world.admin.full_name in page
    )
    assert LogEntry.objects.get().user == world.admin


def test_stage_is_extended_for_one_office(client, world):
    close_stage(world.cycle, "kelurahan")
    client.force_login(world.admin)
    assert client.post(stage_url(), extension(world, **{"p-office": "36.71.03.1002"})).status_code == 302
    windows, now = Windows(world.cycle), clock.now()
    assert windows.of_stage("kelurahan", now, kelurahan=world.batujaya.pk).is_open
    assert not windows.of_stage("kelurahan", now, kelurahan=world.batusari.pk).is_open


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"p-reason": ""}, "Tulis alasannya"), ({"p-reason": "x" * 301}, "paling banyak 300"),
        ({"p-reason": "a\x00"}, "karakter"),
        ({"p-office": "36.71.99.9999"}, "Pilih kantor dari daftar."), ({"p-closes_at_0": "besok"}, "Isi tanggal"),
        ({"p-closes_at_0": "2019-01-01"}, "Perpanjangan harus sesudah"),
        ({"p-closes_at_1": ""}, "Isi tanggal dan jam."),
        ({"p-closes_at_0": "9999-12-31"}, "Tahunnya tidak masuk akal."),
        ({"p-closes_at_0": "0001-01-01"}, "Tahunnya tidak masuk akal."),
    ],
)  # fmt: skip
def test_extension_that_does_not_fit_is_422(client, world, changed, sentence):
    client.force_login(world.admin)
    response = client.post(stage_url(), extension(world, **changed))
    assert response.status_code == 422 and sentence in response.content.decode()
    assert not WindowExtension.objects.exists()


def test_opening_and_closing_are_changed_and_logged(client, world):
    client.force_login(world.admin)
    opens, closes = clock.now() + timedelta(days=2), clock.now() + timedelta(days=9)
    data = {
        "kerja": "ubah",
        "u-reason": "Libur bersama.",
        **split("u", "opens_at", opens),
        **split("u", "closes_at", closes),
    }
    assert client.post(stage_url(), data).status_code == 302
    assert not Windows(world.cycle).of_stage("kelurahan", clock.now()).is_open
    assert "Libur bersama." in client.get(URL).content.decode()


@pytest.mark.parametrize("days", [(9, 2), (2, 2)])
def test_window_that_runs_backwards_is_422(client, world, days):
    client.force_login(world.admin)
    before = window(world).closes_at
    moments = [clock.now() + timedelta(days=day) for day in days]
    data = {
        "kerja": "ubah",
        "u-reason": "Salah.",
        **split("u", "opens_at", moments[0]),
        **split("u", "closes_at", moments[1]),
    }
    assert client.post(stage_url(), data).status_code == 422
    assert window(world).closes_at == before and not LogEntry.objects.exists()


def test_post_that_says_neither_is_422(client, world):
    client.force_login(world.admin)
    assert client.post(stage_url(), {}).status_code == 422


def test_unknown_stage_is_404(client, world):
    client.force_login(world.admin)
    assert client.get(stage_url("apa")).status_code == 404


def test_closed_year_keeps_its_schedule(world):
    world.cycle.closed_at = clock.now()
    world.cycle.save()
    with pytest.raises(Refused) as refused:
        scheduling.extend(
            window=window(world), closes_at=clock.now() + timedelta(days=60), reason="Telat.", by=world.admin
        )
    assert refused.value.http == 409


def test_schedule_of_the_training_cycle_is_changed_apart(client, world):
    training = World(kind="training")
    client.force_login(world.admin)
    client.get(f"{URL}?tahun=latihan-2021")
    assert client.post(stage_url(), extension(world)).status_code == 302
    assert WindowExtension.objects.get().window.cycle == training.cycle


def test_office_sees_its_own_closing_time(client, world):
    until = clock.now() + timedelta(days=50)
    scheduling.extend(
        window=window(world), closes_at=until, reason="Banjir.", by=world.admin, kelurahan=world.batujaya
    )
    client.force_login(world.operator)
    assert client.get(URL).content.decode().count(long_moment(until)) == 2 + 1  # row, extension, log
    client.force_login(world.person("lurah", world.batusari))
    assert client.get(URL).content.decode().count(long_moment(until)) == 1 + 1


def test_stage_is_closed_early_and_its_offices_are_told(client, world):
    lurah, far = world.lurah, world.person("lurah", world.belendung)
    until = clock.now() + timedelta(days=60)
    given = scheduling.extend(
        window=window(world), closes_at=until, reason="Banjir.", by=world.admin, kelurahan=world.batujaya
    )
    client.force_login(world.admin)
    assert "Tutup sekarang" in client.get(stage_url()).content.decode()
    assert client.post(stage_url(), {"kerja": "tutup", "t-reason": " "}).status_code == 422
    assert client.post(stage_url(), {"kerja": "tutup", "t-reason": "Semua sudah masuk."}).status_code == 302
    windows, later = Windows(world.cycle), clock.now() + timedelta(minutes=6)
    assert not windows.of_stage("kelurahan", later, kelurahan=world.batujaya.pk).is_open
    given.refresh_from_db()
    assert given.ended_at and given.closes_at == until
    assert "karena tahap ditutup lebih awal" in client.get(URL).content.decode()
    with clock.frozen(later):
        assert "Tutup sekarang" not in client.get(stage_url()).content.decode()
        assert client.post(stage_url(), {"kerja": "tutup", "t-reason": "Lagi."}).status_code == 409
    assert not Notification.objects.exists()  # nothing is sent from inside a request
    deliver_outbox()
    told = {
        person: Notification.objects.filter(recipient=person).count() for person in (lurah, far, world.admin)
    }
    assert told == {lurah: 2, far: 1, world.admin: 0}  # the extension was for one office


def test_stage_without_times_is_set_by_bappeda(client, world):
    window(world, "opd").delete()
    client.force_login(world.admin)
    assert "Belum diatur" in client.get(URL).content.decode()
    page = client.get(stage_url("opd")).content.decode()
    assert "Simpan jadwal tahap" in page and "Perpanjang tahap" not in page
    opens, closes = clock.now() - timedelta(days=1), clock.now() + timedelta(days=9)
    times = {**split("u", "opens_at", opens), **split("u", "closes_at", closes)}
    assert client.post(stage_url("opd"), {"kerja": "ubah", "u-reason": "Mulai.", **times}).status_code == 302
    assert Windows(world.cycle).of_stage("opd", clock.now()).is_open
    assert client.post(stage_url("opd"), {"kerja": "tutup", "t-reason": "x"}).status_code == 302


def test_extension_before_what_already_holds_is_refused(world):
    given = {"window": window(world), "reason": "Banjir.", "by": world.admin}
    scheduling.extend(closes_at=clock.now() + timedelta(days=60), **given)
    with pytest.raises(Refused) as refused:
        scheduling.extend(closes_at=clock.now() + timedelta(days=50), kelurahan=world.batujaya, **given)
    assert "closes_at" in refused.value.refusals[0].fields
