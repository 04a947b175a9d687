"""The page of ceilings: what is in force and used, a new version with its reason, and every sentence of refusal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Notification
from jobs.services import deliver_outbox
from proposals.models import Ceiling
from tests.bappeda.factories import make_marked, make_published_run, make_run, make_world, set_ceiling

pytestmark = pytest.mark.django_db
PAGE = "/bappeda/pagu/"
GOOD = {
    "target": "kecamatan:36.71.03",
    "amount": "Rp 28.500.000.000",
    "reason": "Surat edaran pagu kedua",
    "effective_on": "2020-03-24",
}


@pytest.fixture
def world():
    return make_world()


def send(client, user, **changed):
    client.force_login(user)
    return client.post(PAGE, GOOD | changed)


@pytest.mark.parametrize("role", ["camat", "bappeda_reviewer", "bappeda_head", "leadership", "administrator"])
def test_page_is_for_the_admin_alone(client, world, role):
    client.force_login(world.person(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, GOOD).status_code == 403
    assert not Ceiling.objects.exists()


def test_first_version_and_its_successor(client, world):
    assert send(client, world.admin).status_code == 302
    send(client, world.admin, amount="0", reason="Dana ditarik")
    new, old = Ceiling.objects.order_by("-version")
    assert (new.version, new.amount, new.kecamatan, new.replaced_by) == (2, 0, world.batuceper, None)
    assert (old.version, old.amount, old.replaced_by) == (1, 28_500_000_000, new)
    text = client.get(PAGE).content.decode()
    assert "1 versi sebelumnya" in text
    assert "Dana ditarik" in text


def test_offices_concerned_are_told_and_others_are_not(client, world):
    told = [world.camat, world.officer, world.head]
    silent = [world.lurah, world.person("camat", world.benda), world.admin]
    send(client, world.admin)
    assert not Notification.objects.exists()  # nothing is sent from inside a request
    deliver_outbox()
    assert set(Notification.objects.values_list("recipient", flat=True)) == {person.pk for person in told}
    assert not Notification.objects.filter(recipient__in=silent).exists()
    assert "Rp\u00a028.500.000.000" in Notification.objects.first().text


def test_change_marks_the_runs_that_used_the_old_one(client, world):
    make_marked(world)
    set_ceiling(world, 10**12)
    run = make_run(world)
    send(client, world.admin, target="city", amount="5")
    assert "Pagu sudah berubah." in client.get(run.get_absolute_url()).content.decode()


def test_use_of_a_ceiling_counts_what_is_in(client, world):
    row = make_marked(world)
    set_ceiling(world, 10**12)
    set_ceiling(world, 10**12, "agency", agency=world.dishub)
    make_published_run(world)
    client.force_login(world.admin)
    groups = {group["kind"]: group["uses"] for group in client.get(PAGE).context["groups"]}
    assert (groups["city"][0].used, groups["city"][0].left) == (
        row.current_budget,
        10**12 - row.current_budget,
    )
    assert groups["agency"][0].used == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "-1"}, "Pagu tidak boleh kurang dari nol."),
        ({"amount": str(2**63)}, "Pagu ini terlalu besar untuk disimpan."),
        ({"amount": "9" * 40}, "Pagu ini terlalu besar untuk disimpan."),
        ({"amount": "banyak"}, "Tulis pagu dalam rupiah bulat"),
        ({"amount": "1,5"}, "Tulis pagu dalam rupiah bulat"),
        ({"amount": "²"}, "Tulis pagu dalam rupiah bulat"),
        ({"amount": ""}, "Tulis pagu dalam rupiah bulat"),
        ({"reason": "   "}, "Tulis alasan perubahan pagu"),
        ({"reason": "a\x00b"}, "Teks memuat karakter"),
        ({"target": "kecamatan:99"}, "Pilih pagu dari daftar."),
        ({"target": ""}, "Pilih pagu yang diubah."),
        ({"effective_on": "kemarin"}, "Tulis tanggal"),
    ],
)
def test_what_cannot_be_kept_is_said_and_changes_nothing(client, world, changed, sentence):
    answer = send(client, world.admin, **changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Ceiling.objects.exists()


def test_largest_amount_fits(client, world):
    send(client, world.admin, target="city", amount=str(2**63 - 1))
    assert Ceiling.objects.get().amount == 2**63 - 1


def test_closed_year_keeps_its_ceilings(client, world):
    world.cycle.closed_at = world.cycle.windows.first().opens_at
    world.cycle.save()
    assert send(client, world.admin).status_code == 409


def test_page_takes_the_same_queries_for_one_ceiling_and_for_three(client, world, django_assert_num_queries):
    set_ceiling(world, 10)
    client.force_login(world.admin)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        client.get(PAGE)
    set_ceiling(world, 10, "kecamatan", kecamatan=world.batuceper)
    set_ceiling(world, 10, "agency", agency=world.dpupr)
    with django_assert_num_queries(len(first)):
        client.get(PAGE)
