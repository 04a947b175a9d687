"""What a decision leaves of its figures: the Review of its level, the values that count, the first ones untouched."""

from decimal import Decimal

import pytest

from proposals.models import Addressee, Event, Review
from proposals.refusals import Refused
from proposals.services.transitions import perform
from tests.factories import World

pytestmark = pytest.mark.django_db
PRICE = 1_537_500
ASKED = {"volume": Decimal("120.000"), "price": PRICE, "budget": 184_500_000, "households": 34}


@pytest.fixture
def world():
    return World()


def current(row) -> dict:
    row.refresh_from_db()
    return {name: getattr(row, f"current_{name}") for name in ASKED}


def refuse(row, action: str, by, **inputs) -> Refused:
    with pytest.raises(Refused) as refused:
        perform(targets={row.uuid: row.version}, action=action, by=by, **inputs).require()
    return refused.value


def edit(row, by, values: dict) -> None:
    perform(targets={row.uuid: row.version}, action="edit", by=by, values=values).require()


def test_draft_counts_what_is_asked_for(world):
    row = world.draft()
    assert current(row) == ASKED
    assert (row.current_agency, row.current_sub_kegiatan.code) == (world.dpupr, "1.03.06.2.01.05")


def test_budget_is_rounded_half_up_to_whole_rupiah(world):
    row = world.draft(volume="1,5", unit_price="333")
    assert (row.budget, row.current_budget) == (500, 500)


def test_endorsement_keeps_what_the_kelurahan_asked(world):
    row = world.proposal("kecamatan_review")
    review = Review.objects.get(proposal=row)
    assert (review.stage, review.outcome, review.by, review.role) == (
        "kelurahan",
        "submitted",
        world.lurah,
        "lurah",
    )
    assert {name: getattr(review, name) for name in ASKED} == ASKED
    assert review.seq == row.version
    assert list(Addressee.objects.filter(proposal=row).values_list("agency__code", flat=True)) == ["DPUPR"]


def test_recommendation_counts_and_leaves_the_first_figures(world):
    row = world.proposal("kecamatan_review")
    world.step(row, "recommend", volume="100", text="Hasil ukur 100 meter.", households=30)
    assert current(row) == {"volume": 100, "price": PRICE, "budget": 153_750_000, "households": 30}
    assert {name: getattr(row, name) for name in ("volume", "budget", "households")} == {
        "volume": 120,
        "budget": 184_500_000,
        "households": 34,
    }
    first, second = Review.objects.filter(proposal=row)
    assert (first.volume, second.volume, second.text) == (120, 100, "Hasil ukur 100 meter.")
    assert (row.is_recommended, row.status) == (True, "kecamatan_review")


def test_second_recommendation_stands_beside_the_first(world):
    row = world.proposal("kecamatan_review")
    world.step(row, "recommend", volume="100", text="Ukur pertama.")
    world.step(row, "recommend", volume="110", text="Ukur kedua.")
    assert [r.volume for r in Review.objects.filter(proposal=row, action="recommend")] == [100, 110]
    assert current(row)["volume"] == 110


def test_verification_with_other_figures_is_called_a_change(world):
    same, other = world.proposal("opd_review"), world.proposal("opd_review")
    world.step(same, "verify")
    world.step(other, "verify", price=1_400_000, text="Harga satuan SSH terbaru.")
    assert Review.objects.get(proposal=same, action="verify").outcome == "accepted"
    assert Review.objects.get(proposal=other, action="verify").outcome == "accepted_with_changes"
    assert current(other)["budget"] == 168_000_000
    assert (other.current_readiness, other.status, bool(other.verified_at)) == (4, "scoring", True)


@pytest.mark.parametrize(
    ("action", "status", "who"),
    [("recommend", "kecamatan_review", "camat"), ("verify", "opd_review", "verifier")],
)
@pytest.mark.parametrize("changed", [{"volume": "119"}, {"price": 1_537_501}])
def test_change_without_a_reason_is_refused(world, action, status, who, changed):
    row = world.proposal(status)
    inputs = {"volume": "120", "price": PRICE} | changed
    inputs |= {"sub_kegiatan": "1.03.06.2.01.05"} if action == "verify" else {}
    events = Event.objects.count()
    refused = refuse(row, action, getattr(world, who), **inputs)
    assert (refused.http, set(refused.refusals[0].fields)) == (422, {"text"})
    assert current(row) == ASKED
    assert Event.objects.count() == events
    perform(
        targets={row.uuid: row.version}, action=action, by=getattr(world, who), text="Alasan.", **inputs
    ).require()


