"""/kecamatan/<uuid>/ when somebody was faster, or the stage closed meanwhile."""

import pytest

from tests.factories import close_stage
from tests.kecamatan.sheet import again, url
from tests.kelurahan.pages import read_form, read_radios, read_text

pytestmark = pytest.mark.django_db


def test_stale_decision_says_who_did_what_and_keeps_what_was_typed(camat, world):
    row = world.proposal()
    form = read_form(camat.get(url(row)))
    world.step(row, "return")
    typed = {"tindakan": "reject", "reject-category": "land", "reject-text": "Lahan bersengketa."}
    response = camat.post(url(row), form | typed)
    text = read_text(response)
    assert response.status_code == 409
    assert "Dikembalikan untuk perbaikan" in text and world.officer.full_name in text
    assert read_form(response)["reject-text"] == "Lahan bersengketa."
    assert again(row).status == "revision"


def test_second_try_after_a_conflict_counts_from_what_was_shown(camat, world):
    row = world.proposal()
    form = read_form(camat.get(url(row)))
    world.step(row, "recommend")
    typed = {"tindakan": "reject", "reject-category": "land", "reject-text": "Lahan bersengketa."}
    response = camat.post(url(row), form | typed)
    assert (response.status_code, read_form(response)["version"]) == (409, str(again(row).version))
    camat.post(url(row), read_form(response) | {"tindakan": "reject"})
    assert again(row).status == "rejected"


def test_double_submit_decides_once(camat, world):
    row = world.proposal()
    form = read_form(camat.get(url(row))) | {"tindakan": "return", "return-text": "Panjang tidak cocok."}
    assert camat.post(url(row), form).status_code == 302
    assert camat.post(url(row), form).status_code == 409
    assert row.reviews.filter(action="return").count() == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30])
def test_unreadable_version_decides_nothing(camat, world, version):
    row = world.proposal()
    form = read_form(camat.get(url(row))) | {"tindakan": "return", "return-text": "Panjang tidak cocok."}
    response = camat.post(url(row), form | {"version": version})
    assert response.status_code in (409, 422)
    assert again(row).status == "kecamatan_review"


def test_window_that_closed_meanwhile_keeps_what_was_typed(camat, world):
    row = world.proposal()
    form = read_form(camat.get(url(row))) | {"tindakan": "return", "return-text": "Panjang tidak cocok."}
    close_stage(world.cycle, "kecamatan")
    response = camat.post(url(row), form)
    assert response.status_code == 409
    assert "Tahap Kecamatan sudah ditutup" in read_text(response)
    assert read_form(response)["return-text"] == "Panjang tidak cocok."


def test_decision_in_the_five_minutes_after_closing_counts_and_says_so(camat, world):
    row = world.proposal()
    form = read_form(camat.get(url(row))) | {"tindakan": "return", "return-text": "Panjang tidak cocok."}
    close_stage(world.cycle, "kecamatan", minutes_ago=2)
    response = camat.post(url(row), form)
    assert again(row).status == "revision"
    assert "baru saja ditutup" in read_text(camat.get(response.url))


def test_closed_stage_offers_no_cards_but_the_reason(camat, world):
    row = world.proposal()
    close_stage(world.cycle, "kecamatan")
    response = camat.get(url(row))
    assert "Tahap Kecamatan sudah ditutup" in read_text(response)
    assert read_radios(response, "tindakan") == []
