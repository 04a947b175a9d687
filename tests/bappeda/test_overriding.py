"""Decisions beside the computed result: made, refused, frozen with a run, shown, withdrawn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda.models import Override, RankedProposal
from bappeda.services import overriding
from bappeda.services.freezing import freeze
from bappeda.services.publishing import approve, publish, supersede
from bappeda.services.verifying import verify
from proposals.models import Proposal
from proposals.refusals import Refused
from tests.bappeda.factories import make_marked, make_run, make_world, set_ceiling

pytestmark = pytest.mark.django_db
PAGE = "/bappeda/keputusan/"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def pair(world):
    """Two proposals with money for one: the first fits, the second does not."""
    first, second = make_marked(world, marks={"rkpd": 5, "lintas_wilayah": 5}), make_marked(world)
    set_ceiling(world, second.current_budget)
    return first, second


def decide(world, row, direction="in", reason="Putusan rapat 3 Maret.") -> Override:
    return overriding.decide(proposal=row, direction=direction, reason=reason, by=world.admin)


def test_run_keeps_both_results_and_the_decision_and_proves_itself(world, pair):
    first, second = pair
    decide(world, second)
    run = make_run(world)
    rows = {row.proposal_id: row for row in RankedProposal.objects.filter(run=run)}
    assert [(rows[r.pk].computed, rows[r.pk].outcome, rows[r.pk].forced) for r in (first, second)] == [
        ("prioritised", "reserve", ""),
        ("reserve", "prioritised", "in"),
    ]
    (kept,) = run.overrides
    assert (kept["id"], kept["direction"], kept["by"]) == (str(second.uuid), "in", world.admin.full_name)
    run.refresh_from_db()
    assert (verify(run).faults, verify(run).changes) == ((), ())
    overriding.withdraw(override=Override.objects.get(), reason="Batal.", by=world.admin)
    assert verify(run).changes == ("Keputusan khusus sekarang berbeda dari yang dibekukan.",)


@pytest.mark.parametrize(
    ("direction", "reason", "code", "sentence"),
    [
        ("in", "", "content", "Tulis alasannya"),
        ("up", "Rapat.", "content", "Pilih dimasukkan atau dikeluarkan"),
    ],
)
def test_what_cannot_be_used_is_refused(world, pair, direction, reason, code, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        decide(world, pair[0], direction, reason)
    assert (refused.value.refusals[0].code, Override.objects.count()) == (code, 0)


def test_second_decision_on_a_proposal_is_refused_until_the_first_is_withdrawn(world, pair):
    made = decide(world, pair[0], "out")
    with pytest.raises(Refused, match="sudah punya keputusan khusus"):
        decide(world, pair[0], "in")
    overriding.withdraw(override=made, reason="Keliru.", by=world.admin)
    with pytest.raises(Refused, match="sudah dicabut"):
        overriding.withdraw(override=made, reason="Keliru.", by=world.admin)
    assert decide(world, pair[0], "in").direction == "in"


def test_forced_in_beyond_a_ceiling_names_it_and_what_is_lacking(world, pair):
    decide(world, pair[0])
    with pytest.raises(Refused, match=r"melebihi pagu Kota Tangerang: kurang Rp"):
        decide(world, pair[1])
    assert Override.objects.count() == 1


def test_freeze_refuses_when_a_ceiling_fell_below_what_is_forced_in(world, pair):
    decide(world, pair[1])
    old = pair[1].cycle.ceilings.get()
    old.replaced_by = old
    old.save()
    set_ceiling(world, 5)
    with pytest.raises(Refused, match="melebihi pagu Kota Tangerang"):
        freeze(cycle=world.cycle, by=world.admin)


def test_proposal_that_is_not_ranked_gets_no_decision_and_stops_the_run_once_it_has_one(world, pair):
    with pytest.raises(Refused, match="tidak sedang menunggu peringkat"):
        decide(world, world.proposal("kecamatan_review"))
    decide(world, pair[1])
    Proposal.objects.filter(pk=pair[1].pk).update(status="withdrawn")
    with pytest.raises(Refused, match="Cabut keputusannya dulu"):
        freeze(cycle=world.cycle, by=world.admin)


def test_only_the_admin_decides(world, pair):
    with pytest.raises(Refused) as refused:
        overriding.decide(proposal=pair[0], direction="in", reason="Rapat.", by=world.head)
    assert refused.value.http == 403


def test_list_is_replaced_by_one_with_an_override(world, pair):
    old = make_run(world)
    approve(run=old, by=world.head)
    publish(run=old, by=world.admin)
    decide(world, pair[1])
    new = make_run(world)
    approve(run=new, by=world.head)
    supersede(run=new, by=world.admin, category="correction", text="Putusan rapat.")
    assert [Proposal.objects.get(pk=row.pk).status for row in pair] == ["reserve", "prioritised"]


def test_page_adds_and_withdraws_and_answers_what_is_wrong(client, world, pair):
    client.force_login(world.admin)
    given = {"reference": pair[1].reference, "direction": "in", "reason": "Putusan rapat."}
    pair[1].refresh_from_db()
    given["reference"] = pair[1].reference
    assert client.post(PAGE, given | {"reference": "2021-X"}).status_code == 422
    assert client.post(PAGE, given | {"reason": ""}).status_code == 422
    assert client.post(PAGE, given).status_code == 302
    assert "Putusan rapat." in client.get(PAGE).content.decode()
    again = client.post(PAGE, given)
    assert (again.status_code, "sudah punya keputusan" in again.content.decode()) == (409, True)
    away = f"{PAGE}{Override.objects.get().pk}/cabut/"
    assert client.post(away, {"withdrawn_reason": ""}).status_code == 422
    assert client.post(away, {"withdrawn_reason": "Keliru."}).status_code == 302
    assert "1 keputusan sudah dicabut" in client.get(PAGE).content.decode()


def test_readers_read_and_others_do_not(client, world, pair):
    decide(world, pair[1])
    for role, status in (("leadership", 200), ("bappeda_reviewer", 200), ("camat", 403)):
        client.force_login(world.person(role))
        assert client.get(PAGE).status_code == status
        assert client.post(PAGE, {}).status_code == 403


def test_board_explanation_and_approval_show_both_results(client, world, pair):
    decide(world, pair[1])
    run = make_run(world)
    client.force_login(world.head)
    board = client.get(f"/bappeda/perhitungan/{run.pk}/?khusus=1").content.decode()
    assert "Keputusan khusus: dimasukkan. Menurut perhitungan: Cadangan." in board
    assert board.count('class="toggle-row"') == 1
    explained = client.get(f"/bappeda/usulan/{pair[1].uuid}/alasan/?perhitungan={run.pk}").content.decode()
    assert f"Putusan rapat 3 Maret. ({world.admin.full_name})" in explained
    assert "Cadangan; ditetapkan: Prioritas." in explained
    approval = client.get(f"/bappeda/perhitungan/{run.pk}/setujui/").content.decode()
    assert "1 keputusan khusus" in approval and "Putusan rapat 3 Maret." in approval


def test_page_asks_the_same_queries_at_one_and_three(client, world):
    client.force_login(world.admin)
    rows = [make_marked(world) for _ in range(3)]
    counts = []
    for number, row in enumerate(rows, start=1):
        decide(world, row, "out")
        if number != 2:
            client.get(PAGE)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(PAGE)
            counts.append(len(asked))
    assert counts[0] == counts[1]