def test_rejection_and_referral_leave_the_figures(world):
    for status in ("rejected", "referred"):
        row = world.proposal(status)
        assert current(row) == ASKED
        review = Review.objects.filter(proposal=row).last()
        assert (review.volume, review.outcome) == (None, status)
        assert (row.closed_from, bool(row.decided_at)) == ("kecamatan_review", True)


def test_referral_keeps_where_it_went(world):
    row = world.proposal("referred")
    review = Review.objects.get(proposal=row, action="refer")
    assert review.detail == {"level": "province", "institution": "Dinas PUPR Provinsi Banten"}


@pytest.mark.parametrize(
    ("inputs", "name"),
    [({"level": "planet"}, "level"), ({"institution": ""}, "institution"), ({"text": " "}, "text")],
)
def test_referral_without_its_inputs_is_refused(world, inputs, name):
    row = world.proposal("opd_review")
    given = {"level": "national", "institution": "Kementerian PUPR", "text": "Jalan nasional."} | inputs
    refused = refuse(row, "refer", world.verifier, **given)
    assert (refused.http, set(refused.refusals[0].fields)) == (422, {name})


def test_repair_takes_over_what_was_repaired_and_asks_for_a_new_recommendation(world):
    row = world.proposal("kecamatan_review")
    world.step(row, "recommend", volume="100", text="Ukur.")
    world.step(row, "return")
    edit(row, world.operator, {"volume": "90"})
    assert current(row)["volume"] == 100  # nothing counts before the lurah has sent it
    world.step(row, "resubmit")
    assert (current(row)["volume"], row.is_recommended, row.status) == (90, False, "kecamatan_review")
    review = Review.objects.get(proposal=row, action="resubmit")
    assert (review.outcome, review.volume) == ("resubmitted", 90)
    assert set(refuse(row, "forward", world.camat).refusals[0].fields) == {"recommended"}


@pytest.mark.parametrize("status", ["opd_review", "scoring"])
def test_repair_goes_back_to_where_it_was_returned_from(world, status):
    row = world.proposal(status)
    by = {"opd_review": world.verifier, "scoring": world.admin}[status]
    perform(targets={row.uuid: row.version}, action="return", by=by, text="Lengkapi.").require()
    row.refresh_from_db()
    assert (row.status, row.returned_from) == ("revision", status)
    edit(row, world.operator, {"problem": "Lebih jelas."})
    world.step(row, "resubmit")
    assert (row.status, row.returned_from, row.is_recommended) == (status, "", True)


def test_repair_without_any_change_is_refused(world):
    row = world.proposal("revision")
    refused = refuse(row, "resubmit", world.lurah)
    assert (refused.http, set(refused.refusals[0].fields)) == (422, {"changed"})
    edit(row, world.operator, {"problem": row.problem})
    row.refresh_from_db()
    assert refuse(row, "resubmit", world.lurah).http == 422  # the same text again is no change


def test_change_before_an_earlier_return_does_not_count_for_a_later_one(world):
    row = world.proposal("revision")
    edit(row, world.operator, {"problem": "Diperjelas."})
    world.step(row, "resubmit")
    world.step(row, "return")
    assert refuse(row, "resubmit", world.lurah).http == 422


def test_repair_that_makes_it_incomplete_is_refused(world):
    row = world.proposal("revision")
    edit(row, world.operator, {"expected_output": ""})
    row.refresh_from_db()
    assert set(refuse(row, "resubmit", world.lurah).refusals[0].fields) == {"complete"}


def test_an_agency_with_the_longest_name_is_told_in_full(world):
    """PostgreSQL refuses what does not fit a column; one agency of the city has a name of 87 letters."""
    name = "Dinas " + "Pemberdayaan Perempuan dan Perlindungan Anak " * 3
    world.dpupr.name = name.strip()
    world.dpupr.save()
    row = world.proposal("opd_review")
    world.step(row, "verify")
    assert row.reviews.order_by("-pk").first().office.endswith(name.strip())
