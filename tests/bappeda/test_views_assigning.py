"""The assignment page and declared conflicts: sheets a day, sharing out, giving, refusals."""

from uuid import uuid4

import pytest

from bappeda.models import Assignment, Conflict
from tests.bappeda.factories import assign_sheet, make_world

pytestmark = pytest.mark.django_db
PAGE, OWN = "/bappeda/penugasan/", "/bappeda/benturan/"


@pytest.fixture
def world():
    return make_world()


def send(client, user, url: str, **fields):
    client.force_login(user)
    return client.post(url, fields)


@pytest.mark.parametrize(
    ("role", "assignment", "conflicts"),
    [
        ("kelurahan_operator", 403, 403),
        ("camat", 403, 403),
        ("opd_verifier", 403, 403),
        ("bappeda_reviewer", 403, 200),
        ("bappeda_admin", 200, 403),
        ("bappeda_head", 403, 403),
        ("leadership", 403, 403),
        ("administrator", 403, 403),
    ],
)
def test_pages_by_role(client, world, role, assignment, conflicts):
    client.force_login(world.person(role))
    assert (client.get(PAGE).status_code, client.get(OWN).status_code) == (assignment, conflicts)


def test_page_says_what_is_short_and_sharing_out_mends_it(client, world):
    first, second = world.reviewer, world.person("bappeda_reviewer")
    world.proposal("scoring")
    client.force_login(world.admin)
    assert "1 usulan belum punya cukup penilai." in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"bagi": "1"}, follow=True)
    assert "2 lembar dibagikan." in answer.content.decode()
    assert "Semua usulan sudah punya cukup penilai." in answer.content.decode()
    assert set(Assignment.objects.values_list("reviewer", flat=True)) == {first.pk, second.pk}
    load = answer.context["loads"][0]
    assert (load.progress.left, load.a_day) == (1, 1)


def test_sharing_out_without_reviewers_is_refused(client, world):
    world.proposal("scoring")
    answer = send(client, world.admin, PAGE, bagi="1")
    assert answer.status_code == 409
    assert "Belum ada Penilai Bappeda yang aktif." in answer.content.decode()


def test_chosen_proposals_are_given_to_one_reviewer(client, world):
    row, other = world.proposal("scoring"), world.proposal("scoring")
    send(client, world.admin, PAGE, beri="1", reviewer=world.reviewer.pk, usulan=[str(row.uuid)])
    assert list(Assignment.objects.values_list("proposal", "reviewer")) == [(row.pk, world.reviewer.pk)]
    assert not Assignment.objects.filter(proposal=other).exists()


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"reviewer": ""}, 422, "Pilih Penilai Bappeda yang aktif."),
        ({"reviewer": "999999"}, 422, "Pilih Penilai Bappeda yang aktif."),
        ({"usulan": []}, 422, "Pilih sedikitnya satu usulan."),
        ({"usulan": ["bukan-nomor"]}, 422, "Pilih sedikitnya satu usulan."),
    ],
)
def test_giving_says_what_is_missing(client, world, change, status, sentence):
    row = world.proposal("scoring")
    fields = {"beri": "1", "reviewer": world.reviewer.pk, "usulan": [str(row.uuid)]} | change
    answer = send(client, world.admin, PAGE, **fields)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Assignment.objects.exists()


def test_giving_against_a_conflict_or_a_foreign_id_is_refused(client, world):
    row = world.proposal("scoring")
    Conflict.objects.create(reviewer=world.reviewer, kecamatan=world.batuceper, reason="Keluarga")
    answer = send(client, world.admin, PAGE, beri="1", reviewer=world.reviewer.pk, usulan=[str(row.uuid)])
    assert answer.status_code == 409
    assert "benturan kepentingan" in answer.content.decode()
    other = world.person("bappeda_reviewer")
    assert (
        send(client, world.admin, PAGE, beri="1", reviewer=other.pk, usulan=[str(uuid4())]).status_code == 404
    )
    assert not Assignment.objects.exists()


def test_declaring_gives_open_sheets_back_and_is_shown_to_the_admin(client, world):
    assign_sheet(world, world.proposal("scoring"))
    answer = send(
        client, world.reviewer, OWN, office="kelurahan:36.71.03.1002", reason="Istri bekerja di sana."
    )
    assert answer.status_code == 302
    assert not Assignment.objects.exists()
    client.force_login(world.admin)
    assert "Istri bekerja di sana." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"office": "", "reason": "x"}, "Pilih tepat satu kantor."),
        ({"office": "kelurahan:99", "reason": "x"}, "Pilih kantor dari daftar."),
        ({"office": "kelurahan:36.71.03.1002", "reason": "  "}, "Tulis alasan benturan kepentingan."),
        ({"office": "kelurahan:36.71.03.1002", "reason": "a\x00b"}, "Teks memuat karakter"),
    ],
)
def test_declaring_says_what_is_missing(client, world, fields, sentence):
    answer = send(client, world.reviewer, OWN, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Conflict.objects.exists()
