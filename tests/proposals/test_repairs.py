"""What changed since a proposal was returned: fields, photos, the reason, and whether the deadline was kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from proposals import clock
from proposals.repairs import read_repair
from proposals.services.transitions import perform
from proposals.word_marks import mark_words
from tests.factories import World, stored_photo
from tests.kelurahan.pages import read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def change(world, row, action: str = "edit", **given):
    perform(targets={row.uuid: row.version}, action=action, by=world.operator, **given).require()
    row.refresh_from_db()


def told(repair) -> dict:
    plain = (
        (c.name, [str(said).replace("\xa0", " ") for said in (c.before, c.after, c.note)])
        for c in repair.changes
    )
    return {name: tuple(said) for name, said in plain}


def test_repair_of_what_was_never_returned_is_none(world):
    assert read_repair(world.proposal()) is None


def test_repair_tells_each_field_that_differs_with_the_budget_that_follows(world):
    row = world.proposal("revision")
    change(
        world, row, values={"volume": "110", "households": "40", "land_status": "grant", "problem": "Banjir."}
    )
    change(world, row, values={"problem": "Genangan 40 cm setiap hujan.", "people": "142"})
    world.step(row, "resubmit")
    repair = read_repair(row)
    assert told(repair) == {
        "problem": ("Genangan 20–30 cm setiap hujan.", "Genangan 40 cm setiap hujan.", ""),
        "volume": ("120 meter", "110 meter", "turun 10 meter (8,3%)"),
        "budget": ("Rp 184.500.000", "Rp 169.125.000", "turun Rp 15.375.000"),
        "households": ("34 KK", "40 KK", "naik 6 KK"),
        "land_status": ("Aset Pemerintah Kota", "Hibah atau wakaf, surat ada", ""),
    }
    assert (repair.reason, repair.office) == ("Panjang tidak cocok dengan foto.", "Kecamatan Batuceper")
    assert repair.in_time and repair.is_fresh and not repair.taken_back


def test_repair_that_was_undone_tells_nothing(world):
    row = world.proposal("revision")
    change(world, row, values={"volume": "110"})
    change(world, row, values={"volume": "120"})
    repair = read_repair(row)
    assert repair.nothing and repair.ended_at is None and repair.in_time is None


def test_repair_names_what_was_chosen_and_how_far_the_point_moved(world):
    row = world.proposal("revision")
    change(
        world, row,
        values={"catalogue_item": "", "target_agency": "DISHUB", "latitude": "-6.154420", "justification": "Khusus."},
    )  # fmt: skip
    found = told(read_repair(row))
    assert found["catalogue_item"] == ("Perbaikan saluran drainase, U-ditch 40 × 60 cm", "", "")
    assert found["target_agency"] == ("DPUPR", "Dishub", "")
    assert found["position"][2] == "digeser 111 m"


def test_repair_never_tells_the_contact(world):
    row = world.proposal("revision")
    change(world, row, values={"contact": "0812-0000-0000"})
    assert told(read_repair(row))["contact"] == ("", "diganti", "")


def test_repair_tells_photos_that_came_and_went_and_not_those_that_did_both(world):
    row = world.proposal("revision")
    first = row.attachments.get()
    change(world, row, "attach", add=[stored_photo(name="baru.jpg"), stored_photo(name="keliru.jpg")])
    change(world, row, "attach", remove=[first.uuid, row.attachments.get(name="keliru.jpg").uuid])
    repair = read_repair(row)
    assert [a.name for a in repair.added] == ["baru.jpg"]
    assert [a.name for a in repair.removed] == [first.name]


def test_repair_that_nobody_made_is_said_to_be_late(world, monkeypatch):
    row = world.proposal("revision")
    later = row.act_until + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    perform(targets={row.uuid: row.version}, action="take_back", by=None).require()
    row.refresh_from_db()
    repair = read_repair(row)
    assert repair.taken_back and repair.in_time is False and repair.is_fresh


def test_only_the_last_return_counts(world):
    row = world.proposal("revision")
    change(world, row, values={"volume": "110"})
    world.step(row, "resubmit")
    world.step(row, "return", text="Foto gelap.")
    change(world, row, values={"households": "40"})
    repair = read_repair(row)
    assert repair.reason == "Foto gelap." and set(told(repair)) == {"households"}


def test_repair_is_read_in_one_query_and_one_more_for_files(world, django_assert_num_queries):
    row = world.proposal("revision")
    change(world, row, values={"volume": "110", "problem": "Banjir."})
    with django_assert_num_queries(1):
        read_repair(row)
    change(world, row, "attach", add=[stored_photo()])
    with django_assert_num_queries(2):
        read_repair(row)
    with django_assert_num_queries(0):
        assert read_repair(row, events=[]) is None


@pytest.mark.parametrize("who", ["lurah", "officer"])
def test_page_of_the_proposal_shows_the_repair(client, world, who):
    row = world.proposal("revision")
    change(world, row, values={"volume": "110"})
    client.force_login(getattr(world, who))
    text = read_text(client.get(row.get_absolute_url()))
    assert "Yang diminta diperbaiki" in text and "turun 10 meter (8,3%)" in text


def test_lurah_reads_what_changed_before_sending_again(client, world):
    row = world.proposal("revision")
    change(world, row, values={"street": "Jl. Kenanga"})
    client.force_login(world.lurah)
    text = read_text(client.get(reverse("proposals:step", args=[row.uuid, "periksa"])))
    assert "Panjang tidak cocok dengan foto." in text and "Jl. Kenanga" in text and "Jl. Melati" in text


def test_words_that_differ_are_marked():
    before, after = mark_words("Genangan 20 cm.\nSetiap hujan.", "Genangan 40 cm.\nSetiap hujan lebat.")
    assert [text for text, differs in before.pieces if differs] == ["20 ", "hujan."]
    assert [text for text, differs in after.pieces if differs] == ["40 ", "hujan lebat."]
    assert str(after) == "Genangan 40 cm.\nSetiap hujan lebat."


def test_ten_thousand_equal_words_are_compared_at_once():
    before, after = mark_words("a " * 5000, "a " * 4999 + "b")
    assert str(after) == "a " * 4999 + "b" and str(before) == "a " * 5000
