"""Sheets: saved, finished, and who may not."""

import json
import uuid

import pytest
from django.utils import timezone

from bappeda.models import Assessment, Assignment, Conflict
from bappeda.services.marking import list_criteria, reopen_sheet, save_marks, submit_marks
from proposals.models import Event
from proposals.refusals import Refused
from proposals.services.transitions import perform
from tests.bappeda.factories import MARKS, assign_sheet, make_marked, make_published_run, make_world, mark
from tests.factories import close_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def row(world):
    row = world.proposal("scoring")
    assign_sheet(world, row)
    return row


def save(world, row, *, version=0, by=None, **values) -> Assessment:
    return save_marks(uuid=row.uuid, by=by or world.reviewer, version=version, **values)


def submit(world, row, *, version=0, by=None, seen=None, **values):
    return submit_marks(
        uuid=row.uuid,
        by=by or world.reviewer,
        version=version,
        proposal_version=seen or row.version,
        **values,
    )


def refuse(service, *given, **values) -> Refused:
    before = (Assessment.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as refusal:
        service(*given, **values)
    assert (Assessment.objects.count(), Event.objects.count()) == before
    return refusal.value


def test_sheet_asks_only_for_marked_criteria(row):
    assert [criterion.key for criterion in list_criteria(row)] == ["rkpd", "lintas_wilayah"]


def test_free_item_asks_for_catalogue_criteria_too(row):
    row.catalogue_item = None
    assert [c.key for c in list_criteria(row)] == ["rkpd", "spm", "hak_dasar", "lintas_wilayah"]


def test_unfinished_sheet_is_kept_and_continued(world, row):
    first = save(world, row, marks={"rkpd": 3})
    second = save(world, row, version=first.version, marks={"rkpd": 4}, note="Lokasi sudah dilihat.")
    assert (second.marks, second.note, second.state, second.version) == (
        {"rkpd": 4},
        "Lokasi sudah dilihat.",
        "draft",
        2,
    )
    assert not Event.objects.filter(action="mark").exists()


def test_sheet_saved_from_another_window_is_not_overwritten(world, row):
    save(world, row, marks={"rkpd": 3})
    for version in (0, 7):
        refusal = refuse(save, world, row, version=version, marks={"rkpd": 1})
        assert (refusal.http, refusal.refusals[0].code) == (409, "sheet_version")
    assert Assessment.objects.get().marks == {"rkpd": 3}


def test_finished_sheet_is_marked_through_the_workflow(world, row):
    outcome = submit(world, row, marks=MARKS, suggestion="return", note="Volume perlu diukur ulang.")
    assert outcome.done[0].version == row.version + 1
    sheet = Assessment.objects.get()
    assert (sheet.state, sheet.suggestion, sheet.submitted_at is not None) == ("submitted", "return", True)
    told = json.loads(Event.objects.get(action="mark").content)["data"]["assessment"]
    assert told == {"abstained": False, "marks": MARKS, "sheet_version": 1, "suggestion": "return"}


def test_abstention_from_one_criterion_is_a_finished_mark(world, row):
    assert "mengapa tidak menilai" in str(
        refuse(submit, world, row, marks={"rkpd": None, "lintas_wilayah": 2})
    )
    submit(world, row, marks={"rkpd": None, "lintas_wilayah": 2}, note="Di luar bidang saya.")
    assert Assessment.objects.get().marks == {"rkpd": None, "lintas_wilayah": 2}


def test_abstention_from_all_needs_a_reason(world, row):
    refusal = refuse(submit, world, row, abstained=True)
    assert (refusal.http, set(refusal.refusals[0].fields)) == (422, {"abstain_reason"})
    submit(world, row, abstained=True, abstain_reason="Bukan bidang saya.")
    assert Assessment.objects.get().abstained


def test_missing_mark_is_named(world, row):
    refusal = refuse(submit, world, row, marks={"rkpd": 4})
    assert set(refusal.refusals[0].fields) == {"marks.lintas_wilayah"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"marks": {"rkpd": 0}}, "marks.rkpd"),
        ({"marks": {"rkpd": 6}}, "marks.rkpd"),
        ({"marks": {"rkpd": "4"}}, "marks.rkpd"),
        ({"marks": {"rkpd": 4.0}}, "marks.rkpd"),
        ({"marks": {"rkpd": True}}, "marks.rkpd"),
        ({"marks": {"spm": 4}}, "marks.spm"),
        ({"marks": {"=cmd()": 4}}, "marks.=cmd()"),
        ({"marks": [4]}, "marks"),
        ({"marks": "4"}, "marks"),
        ({"note": "x" * 10_001}, "note"),
        ({"note": "a\x00"}, "note"),
        ({"note": "\ud800"}, "note"),
        ({"abstain_reason": "x" * 301}, "abstain_reason"),
        ({"suggestion": "burn"}, "suggestion"),
    ],
)
def test_unfit_content_is_refused_by_field(world, row, values, field):
    refusal = refuse(save, world, row, **values)
    assert (refusal.http, set(refusal.refusals[0].fields)) == (422, {field})


