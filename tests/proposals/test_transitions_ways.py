"""Where a proposal can go besides straight on: merged, redirected, funded at once, reopened; and its numbers."""

from decimal import Decimal

import pytest

from proposals import clock
from proposals.models import Addressee, Ceiling, Event, Proposal, Review
from proposals.querysets import visible_to
from proposals.refusals import Refused
from proposals.services.transitions import perform
from tests.crowd import make_many
from tests.factories import World

pytestmark = pytest.mark.django_db
LOCAL = {"sub_kegiatan": "7.01.03.2.02.02"}


@pytest.fixture
def world():
    return World()


def act(row, action: str, by, **inputs):
    row.refresh_from_db()
    return perform(targets={row.uuid: row.version}, action=action, by=by, **inputs)


def refuse(row, action: str, by, **inputs):
    with pytest.raises(Refused) as refused:
        act(row, action, by, **inputs).require()
    return refused.value.refusals[0]


# Merging


def test_merge_gives_the_lead_joint_figures_and_an_event_of_its_own(world):
    lead, row = world.proposal(), world.proposal()
    version = lead.version
    act(
        row, "merge", world.camat, lead=lead.uuid, lead_version=version, volume="200", households=50
    ).require()
    row.refresh_from_db()
    lead.refresh_from_db()
    assert (row.status, row.merged_into, row.closed_from) == ("merged", lead, "kecamatan_review")
    assert (row.current_volume, row.current_households) == (120, 34)
    assert (lead.status, lead.version) == ("kecamatan_review", version + 1)
    assert (lead.current_volume, lead.current_households, lead.current_budget) == (200, 50, 200 * 1_537_500)
    assert (lead.volume, lead.households) == (120, 34)
    event = Event.objects.get(proposal=lead, seq=lead.version)
    assert (event.action, event.by) == ("merge", world.camat)
    assert f'"merged":["{row.reference}"]' in event.content
    assert Review.objects.get(proposal=lead, action="merge").detail == {"merged": [row.reference]}


def test_merge_of_several_into_one_is_one_change_of_the_lead(world):
    lead, *others = make_many(world, 4)
    outcome = perform(
        targets={row.uuid: row.version for row in others},
        action="merge",
        by=world.camat,
        lead=lead.uuid,
        volume="300",
        households=80,
    ).require()
    assert len(outcome.done) == 3
    assert Event.objects.filter(proposal=lead, action="merge").count() == 1
    assert Proposal.objects.filter(merged_into=lead, status="merged").count() == 3


@pytest.mark.parametrize("lead_status", ["withdrawn", "rejected", "draft"])
def test_merge_into_what_has_ended_or_is_hidden_is_refused(world, lead_status):
    lead, row = world.proposal(lead_status), world.proposal()
    refusal = refuse(row, "merge", world.camat, lead=lead.uuid, volume="200", households=50)
    assert refusal.http == (409 if lead_status == "rejected" else 422)
    assert Proposal.objects.get(pk=row.pk).status == "kecamatan_review"


def test_merge_into_itself_is_refused(world):
    row = world.proposal()
    assert refuse(row, "merge", world.camat, lead=row.uuid, volume="200", households=50).http == 422


def test_merge_into_another_year_is_refused(world):
    other = World(year=2022)
    lead, row = other.proposal(), world.proposal()
    refusal = refuse(row, "merge", world.camat, lead=lead.uuid, volume="200", households=50)
    assert (refusal.http, "tahun perencanaan lain" in refusal.message) == (422, True)


def test_merge_is_refused_when_the_lead_has_moved(world):
    lead, row = world.proposal(), world.proposal()
    seen = lead.version
    world.step(lead, "recommend")
    refusal = refuse(
        row, "merge", world.camat, lead=lead.uuid, lead_version=seen, volume="200", households=50
    )
    assert (refusal.http, refusal.code) == (409, "version")


def test_merge_with_a_joint_budget_beyond_64_bits_is_refused(world):
    lead, row = world.proposal(), world.proposal()
    lead_version = Event.objects.filter(proposal=lead).count()
    Proposal.objects.filter(pk=lead.pk).update(current_price=2**60)
    refusal = refuse(row, "merge", world.camat, lead=lead.uuid, volume="99999999999", households=50)
    assert (refusal.http, set(refusal.fields)) == (422, {"volume"})
    assert Event.objects.filter(proposal=lead).count() == lead_version


