"""The form points out likely doubles while typing and before sending; it never blocks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.kelurahan.pages import address, read_text

pytestmark = pytest.mark.django_db
TITLE = "Perbaikan saluran drainase Jl. Melati RT 03/RW 05"


def similar(client, **given):
    return client.get(reverse("proposals:similar"), given)


def test_title_being_typed_shows_what_is_there_already(operator, world):
    row = world.draft()
    text = read_text(similar(operator, title="drainase melati rw 05"))
    assert "Mungkin sudah ada: 1 usulan serupa" in text and TITLE in text
    assert row.get_absolute_url() in similar(operator, title="drainase melati rw 05").content.decode()
    assert read_text(similar(operator, title="Pelatihan menjahit")) == ""


def test_own_draft_is_no_double_of_itself(operator, world):
    row = world.draft()
    assert read_text(similar(operator, title=TITLE, usulan=row.uuid)) == ""
    assert read_text(similar(operator, title="drainase", usulan="bukan-uuid")) == ""


@pytest.mark.parametrize("title", ["\x00", "%' --", "x" * 5000, "🌳🌳🌳🌳", "RT 03 RW 05"])
def test_any_words_are_borne(operator, world, title):
    world.draft()
    assert similar(operator, title=title).status_code == 200


@pytest.mark.parametrize("step", ["masalah", "periksa"])
def test_steps_show_doubles_and_go_on(operator, world, step):
    row, other = world.draft(), world.draft(title=f"{TITLE} lagi")
    page = operator.get(address(row, step))
    assert f"{TITLE} lagi" in read_text(page)
    assert f'href="{other.get_absolute_url()}" target="_blank"' in page.content.decode()
    assert "Anda tetap bisa melanjutkan" in read_text(page)


def test_another_offices_draft_is_not_shown(operator, world):
    world.draft(by=world.person("kelurahan_operator", world.batusari), title=f"{TITLE} rahasia")
    assert "rahasia" not in similar(operator, title=TITLE).content.decode()
    foreign = world.draft(by=world.person("kelurahan_operator", world.belendung))
    assert similar(operator, title=TITLE, usulan=foreign.uuid).status_code == 404


def test_kecamatan_asks_about_a_proposal_that_it_decides(client, world):
    row = world.proposal()
    world.proposal(title=f"{TITLE} lagi")
    client.force_login(world.officer)
    assert "?usulan=" in client.get(f"/kecamatan/{row.uuid}/").content.decode()
    assert f"{TITLE} lagi" in read_text(similar(client, usulan=row.uuid))


def test_fragment_takes_the_same_queries_at_one_and_at_three(operator, world):
    counts = []
    for _ in range(2):
        world.draft()
        similar(operator, title=TITLE)
        with CaptureQueriesContext(connection) as captured:
            similar(operator, title=TITLE)
        counts.append(len(captured))
        world.draft()
    assert counts[0] == counts[1]
