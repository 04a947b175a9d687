"""Two people on one step: both versions are shown, nothing is lost."""

import pytest

from tests.kelurahan.pages import address, count, read_form, read_text

pytestmark = pytest.mark.django_db


def test_stale_form_shows_both_versions_and_loses_nothing(operator, client, world):
    row = world.draft()
    mine = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Anggrek", "ke": "volume"}
    client.force_login(world.person("kelurahan_operator"))
    other = read_form(client.get(address(row, "lokasi"))) | {"rt": "7"}
    assert client.post(address(row, "lokasi"), other).status_code == 302
    client.force_login(world.operator)
    before = count()
    page = client.post(address(row, "lokasi"), mine)
    assert page.status_code == 409
    assert count() == before
    text = read_text(page)
    assert "Jl. Anggrek" in text and "Jl. Melati" in text and "07" in text
    shown = read_form(page)
    assert (shown["pilih-street"], shown["pilih-rt"]) == ("mine", "saved")
    assert client.post(address(row, "lokasi"), shown).status_code == 302
    row.refresh_from_db()
    assert (row.street, row.rt) == ("Jl. Anggrek", "07")


def test_stale_form_that_says_the_same_goes_on(operator, client, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "lokasi"))) | {"street": "Jl. Anggrek", "ke": "volume"}
    assert [operator.post(address(row, "lokasi"), form).status_code for _ in range(2)] == [302, 302]
    row.refresh_from_db()
    assert row.street == "Jl. Anggrek"


def test_form_of_a_proposal_that_moved_on_keeps_the_typed_text(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {"problem": "Genangan 40 cm."}
    world.step(row, "submit")
    page = operator.post(address(row, "masalah"), form)
    assert page.status_code == 409
    assert "Isian Anda masih ada" in read_text(page)
    assert read_form(page)["problem"] == "Genangan 40 cm."