# Redirecting


def test_redirection_is_the_agencys_once_and_then_bappedas(world):
    row = world.proposal("opd_review")
    assert refuse(row, "redirect", world.admin, agency="DISHUB", text="Lain.").code == "redirected"
    world.step(row, "redirect")
    dishub = world.person("opd_verifier", world.dishub)
    assert (row.current_agency, row.target_agency, row.redirect_count) == (world.dishub, world.dpupr, 1)
    assert refuse(row, "redirect", dishub, agency="DPUPR", text="Kembali.").code == "redirected"
    act(row, "redirect", world.admin, agency="DPUPR", text="Tetap DPUPR.").require()
    row.refresh_from_db()
    assert (row.current_agency, row.redirect_count, row.status) == (world.dpupr, 2, "opd_review")


def test_redirection_keeps_the_first_agency_as_a_reader(world):
    row = world.proposal("opd_review")
    dishub = world.person("opd_verifier", world.dishub)
    assert not visible_to(dishub).filter(pk=row.pk).exists()
    world.step(row, "redirect")
    assert set(Addressee.objects.filter(proposal=row).values_list("agency__code", flat=True)) == {
        "DPUPR",
        "DISHUB",
    }
    assert visible_to(dishub).filter(pk=row.pk).exists()
    assert visible_to(world.verifier).filter(pk=row.pk).exists()
    refusal = refuse(
        row, "verify", world.verifier, volume="120", price=1_537_500, sub_kegiatan="1.03.06.2.01.05"
    )
    assert (refusal.http, refusal.code) == (403, "office")


def test_redirection_to_the_same_agency_is_refused(world):
    row = world.proposal("opd_review")
    assert set(refuse(row, "redirect", world.verifier, agency="DPUPR", text="x").fields) == {"agency"}


# Dana Kelurahan


def set_local_ceiling(world, amount: int, kelurahan=None) -> Ceiling:
    return Ceiling.objects.create(
        cycle=world.cycle,
        kind=Ceiling.Kind.DANA_KELURAHAN,
        kelurahan=kelurahan or world.batujaya,
        amount=amount,
        reason="Uji",
        effective_on="2020-01-02",
        by=world.admin,
    )


def test_dana_kelurahan_stays_within_the_ceiling(world):
    first, second = world.proposal(), world.proposal()
    set_local_ceiling(world, 2 * first.current_budget - 1)
    act(first, "fund_local", world.camat, **LOCAL).require()
    first.refresh_from_db()
    assert (first.status, first.funding) == ("local", "dana_kelurahan")
    assert first.current_sub_kegiatan.code == "7.01.03.2.02.02"
    refusal = refuse(second, "fund_local", world.camat, **LOCAL)
    assert (refusal.http, refusal.code) == (409, "ceiling")
    assert "Kurang Rp\u00a01." in refusal.message


def test_dana_kelurahan_of_a_batch_is_spent_in_its_order(world):
    rows = make_many(world, 3)
    set_local_ceiling(world, 2 * rows[0].current_budget)
    outcome = perform(
        targets={row.uuid: row.version for row in rows}, action="fund_local", by=world.camat, **LOCAL
    )
    assert [done.uuid for done in outcome.done] == [row.uuid for row in rows[:2]]
    assert [(refused.uuid, refused.code) for refused in outcome.refused] == [(rows[2].uuid, "ceiling")]


def test_ceiling_of_another_kelurahan_does_not_bind(world):
    row = world.proposal()
    set_local_ceiling(world, 0, world.batusari)
    act(row, "fund_local", world.camat, **LOCAL).require()


def test_ceiling_of_nothing_refuses_and_none_does_not(world):
    row, other = world.proposal(), world.proposal()
    act(other, "fund_local", world.camat, **LOCAL).require()
    set_local_ceiling(world, 0)
    assert refuse(row, "fund_local", world.camat, **LOCAL).code == "ceiling"


def test_dana_kelurahan_takes_only_its_two_sub_kegiatan(world):
    row = world.proposal()
    assert set(refuse(row, "fund_local", world.camat, sub_kegiatan="1.03.06.2.01.05").fields) == {
        "sub_kegiatan"
    }


