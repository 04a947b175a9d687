"""What waits at the kelurahan's desk, and what can no longer go on."""

from datetime import timedelta

import pytest

from kelurahan.home import build_home
from proposals import clock
from proposals.models import Proposal
from tests.factories import World, close_stage
from tests.kelurahan.pages import read_text

pytestmark = pytest.mark.django_db


def test_what_can_no_longer_be_mended_is_told_and_not_asked_for(client):
    world = World()
    row, draft = world.proposal("revision", title="Saluran Jl. Melati"), world.draft(title="Pos RW 05")
    client.force_login(world.operator)
    assert "Perbaiki sebelum" in read_text(client.get("/"))
    Proposal.objects.filter(pk=row.pk).update(act_until=clock.now() - timedelta(days=1))
    close_stage(world.cycle, "kelurahan")
    home = build_home(world.operator, world.cycle, clock.now())
    assert (home["to_do"], home["repair"], home["drafts"]) == (0, [], [])
    desk = read_text(client.get("/kelurahan/"))
    assert "Waktu memperbaiki sudah lewat" in desk and "Draf ini tetap tersimpan" in desk
    assert f"Lihat {draft.title}" in desk and f"Lihat {row.title}" in desk
