"""When something may still be done: windows and grace, a proposal's own time, overdue repairs, the end of the year."""

from datetime import datetime, timedelta

import pytest

from jobs.services.sweeping import sweep
from proposals import clock
from proposals.models import Event, Holiday, PlanningCycle, StageWindow, WindowExtension
from proposals.refusals import Refused
from proposals.services.closing import close_cycle, take_back_overdue
from proposals.services.transitions import perform
from proposals.windows import GRACE
from proposals.working_days import OFFICE_ZONE
from tests.factories import World, close_stage

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world():
    return World()


def act(row, action: str, by, **inputs):
    row.refresh_from_db()
    return perform(targets={row.uuid: row.version}, action=action, by=by, **inputs)


def window(world, stage: str) -> StageWindow:
    return StageWindow.objects.get(cycle=world.cycle, stage=stage)


def office_day(*args) -> datetime:
    return datetime(*args, tzinfo=OFFICE_ZONE)


# Windows


@pytest.mark.parametrize(
    ("late", "http", "grace"),
    [(-1, 200, False), (60, 200, True), (300, 200, True), (301, 409, False), (360, 409, False)],
)
def test_closed_stage_still_counts_for_five_minutes(world, late, http, grace):
    row = world.proposal("awaiting_lurah")
    closes_at = window(world, "kelurahan").closes_at
    with clock.frozen(closes_at + timedelta(seconds=late)):
        outcome = act(row, "endorse", world.lurah)
    assert outcome.grace is grace
    assert [refusal.http for refusal in outcome.refused] == ([] if http == 200 else [http])
    if http == 409:
        assert outcome.refused[0].code == "window"
        assert "sudah ditutup" in outcome.refused[0].message


def test_stage_that_has_not_opened_says_when(world):
    row = world.proposal("awaiting_lurah")
    with clock.frozen(window(world, "kelurahan").opens_at - MINUTE):
        (refusal,) = act(row, "endorse", world.lurah).refused
    assert (refusal.http, refusal.code, "baru dibuka" in refusal.message) == (409, "window", True)


def test_stage_without_a_window_is_closed(world):
    row = world.proposal("awaiting_lurah")
    window(world, "kelurahan").delete()
    (refusal,) = act(row, "endorse", world.lurah).refused
    assert (refusal.code, "belum diatur" in refusal.message) == ("window", True)


@pytest.mark.parametrize("own", [True, False])
def test_extension_holds_for_its_office_alone(world, own):
    row = world.proposal("awaiting_lurah")
    close_stage(world.cycle, "kelurahan")
    WindowExtension.objects.create(
        window=window(world, "kelurahan"), closes_at=clock.now() + timedelta(days=1), reason="Listrik padam.",
        by=world.admin, kelurahan=world.batujaya if own else world.batusari,
    )  # fmt: skip
    assert len(act(row, "endorse", world.lurah).done) == own


@pytest.mark.parametrize(
    ("status", "stage", "action", "who"),
    [
        ("draft", "kelurahan", "submit", "operator"),
        ("kecamatan_review", "kecamatan", "recommend", "officer"),
        ("opd_review", "opd", "redirect", "verifier"),
        ("scoring", "bappeda", "return", "admin"),
    ],
)
def test_each_level_waits_for_its_own_stage(world, status, stage, action, who):
    row = world.proposal(status)
    for other in {"kelurahan", "kecamatan", "opd", "bappeda"} - {stage}:
        close_stage(world.cycle, other)
    inputs = {
        "recommend": {"volume": "120", "price": row.current_price},
        "redirect": {"agency": "DISHUB", "text": "Lain."},
        "return": {"text": "Lengkapi."},
    }.get(action, {})
    act(row, action, getattr(world, who), **inputs).require()


def test_withdrawing_needs_no_window(world):
    row = world.draft()
    close_stage(world.cycle, "kelurahan")
    act(row, "withdraw", world.operator, text="Batal.").require()


# The time of one proposal


def test_answer_time_opens_one_proposal_after_its_stage_has_closed(world):
    returned, other = world.proposal("kecamatan_review"), world.proposal("kecamatan_review")
    world.step(returned, "return")
    act(returned, "edit", world.operator, values={"problem": "Diperjelas."}).require()
    world.step(returned, "resubmit")
    close_stage(world.cycle, "kecamatan")
    figures = {"volume": "120", "price": returned.current_price}
    act(returned, "recommend", world.officer, **figures).require()
    assert [refusal.code for refusal in act(other, "recommend", world.officer, **figures).refused] == [
        "window"
    ]
    act(returned, "forward", world.camat).require()
    returned.refresh_from_db()
    assert returned.act_until > clock.now()
    with clock.frozen(returned.act_until + GRACE + MINUTE):
        close_stage(world.cycle, "opd")
        assert [
            refusal.code
            for refusal in act(returned, "redirect", world.verifier, agency="DISHUB", text="x").refused
        ] == ["window"]


def test_answer_time_is_three_working_days(world):
    row = world.proposal("opd_review")
    Holiday.objects.create(day="2030-01-08", name="Libur uji")
    StageWindow.objects.update(closes_at=office_day(2030, 3, 1))
    with clock.frozen(office_day(2030, 1, 4, 10)):  # a Friday; Monday 7 is one, Tuesday 8 a holiday
        world.step(row, "redirect")
    assert row.act_until == office_day(2030, 1, 10, 16)