# Reopening


@pytest.mark.parametrize("how", ["reject", "refer", "fund_local", "merge"])
def test_reopening_leads_back_to_where_it_was(world, how):
    row = world.proposal()
    inputs = {"lead": world.proposal().uuid, "volume": "200", "households": 50} if how == "merge" else None
    if inputs:
        act(row, "merge", world.camat, **inputs).require()
    else:
        world.step(row, how)
    world.step(row, "reopen")
    assert (row.status, row.closed_from, row.decided_at, row.merged_into) == (
        "kecamatan_review",
        "",
        None,
        None,
    )
    assert row.act_until > clock.now()
    assert Review.objects.get(proposal=row, action="reopen").outcome == "reopened"


def test_rejection_by_the_lurah_is_reopened_to_the_lurah(world):
    row = world.proposal("awaiting_lurah")
    act(row, "reject", world.lurah, category="duplicate", text="Ganda.").require()
    assert (
        refuse(row, "reopen", world.admin, text="Keliru.").http == 404
    )  # Bappeda sees only what was endorsed


def test_nothing_is_reopened_after_publication(world):
    row = world.proposal("rejected")
    world.cycle.published_at = clock.now()
    world.cycle.save()
    assert refuse(row, "reopen", world.admin, text="Keliru.").code == "published"


# Numbers and lists


def test_numbers_run_by_office_and_origin(world):
    own = [world.draft(), world.draft()]
    other = world.draft(by=world.person("kelurahan_operator", world.batusari))
    for row in (*own, other):
        act(row, "submit", row.created_by).require()
    kecamatan = world.draft(by=world.officer, kelurahan="36.71.03.1003")
    pokir = world.draft(
        by=world.admin, kelurahan="36.71.04.1001", councillor="Anggota DPRD", faction="Fraksi"
    )
    for row in (kecamatan, pokir):
        act(row, "register", row.created_by).require()
    found = [Proposal.objects.get(pk=row.pk) for row in (*own, other, kecamatan, pokir)]
    assert [row.reference for row in found] == [
        "2021-36.71.03.1002-0001",
        "2021-36.71.03.1002-0002",
        "2021-36.71.03.1003-0001",
        "2021-36.71.03-0001",
        "2021-36.71-P-0001",
    ]
    assert [row.status for row in found[3:]] == ["kecamatan_review", "opd_review"]
    assert found[4].kecamatan == world.benda


def test_training_numbers_are_marked():
    training = World(kind="training")
    row = training.proposal("awaiting_lurah")
    assert row.reference == "L-2021-36.71.03.1002-0001"


def test_sent_back_proposal_keeps_its_number(world):
    row = world.proposal("awaiting_lurah")
    first = row.reference
    act(row, "send_back", world.lurah, text="Lengkapi.").require()
    world.step(row, "submit")
    assert row.reference == first
    assert world.proposal("awaiting_lurah").reference.endswith("-0002")


def test_ordered_batches_are_appended_to_the_list(world):
    rows = make_many(world, 3, "draft")
    perform(targets={r.uuid: r.version for r in rows}, action="submit", by=world.operator).require()
    rows = list(Proposal.objects.order_by("-pk"))
    perform(
        targets={r.uuid: r.version for r in rows[:2]}, action="endorse", by=world.lurah, ordered=True
    ).require()
    perform(targets={rows[2].uuid: rows[2].version}, action="endorse", by=world.lurah, ordered=True).require()
    orders = dict(Proposal.objects.values_list("pk", "kelurahan_order"))
    assert [orders[row.pk] for row in rows] == [1, 2, 3]


def test_endorsing_without_order_leaves_no_place(world):
    assert world.proposal().kelurahan_order is None


def test_volume_keeps_three_decimals(world):
    assert world.draft(volume="10,125").volume == Decimal("10.125")


def test_reopen_from_dana_kelurahan_gives_back_funding_and_sub_kegiatan():
    world = World()
    row = world.proposal("kecamatan_review")
    before = row.funding, row.current_sub_kegiatan
    world.step(row, "fund_local")
    assert row.funding == "dana_kelurahan"
    world.step(row, "reopen")
    assert (row.status, row.funding, row.current_sub_kegiatan) == ("kecamatan_review", *before)
