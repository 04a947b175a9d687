"""A draft is opened once, saved step by step, and never lost to a closed window."""

import re
import uuid

import pytest
from django.urls import reverse

from proposals.models import Proposal
from tests.factories import close_stage
from tests.kelurahan.pages import address, count, read_form, read_text

pytestmark = pytest.mark.django_db


# Making a draft


def test_new_form_carries_a_fresh_uuid(operator):
    first, second = (read_form(operator.get(reverse("proposals:new")))["usulan"] for _ in range(2))
    assert uuid.UUID(first) != uuid.UUID(second)
    assert Proposal.objects.count() == 0


def test_first_save_opens_the_draft_under_the_uuid_of_the_form(operator, world):
    form = read_form(operator.get(reverse("proposals:new"))) | {
        "title": "Perbaikan saluran Jl. Melati",
        "ke": "lokasi",
    }
    answer = operator.post(reverse("proposals:new"), form)
    row = Proposal.objects.get()
    assert (str(row.uuid), row.status, row.kelurahan, row.title) == (
        form["usulan"],
        "draft",
        world.batujaya,
        "Perbaikan saluran Jl. Melati",
    )
    assert (answer.status_code, answer.url) == (302, address(row, "lokasi"))


def test_same_form_sent_twice_is_one_draft(operator):
    form = read_form(operator.get(reverse("proposals:new"))) | {"title": "Posyandu RW 07", "ke": "lokasi"}
    answers = [operator.post(reverse("proposals:new"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert count() == (1, 1)


def test_form_sent_again_with_another_title_changes_the_draft(operator):
    form = read_form(operator.get(reverse("proposals:new"))) | {"title": "Posyandu RW 07", "ke": "lokasi"}
    operator.post(reverse("proposals:new"), form)
    operator.post(reverse("proposals:new"), form | {"title": "Posyandu Anggrek RW 07"})
    assert Proposal.objects.get().title == "Posyandu Anggrek RW 07"


def test_form_with_a_foreign_uuid_is_not_found(operator, world):
    theirs = world.draft(by=world.person("kelurahan_operator", world.batusari))
    before = count()
    answer = operator.post(reverse("proposals:new"), {"usulan": str(theirs.uuid), "title": "Milik saya"})
    assert answer.status_code == 404
    assert count() == before
    theirs.refresh_from_db()
    assert theirs.title != "Milik saya"


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima"])
def test_every_step_can_be_the_first(operator, step):
    form = read_form(operator.get(reverse("proposals:new"), {"langkah": step}))
    answer = operator.post(f"{reverse('proposals:new')}?langkah={step}", form | {"ke": "tetap"})
    assert answer.url == address(Proposal.objects.get(), step)


def test_unreadable_uuid_gets_a_fresh_one(operator):
    assert (
        operator.post(reverse("proposals:new"), {"usulan": "bukan-uuid", "title": "Lampu jalan"}).status_code
        == 302
    )
    assert Proposal.objects.get().title == "Lampu jalan"


# Saving a step


def test_save_writes_only_the_fields_of_the_step(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "penerima"))) | {
        "households": "51",
        "title": "Diam-diam",
        "ke": "periksa",
    }
    answer = operator.post(address(row, "penerima"), form)
    was, row = row.title, Proposal.objects.get()
    assert (answer.url, row.households, row.title) == (address(row, "periksa"), 51, was)


def test_saved_step_says_when(operator, world):
    row = world.draft()
    assert re.search(r"Tersimpan \d\d\.\d\d", read_text(operator.get(address(row, "masalah"))))


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima"])
def test_page_sent_back_as_it_is_changes_nothing(operator, world, step):
    row = world.draft()
    before = count()
    answer = operator.post(address(row, step), read_form(operator.get(address(row, step))) | {"ke": step})
    assert answer.status_code == 302
    assert count() == before


def test_save_and_leave_goes_home(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {"problem": "Banjir.", "ke": "keluar"}
    assert operator.post(address(row, "masalah"), form).url == "/"
    assert Proposal.objects.get().problem == "Banjir."


def test_emoji_survive(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {
        "title": "Taman 🌳 RW 05",
        "problem": "Gersang 🥵\nsekali",
    }
    operator.post(address(row, "masalah"), form)
    again = read_form(operator.get(address(row, "masalah")))
    assert (again["title"], again["problem"]) == ("Taman 🌳 RW 05", "Gersang 🥵\nsekali")


# The closed window


def test_closed_window_keeps_typed_text_and_draft(operator, world):
    row = world.draft()
    form = read_form(operator.get(address(row, "masalah"))) | {"title": "Terlambat"}
    close_stage(world.cycle, "kelurahan")
    before = count()
    answer = operator.post(address(row, "masalah"), form)
    assert answer.status_code == 409
    assert "sudah ditutup" in read_text(answer)
    assert "Perpanjangan diminta ke Bappeda." in read_text(answer)
    assert read_form(answer)["title"] == "Terlambat"
    assert count() == before


def test_closed_window_refuses_a_new_draft_but_keeps_what_was_typed(operator, world):
    form = read_form(operator.get(reverse("proposals:new"))) | {"title": "Terlambat"}
    close_stage(world.cycle, "kelurahan")
    answer = operator.post(reverse("proposals:new"), form)
    assert (answer.status_code, read_form(answer)["title"]) == (409, "Terlambat")
    assert Proposal.objects.count() == 0


def test_form_in_a_closed_window_says_why_it_cannot_be_saved(operator, world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan")
    page = operator.get(address(row, "volume"))
    assert page.status_code == 200
    assert "sudah ditutup" in read_text(page)
    assert 'aria-disabled="true"' in page.content.decode()


def test_save_within_the_grace_counts(operator, world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan", minutes_ago=3)
    assert (
        operator.post(address(row, "masalah"), {"versi": row.version, "title": "Nyaris"}).status_code == 302
    )