def test_emoji_survive(world, row):
    assert save(world, row, note="Bagus 👍").note == "Bagus 👍"


def test_finished_sheet_is_not_overwritten_by_an_unfinished_one(world, row):
    submit(world, row, marks=MARKS)
    refusal = refuse(save, world, row, version=1, marks={"rkpd": 1})
    assert (refusal.http, refusal.refusals[0].code) == (409, "submitted")


def test_finished_sheet_can_be_submitted_again_and_the_history_keeps_both(world, row):
    submit(world, row, marks=MARKS)
    submit(world, row, version=1, marks={"rkpd": 1, "lintas_wilayah": 1})
    assert Assessment.objects.get().marks == {"rkpd": 1, "lintas_wilayah": 1}
    assert Event.objects.filter(action="mark").count() == 2


def test_reopened_sheet_is_unfinished_again(world, row):
    submit(world, row, marks=MARKS)
    sheet = reopen_sheet(uuid=row.uuid, by=world.reviewer, version=1)
    assert (sheet.state, sheet.submitted_at, sheet.version) == ("draft", None, 2)
    assert refuse(reopen_sheet, uuid=row.uuid, by=world.reviewer, version=1).http == 409


def test_marks_of_another_reviewer_do_not_stand_in_the_way(world, row):
    other = world.person("bappeda_reviewer")
    mark(world, row, reviewer=other)
    submit(world, row, seen=row.version - 1, marks=MARKS)
    assert Assessment.objects.filter(state="submitted").count() == 2


def test_any_other_change_stands_in_the_way(world, row):
    seen = row.version
    given = {"text": "Ukur ulang."}
    perform(targets={row.uuid: seen}, action="return", by=world.admin, **given).require()
    assert refuse(submit, world, row, marks=MARKS).refusals[0].code == "status"
    row.refresh_from_db()
    perform(targets={row.uuid: row.version}, action="take_back", by=None).require()
    row.refresh_from_db()
    assert row.status == "scoring"
    refusal = refuse(submit, world, row, seen=seen, marks=MARKS)
    assert (refusal.http, refusal.refusals[0].code) == (409, "version")


def test_version_of_the_future_is_refused(world, row):
    assert refuse(submit, world, row, seen=row.version + 5, marks=MARKS).refusals[0].code == "version"


def test_closed_window_is_refused_and_the_sheet_stays(world, row):
    save(world, row, marks=MARKS)
    close_stage(world.cycle, "bappeda")
    refusal = refuse(submit, world, row, version=1, marks=MARKS)
    assert (refusal.http, refusal.refusals[0].code) == (409, "window")
    assert Assessment.objects.get().state == "draft"


def test_unknown_proposal_is_not_found(world):
    assert refuse(save_marks, uuid=uuid.uuid4(), by=world.reviewer, version=0).http == 404


def test_proposal_out_of_scope_is_not_found(world, row):
    assert refuse(save, world, row, by=world.person("lurah", world.belendung)).http == 404


@pytest.mark.parametrize("role", ["bappeda_admin", "bappeda_head", "leadership", "lurah", "camat"])
def test_other_roles_do_not_mark(world, row, role):
    assert refuse(save, world, row, by=world.person(role)).http == 403


def test_reviewer_who_is_not_assigned_does_not_mark(world, row):
    other = world.person("bappeda_reviewer")
    assert refuse(save, world, row, by=other, marks=MARKS).refusals[0].code == "not_assigned"
    outcome = perform(targets={row.uuid: row.version}, action="mark", by=other, assessment={})
    assert [(item.http, item.code) for item in outcome.refused] == [(403, "not_assigned")]


@pytest.mark.parametrize("kind", ["kelurahan", "kecamatan", "agency"])
def test_declared_conflict_stands_in_the_way(world, row, kind):
    office = {"kelurahan": world.batujaya, "kecamatan": world.batuceper, "agency": world.dpupr}[kind]
    Conflict.objects.create(reviewer=world.reviewer, reason="Saudara kandung.", **{kind: office})
    refusal = refuse(save, world, row, marks=MARKS)
    assert (refusal.http, refusal.refusals[0].code) == (409, "conflict")
    outcome = perform(targets={row.uuid: row.version}, action="mark", by=world.reviewer, assessment={})
    assert [(item.http, item.code) for item in outcome.refused] == [(409, "conflict")]


def test_conflict_with_another_office_does_not(world, row):
    Conflict.objects.create(reviewer=world.reviewer, reason="Saudara.", kelurahan=world.batusari)
    assert save(world, row, marks=MARKS).pk


def test_deputyship_at_the_office_is_a_conflict(world, row):
    today = timezone.localdate(Assignment.objects.get().at)
    world.reviewer.deputies.create(
        role="lurah",
        kelurahan=world.batujaya,
        capacity="Plt.",
        letter_number="800/2",
        starts_on=today,
        ends_on=today,
    )
    assert refuse(save, world, row, marks=MARKS).refusals[0].code == "conflict"


def test_published_proposal_is_not_marked(world):
    row = make_marked(world)
    make_published_run(world)
    assert refuse(submit, world, row, version=1, marks=MARKS).refusals[0].code == "status"
