"""/opd/sengketa/: what an agency redirected, both reasons side by side, and Bappeda that settles it for good."""

import pytest

from jobs.models import Notification, Outbox
from proposals.models import Proposal
from proposals.notices import deliver_transitions
from proposals.services.transitions import perform
from tests.factories import World
from tests.kelurahan.pages import read_form, read_options, read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def again(row) -> Proposal:
    row.refresh_from_db()
    return row


def object_to(world, row) -> None:
    dishub = world.person("opd_verifier", world.dishub)
    perform(
        targets={row.uuid: row.version}, action="object", by=dishub, text="Saluran bukan urusan Dishub."
    ).require()


def test_disputes_list_what_was_redirected_with_its_reason(client, world):
    row = world.proposal("opd_review", title="Marka jalan")
    world.proposal("opd_review", title="Tidak dialihkan")
    world.step(row, "redirect")
    client.force_login(world.admin)
    response = client.get("/opd/sengketa/")
    text = read_text(response)
    assert "Marka jalan" in text and "Urusan Dishub." in text and "Dinas Pekerjaan Umum" in text
    assert "Tidak dialihkan" not in text
    assert f"/usulan/{row.uuid}/tindakan/redirect/" in response.content.decode()


@pytest.mark.parametrize("agency", ["DPUPR", "DISHUB"])
def test_bappeda_settles_a_dispute_for_either_side_and_it_is_over(client, world, agency):
    row = world.proposal("opd_review")
    world.step(row, "redirect")
    object_to(world, row)
    client.force_login(world.admin)
    page = f"/usulan/{row.uuid}/tindakan/redirect/"
    shown = client.get(f"{page}?next=/opd/sengketa/&agency={agency}")
    assert read_options(shown, "agency")[1:3] == ["DISHUB", "DPUPR"]
    form = read_form(shown)
    assert form["agency"] == agency
    response = client.post(page, form | {"text": "Saluran di bawah badan jalan."})
    assert response.url == "/opd/sengketa/"
    assert again(row).current_agency.code == agency
    assert "Tidak ada sengketa." in read_text(client.get("/opd/sengketa/"))
    assert "Perangkat Daerah ditetapkan Bappeda" in read_text(client.get(row.get_absolute_url()))


def test_objection_stands_beside_the_reason_and_comes_first(client, world):
    quiet, loud = world.proposal("opd_review", title="Marka"), world.proposal("opd_review", title="Saluran")
    world.step(quiet, "redirect")
    world.step(loud, "redirect")
    object_to(world, loud)
    client.force_login(world.admin)
    response = client.get("/opd/sengketa/")
    assert [dispute.row.title for dispute in response.context["disputes"]] == ["Saluran", "Marka"]
    text = read_text(response)
    assert "Urusan Dishub." in text and "Saluran bukan urusan Dishub." in text
    assert "Belum menyampaikan keberatan." in text
    assert len(client.get("/opd/sengketa/?keberatan=1").context["disputes"]) == 1


def test_objection_is_told_to_the_admins_of_bappeda(world):
    row = world.proposal("opd_review")
    world.step(row, "redirect")
    object_to(world, row)
    deliver_transitions(list(Outbox.objects.filter(kind="proposals.transition")))
    assert Notification.objects.filter(recipient=world.admin, text__contains="Keberatan").count() == 1


def test_disputes_without_any_say_so(client, world):
    client.force_login(world.admin)
    assert "Tidak ada sengketa." in read_text(client.get("/opd/sengketa/"))


@pytest.mark.parametrize("role", ["opd_verifier", "camat", "bappeda_head", "bappeda_reviewer", "leadership"])
def test_disputes_are_closed_to_others(client, world, role):
    client.force_login(world.person(role))
    assert client.get("/opd/sengketa/").status_code == 403


def test_disputes_take_the_same_queries_at_one_and_at_three_rows(
    client, world, django_assert_max_num_queries
):
    world.step(world.proposal("opd_review"), "redirect")
    client.force_login(world.admin)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(10) as captured:
            client.get("/opd/sengketa/")
        counts.append(len(captured))
        for _ in range(2):
            world.step(world.proposal("opd_review"), "redirect")
    assert counts[0] == counts[1]
