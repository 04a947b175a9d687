"""Open sheets move to others, finished ones stay; who is behind is told once a day, and all before the end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import User
from bappeda.models import Assessment, Assignment, Conflict
from bappeda.services import reminding
from bappeda.services.marking import save_marks
from bappeda.services.reassigning import reassign
from bappeda.workload import Pace
from jobs import services
from jobs.models import Job, Notification
from proposals import clock
from proposals.models import StageWindow
from proposals.refusals import Refused
from tests.bappeda.factories import assign_sheet, make_marked, make_world
from tests.factories import close_stage

pytestmark = pytest.mark.django_db
END = datetime(2026, 1, 30, 16, 0, tzinfo=ZoneInfo("Asia/Jakarta"))  # a Friday


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def other(world):
    return world.person("bappeda_reviewer")


def open_sheet(world, *, begun: bool = False):
    row = world.proposal("scoring")
    assign_sheet(world, row)
    if begun:
        save_marks(uuid=row.uuid, by=world.reviewer, version=0, marks={"rkpd": 2})
    return row


def move(world, target=None, **given):
    return reassign(cycle=world.cycle, source=world.reviewer, target=target, by=world.admin, **given)


def holders() -> dict:
    return dict(Assignment.objects.values_list("proposal", "reviewer"))


def test_open_sheets_move_finished_and_begun_ones_stay(world, other):
    finished, begun, plain = make_marked(world), open_sheet(world, begun=True), open_sheet(world)
    moved = move(world, other)
    assert (moved.given, moved.kept_begun, moved.stuck) == (((other, 1),), 1, ())
    assert holders() == {finished.pk: world.reviewer.pk, begun.pk: world.reviewer.pk, plain.pk: other.pk}
    told = Notification.objects.filter(key__startswith="reassigned:")
    assert set(told.values_list("recipient", flat=True)) == {world.reviewer.pk, other.pk}
    assert move(world, other, with_begun=True).count == 1
    assert Assessment.objects.get(proposal=begun).marks == {"rkpd": 2}
    with pytest.raises(Refused) as refusal:
        move(world, other)
    assert refusal.value.refusals[0].code == "nothing"


def test_shared_out_evenly_and_never_against_a_conflict(world, other):
    third, barred = world.person("bappeda_reviewer"), world.person("bappeda_reviewer")
    Conflict.objects.create(reviewer=barred, kelurahan=world.batujaya, reason="Keluarga")
    rows = [open_sheet(world) for _ in range(4)]
    assign_sheet(world, rows[0], other)
    moved = move(world)
    assert dict(moved.given) == {other: 2, third: 2}
    stuck = reassign(cycle=world.cycle, source=other, target=barred, by=world.admin)
    assert (stuck.count, len(stuck.stuck)) == (0, 3)


def test_page_moves_what_was_chosen_and_says_what_is_wrong(client, world, other):
    row, stays = open_sheet(world), open_sheet(world)
    url = reverse("bappeda:move", args=[world.reviewer.pk])
    client.force_login(world.admin)
    assert "2 lembar terbuka, belum ada yang mulai diisi" in client.get(url).content.decode()
    for fields, sentence in (
        ({"pilih": "1"}, "Pilih sedikitnya satu usulan, atau pindahkan semua."),
        ({"pilih": "1", "usulan": "bukan-nomor"}, "Pilih sedikitnya satu usulan, atau pindahkan semua."),
        ({"semua": "1", "target": world.reviewer.pk}, "Pilih Penilai Bappeda yang aktif."),
        ({"semua": "1", "target": "x"}, "Pilih Penilai Bappeda yang aktif."),
    ):
        answer = client.post(url, fields)
        assert answer.status_code == 422 and sentence in answer.content.decode()
    assert client.post(url, {"pilih": "1", "usulan": str(world.proposal("scoring").uuid)}).status_code == 404
    answer = client.post(url, {"pilih": "1", "usulan": str(row.uuid), "target": other.pk}, follow=True)
    assert "1 lembar" in answer.content.decode()
    assert holders() == {row.pk: other.pk, stays.pk: world.reviewer.pk}


def test_sheets_of_an_inactive_reviewer_need_somebody(client, world, other):
    open_sheet(world)
    User.objects.filter(pk=world.reviewer.pk).update(is_active=False)
    client.force_login(world.admin)
    page = reverse("bappeda:assignment")
    assert "1 lembar perlu penilai lain:" in client.get(page).content.decode()
    client.post(reverse("bappeda:move", args=[world.reviewer.pk]), {"semua": "1"})
    assert "perlu penilai lain" not in client.get(page).content.decode()


def test_pace_says_what_is_expected_and_how_many_a_day():
    assert (Pace(10, 4, 6).expect(50), Pace(10, 4, 6).a_day(31), Pace(10, 10, 0).a_day(3)) == (20, 6, None)
    assert Pace(0, 0, 0).expect(9) == 0


def set_stage(cycle) -> None:
    StageWindow.objects.filter(cycle=cycle, stage="bappeda").update(
        opens_at=END - timedelta(days=18), closes_at=END
    )


def told(user) -> list[str]:
    return list(
        Notification.objects.filter(recipient=user, key__startswith="sheets:").values_list("text", flat=True)
    )


def test_three_working_days_and_one_before_the_end_each_once(world, other):
    open_sheet(world)
    set_stage(world.cycle)
    found = []
    for day, hour in ((27, 15), (27, 16), (28, 9), (29, 16), (30, 9), (30, 17)):
        with clock.frozen(END.replace(day=day, hour=hour)):
            found.append((reminding.post_reminders(), reminding.post_reminders()))
            for job in Job.objects.filter(kind=reminding.KIND, state="queued"):
                services.run(job.pk)
    assert found == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0)]
    sentence = "1 lembar penilaian belum selesai. Selesaikan sebelum Jumat, 30 Januari 2026 pukul 16.00 WIB."
    assert told(world.reviewer) == [sentence] * 2
    assert told(other) == []


def test_button_reminds_those_behind_once_a_day(client, world, other):
    for _ in range(3):
        open_sheet(world)
    set_stage(world.cycle)
    url = reverse("bappeda:remind")
    client.force_login(world.admin)
    with clock.frozen(END - timedelta(days=1)):
        assert "Ingatkan 1 yang tertinggal" in client.get(reverse("bappeda:assignment")).content.decode()
        assert "1 penilai yang tertinggal diingatkan." in client.post(url, follow=True).content.decode()
        assert "1 penilai sudah diingatkan hari ini." in client.post(url, follow=True).content.decode()
    assert len(told(world.reviewer)) == 1 and told(other) == []
    with pytest.raises(Refused) as refusal:
        reminding.remind_behind(cycle=world.cycle, by=world.head)
    assert refusal.value.http == 403
    close_stage(world.cycle, "bappeda")
    assert client.post(url).status_code == 409