def test_repair_is_possible_after_the_stage_has_closed_until_its_deadline(world):
    row = world.proposal("revision")
    close_stage(world.cycle, "kelurahan")
    act(row, "edit", world.operator, values={"problem": "Diperjelas."}).require()
    row.refresh_from_db()
    with clock.frozen(row.act_until + 4 * MINUTE):
        assert act(row, "edit", world.operator, values={"problem": "Dalam masa tenggang."}).grace
    with clock.frozen(row.act_until + 6 * MINUTE):
        (refusal,) = act(row, "resubmit", world.lurah).refused
    assert (refusal.http, refusal.code, "Tahap perbaikan sudah ditutup" in refusal.message) == (
        409,
        "window",
        True,
    )


def test_open_stage_does_not_prolong_a_repair(world):
    row = world.proposal("revision")
    with clock.frozen(row.act_until + 6 * MINUTE):
        StageWindow.objects.update(closes_at=clock.now() + timedelta(days=9))
        assert [r.code for r in act(row, "edit", world.operator, values={"problem": "x"}).refused] == [
            "window"
        ]


def test_deadline_is_five_working_days_or_the_day_given(world):
    row, other = world.proposal(), world.proposal()
    StageWindow.objects.update(closes_at=office_day(2030, 3, 1))
    with clock.frozen(office_day(2030, 1, 4, 10)):
        world.step(row, "return")
        world.step(other, "return", deadline="2030-01-09")
    assert row.act_until == office_day(2030, 1, 11, 16)
    assert other.act_until == office_day(2030, 1, 9, 16)


@pytest.mark.parametrize("deadline", ["2030-01-03", "2030-04-01", "kapan-kapan", 5, ["2030-01-09"]])
def test_deadline_that_cannot_be_is_refused(world, deadline):
    row = world.proposal()
    StageWindow.objects.update(closes_at=office_day(2030, 3, 1))
    with clock.frozen(office_day(2030, 1, 4, 10)), pytest.raises(Refused) as refused:
        world.step(row, "return", deadline=deadline)
    assert (refused.value.http, set(refused.value.refusals[0].fields)) == (422, {"deadline"})


# Deadlines that pass


def test_overdue_repair_is_taken_back_by_the_sweeper(world):
    row, later = world.proposal("revision"), world.proposal("revision")
    with clock.frozen(row.act_until + GRACE):
        assert take_back_overdue() == 0
    later_until = row.act_until + timedelta(days=1)
    type(row).objects.filter(pk=later.pk).update(act_until=later_until)
    with clock.frozen(row.act_until + GRACE + MINUTE):
        sweep()
        answer_until = clock.now() + timedelta(days=1)
    row.refresh_from_db()
    later.refresh_from_db()
    assert (row.status, later.status) == ("kecamatan_review", "revision")
    event = Event.objects.get(proposal=row, action="take_back")
    assert (event.by, '"office":"Sistem"' in event.content) == (None, True)
    assert (row.returned_from, row.act_until > answer_until) == ("", True)


def test_nothing_is_taken_back_after_publication(world):
    row = world.proposal("revision")
    PlanningCycle.objects.update(published_at=clock.now())
    with clock.frozen(row.act_until + timedelta(days=9)):
        assert take_back_overdue() == 0


def test_person_cannot_take_back(world):
    row = world.proposal("revision")
    for by in (world.officer, world.admin, world.lurah):
        assert [refusal.http for refusal in act(row, "take_back", by).refused] == [403]


# The end of the year


def test_closing_the_year_lets_the_rest_lapse_where_it_stood(world):
    open_rows = {
        status: world.proposal(status)
        for status in ("draft", "awaiting_lurah", "opd_review", "scoring", "revision")
    }
    rejected = world.proposal("rejected")
    PlanningCycle.objects.update(published_at=clock.now())
    assert close_cycle(cycle=world.cycle, by=world.admin) == len(open_rows)
    for status, row in open_rows.items():
        agency = row.current_agency
        row.refresh_from_db()
        assert (row.status, row.closed_from, row.current_agency) == ("lapsed", status, agency)
        assert Event.objects.filter(proposal=row, action="close", by=None).count() == 1
    rejected.refresh_from_db()
    assert rejected.status == "rejected"
    assert PlanningCycle.objects.get().closed_by == world.admin


def test_live_year_is_not_closed_before_its_list_is_published(world):
    row = world.draft()
    with pytest.raises(Refused) as refused:
        close_cycle(cycle=world.cycle, by=world.admin)
    row.refresh_from_db()
    assert (refused.value.refusals[0].code, row.status) == ("not_published", "draft")


def test_year_is_closed_once_and_by_bappeda_alone(world):
    PlanningCycle.objects.update(published_at=clock.now())
    for by in (world.head, world.camat, world.person("administrator")):
        with pytest.raises(Refused) as refused:
            close_cycle(cycle=world.cycle, by=by)
        assert refused.value.http == 403
    close_cycle(cycle=world.cycle, by=world.admin)
    with pytest.raises(Refused) as refused:
        close_cycle(cycle=world.cycle, by=world.admin)
    assert refused.value.refusals[0].code == "closed"


def test_nothing_moves_in_a_closed_year(world):
    row = world.proposal("rejected")
    PlanningCycle.objects.update(closed_at=clock.now())
    (refusal,) = act(row, "reopen", world.admin, text="Keliru.").refused
    assert (refusal.http, refusal.code) == (409, "closed")
    with pytest.raises(Refused) as refused:
        world.draft()
    assert refused.value.refusals[0].code == "closed"
