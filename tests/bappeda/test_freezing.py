"""Making a run: what is read, what is refused, what is kept."""

import json
import threading
import uuid
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from bappeda import computing
from bappeda.models import CriteriaSet, RankedProposal, RankingRun
from bappeda.services.freezing import freeze
from bappeda.services.inputs import list_rankable, read_inputs
from bappeda.services.readiness import assess_readiness
from proposals import clock
from proposals.models import PlanningCycle, Proposal
from proposals.refusals import Refused
from tests.bappeda.factories import (
    assign_sheet,
    make_marked,
    make_published_run,
    make_run,
    make_world,
    mark,
    set_ceiling,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def refuse(**given) -> Refused:
    with pytest.raises(Refused) as refusal:
        freeze(**given)
    return refusal.value


def test_run_keeps_the_order_and_what_explains_it(world):
    best = make_marked(world, marks={"rkpd": 5, "lintas_wilayah": 5})
    next_best = make_marked(world)
    Proposal.objects.filter(pk=best.pk).update(kecamatan_order=1)
    Proposal.objects.filter(pk=next_best.pk).update(kecamatan_order=2)
    run = make_run(world, note="Perhitungan pertama")
    first, second = RankedProposal.objects.filter(run=run).order_by("position")
    # 25 + 20 + 11.25 + 10 + 7.5 (readiness 4) + 10 (first of two in the list) + 7.5 (34 KK)
    assert (first.proposal, first.score) == (best, Decimal("91.250000"))
    # 18.75 + 20 + 11.25 + 5 + 7.5 + 2.5 (second of two: half of the list is before it) + 7.5
    assert (second.proposal, second.score) == (next_best, Decimal("72.500000"))
    assert (first.tie_rule, first.neighbour, first.outcome) == ("score", next_best, "prioritised")
    assert (run.number, run.proposal_count, run.prioritised_count, run.reserve_count) == (1, 2, 2, 0)
    assert (run.made_by, run.note, run.training) == (world.admin, "Perhitungan pertama", False)


def test_ceiling_puts_the_lower_one_in_reserve_with_what_it_lacked(world):
    first, second = make_marked(world), make_marked(world)
    set_ceiling(world, first.current_budget + 5, "kecamatan", kecamatan=world.batuceper)
    set_ceiling(world, 10**12)
    run = make_run(world)
    row = RankedProposal.objects.get(run=run, proposal=second)
    assert (row.outcome, row.binding_ceiling) == ("reserve", "kecamatan:36.71.03")
    assert (row.needed, row.left) == (second.current_budget, 5)
    assert [use["label"] for use in run.ceilings] == ["Kota Tangerang", "Kecamatan Batuceper"]
    assert run.ceilings[1]["cut"]["position"] == 2


def test_replaced_ceiling_does_not_bind(world):
    row = make_marked(world)
    old = set_ceiling(world, 0)
    old.replaced_by = old
    old.save()
    set_ceiling(world, row.current_budget)
    assert make_run(world).prioritised_count == 1


def test_inputs_name_every_proposal_with_its_version_and_the_modules(world):
    row = make_marked(world)
    run = make_run(world)
    inputs = json.loads(RankingRun.objects.get(pk=run.pk).inputs)
    assert [(item["id"], item["version"]) for item in inputs["proposals"]] == [(str(row.uuid), row.version)]
    assert set(inputs["modules"]) == {
        "allocation",
        "computing",
        "explaining",
        "measuring",
        "ranking",
        "result_rows",
        "scoring",
    }
    assert inputs["rules"] == computing.RULES
    assert inputs["proposals"][0]["sheets"] == [{"by": 1, "marks": {"rkpd": 4, "lintas_wilayah": 3}}]
    assert run.inputs_sha256 == computing.digest(run.inputs)


def test_frozen_inputs_hold_no_names(world):
    make_marked(world, contact="Ibu Sari 0812-0000-0000")
    inputs = make_run(world).inputs
    assert "Sari" not in inputs
    assert world.reviewer.full_name not in inputs


def test_unfinished_and_abstained_sheets_do_not_count(world):
    row = make_marked(world, marks={"rkpd": 5, "lintas_wilayah": 5})
    other = world.person("bappeda_reviewer")
    mark(world, row, reviewer=other, marks={}, abstained=True, abstain_reason="Bukan bidang saya.")
    inputs = read_inputs(
        cycle=world.cycle, criteria_set=world.criteria_set, proposals=list_rankable(world.cycle)
    ).inputs
    assert inputs["proposals"][0]["sheets"] == [{"by": 1, "marks": {"rkpd": 5, "lintas_wilayah": 5}}]


def test_missing_marks_are_refused_one_by_one(world):
    make_marked(world)
    row = world.proposal("scoring")
    refusal = refuse(cycle=world.cycle, by=world.admin)
    assert refusal.http == 409
    (item,) = refusal.refusals
    assert (item.uuid, item.code, item.reference) == (row.uuid, "not_marked", row.reference)
    assert "Kesesuaian dengan rancangan awal RKPD" in item.message
    assert RankingRun.objects.count() == 0


def test_unmarked_proposal_is_left_out_with_a_reason(world):
    make_marked(world)
    row = world.proposal("scoring")
    run = make_run(world, unassessed={row.uuid: "Penilai sakit."})
    assert run.proposal_count == 1
    assert run.unassessed == [
        {
            "id": str(row.uuid),
            "version": row.version,
            "reference": row.reference,
            "status": "scoring",
            "reason": "Penilai sakit.",
        }
    ]


@pytest.mark.parametrize(("reason", "http"), [("", 422), ("  ", 422), ("a\x00b", 422), ("x" * 301, 422)])
def test_leaving_out_needs_a_readable_reason(world, reason, http):
    row = world.proposal("scoring")
    assert refuse(cycle=world.cycle, by=world.admin, unassessed={row.uuid: reason}).http == http


def test_marked_proposal_cannot_be_left_out(world):
    make_marked(world)
    row = make_marked(world)
    refusal = refuse(cycle=world.cycle, by=world.admin, unassessed={row.uuid: "Tidak disukai."})
    assert (refusal.http, refusal.refusals[0].code) == (409, "marked")


def test_unknown_proposal_cannot_be_left_out(world):
    make_marked(world)
    assert refuse(cycle=world.cycle, by=world.admin, unassessed={uuid.uuid4(): "Hilang."}).http == 404


def test_proposal_that_waits_cannot_be_cancelled(world):
    row = make_marked(world)
    refusal = refuse(cycle=world.cycle, by=world.admin, cancelled={row.uuid: "Batal lahan."})
    assert (refusal.http, refusal.refusals[0].code) == (409, "status")


def test_nothing_to_rank_is_refused(world):
    refusal = refuse(cycle=world.cycle, by=world.admin)
    assert (refusal.http, refusal.refusals[0].code) == (409, "empty")


def test_only_unmarked_proposals_left_out_is_nothing_to_rank(world):
    row = world.proposal("scoring")
    refusal = refuse(cycle=world.cycle, by=world.admin, unassessed={row.uuid: "Penilai sakit."})
    assert refusal.refusals[0].code == "empty"


def test_cycle_without_criteria_is_refused(world):
    make_marked(world)
    CriteriaSet.objects.all().delete()
    assert refuse(cycle=world.cycle, by=world.admin).refusals[0].code == "no_criteria"


def test_criteria_whose_weights_do_not_sum_to_one_are_refused(world):
    make_marked(world)
    world.criteria_set.criteria.filter(key="rkpd").update(weight=Decimal("0.20000"))
    refusal = refuse(cycle=world.cycle, by=world.admin)
    assert refusal.http == 422
    assert "sekarang 0,95000" in str(refusal)


def test_closed_cycle_is_refused(world):
    make_marked(world)
    PlanningCycle.objects.update(closed_at=clock.now())
    assert refuse(cycle=world.cycle, by=world.admin).refusals[0].code == "closed"


@pytest.mark.parametrize(
    "role", ["bappeda_head", "bappeda_reviewer", "leadership", "administrator", "camat", "lurah"]
)
def test_only_a_bappeda_admin_makes_a_run(world, role):
    make_marked(world)
    assert refuse(cycle=world.cycle, by=world.person(role)).http == 403
    assert RankingRun.objects.count() == 0


def test_note_with_unfit_text_is_refused(world):
    make_marked(world)
    assert refuse(cycle=world.cycle, by=world.admin, note="a\x00").http == 422


def test_runs_are_numbered_within_their_cycle(world):
    make_marked(world)
    training = make_world(kind="training")
    make_marked(training)
    assert [make_run(world).number, make_run(world).number, make_run(training).number] == [1, 2, 1]
    assert make_run(training).training


def test_same_data_give_the_same_hashes(world):
    make_marked(world)
    first, second = make_run(world), make_run(world)
    assert (first.inputs_sha256, first.result_sha256) == (second.inputs_sha256, second.result_sha256)


def test_published_list_is_ranked_again_for_a_superseding_run(world):
    make_marked(world)
    make_published_run(world)
    assert make_run(world).proposal_count == 1


def count_queries(world) -> int:
    with CaptureQueriesContext(connection) as queries:
        freeze(cycle=world.cycle, by=world.admin)
    return len(queries)


def test_number_of_queries_does_not_grow_with_the_proposals(world):
    make_marked(world)
    count_queries(world)  # the offices of the person are asked once
    one = count_queries(world)
    make_marked(world)
    make_marked(world)
    assert count_queries(world) == one


@pytest.mark.parametrize("model", [RankingRun, RankedProposal])
def test_run_and_rows_refuse_change_and_deletion(world, model):
    make_marked(world)
    make_run(world)
    change = {RankingRun: {"note": "lain"}, RankedProposal: {"position": 9}}[model]
    with pytest.raises(DatabaseError, match="riwayat tidak boleh diubah"), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(DatabaseError, match="riwayat tidak boleh diubah"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_training_runs_can_be_deleted():
    training = make_world(kind="training")
    make_marked(training)
    run = make_run(training)
    run.delete()
    assert RankedProposal.objects.count() == 0


def test_readiness_counts_and_names_what_is_missing(world):
    assert not assess_readiness(world.cycle).is_ready
    make_marked(world)
    assert assess_readiness(world.cycle).is_ready
    row = world.proposal("scoring")
    readiness = assess_readiness(world.cycle)
    assert (readiness.count, readiness.is_ready) == (2, False)
    assert [item.uuid for item in readiness.lacking] == [row.uuid]


def test_free_item_needs_marks_for_the_catalogue_criteria_too(world):
    row = make_marked(world)
    row.catalogue_item = None
    row.save(update_fields=["catalogue_item"])
    (lack,) = assess_readiness(world.cycle).lacking
    assert "Percepatan standar pelayanan minimal (SPM), Pemenuhan hak dasar" in lack.message


def test_proposal_without_agency_is_refused_with_what_it_lacks(world):
    row = make_marked(world)
    row.current_agency = None
    row.save(update_fields=["current_agency"])
    refusal = refuse(cycle=world.cycle, by=world.admin)
    assert refusal.refusals[0].code == "incomplete"
    assert "belum punya Perangkat Daerah" in str(refusal)
    assert not assess_readiness(world.cycle).is_ready


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_get_two_numbers():
    world = make_world()
    make_marked(world)
    admin, barrier, faults = world.admin, threading.Barrier(2), []

    def run():
        try:
            barrier.wait(timeout=10)
            freeze(cycle=world.cycle, by=admin)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert faults == []
    assert sorted(RankingRun.objects.values_list("number", flat=True)) == [1, 2]


def test_sheet_only_assigned_is_not_yet_a_mark(world):
    row = world.proposal("scoring")
    assign_sheet(world, row)
    assert refuse(cycle=world.cycle, by=world.admin).refusals[0].code == "not_marked"
