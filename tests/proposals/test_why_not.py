"""Why a proposal was not funded, in a sentence; higher floors add what they know."""

import pytest

from proposals import why_not
from proposals.models import Proposal
from proposals.services.transitions import perform
from tests.factories import World
from tests.past import make_old

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def test_each_end_has_its_sentence(world):
    rejected, reserve = make_old(world, "rejected"), make_old(world, "reserve")
    lapsed, funded = make_old(world, "lapsed"), make_old(world, "prioritised")
    assert why_not.tell([rejected, reserve, lapsed, funded]) == {
        rejected.pk: "Ditolak Kecamatan Batuceper. Usulan ganda: Sudah diusulkan RW lain.",
        reserve.pk: "Tidak muat dalam pagu.",
        lapsed.pk: "Tahun ditutup saat usulan ini masih Draf.",
    }
    assert why_not.tell([]) == {}


def test_last_decision_counts(world):
    row = world.proposal("rejected")
    world.step(row, "reopen")
    perform(
        targets={row.uuid: row.version}, action="reject", by=world.camat, category="land", text="Sengketa."
    ).require()
    row.refresh_from_db()
    assert why_not.tell([row]) == {row.pk: "Ditolak Kecamatan Batuceper. Masalah lahan: Sengketa."}


def test_unknown_story_keeps_the_plain_sentence(world):
    row = make_old(world, "lapsed")
    Proposal.objects.filter(pk=row.pk).update(closed_from="")
    row.refresh_from_db()
    assert why_not.tell([row]) == {row.pk: why_not.PLAIN["lapsed"]}


def test_higher_floors_add_what_they_know(world, monkeypatch):
    monkeypatch.setattr(why_not, "_tellers", {})
    row = make_old(world, "reserve")

    @why_not.tells("reserve")
    def tell(rows):
        return {row.pk: "Urutan 7." for row in rows}

    why_not.tells("reserve")(tell)
    assert why_not._tellers == {"reserve": [tell]}
    assert why_not.tell([row]) == {row.pk: "Urutan 7."}
