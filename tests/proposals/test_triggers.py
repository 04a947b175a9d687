"""The database itself refuses to change history, and says so when it cannot."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F

from bappeda.models import Assessment, EarlierSheet, RankedProposal, RankingRun
from proposals import clock, triggers
from proposals.checks import check_triggers
from proposals.models import Event, Forum, Message, MessageFile, SavedOrder
from tests.bappeda.factories import make_marked, make_run, make_world
from tests.factories import World
from tests.meetings import hold_meeting, issue_minutes
from tests.messages import make_message_file

pytestmark = pytest.mark.django_db
PROTECTED = (Event, EarlierSheet, RankingRun, RankedProposal, SavedOrder, Forum, Message, MessageFile)
NAMES = {
    f"{model._meta.db_table}_no_{operation}" for model in PROTECTED for operation in ("update", "delete")
}


def fill(kind: str = "live") -> World:
    """A city with at least one row in every protected table."""
    world = make_world(kind=kind)
    row = make_marked(world)
    make_run(world)
    issue_minutes(world)
    make_message_file(row)
    keep_earlier_sheet(row)
    assert all(model.objects.exists() for model in PROTECTED)
    return world


def keep_earlier_sheet(row) -> None:
    sheet = Assessment.objects.filter(proposal=row).first()
    EarlierSheet.objects.create(
        assessment=sheet,
        version=sheet.version,
        marks=sheet.marks,
        submitted_at=sheet.submitted_at,
        replaced_at=clock.now(),
        replaced_by=sheet.reviewer,
        training=row.cycle.is_training,
    )


def is_refused(write) -> bool:
    connection.check_constraints()  # PostgreSQL refuses a write to rows whose foreign keys are still open
    try:
        with transaction.atomic():
            write()
    except DatabaseError as refusal:
        assert triggers.REFUSAL in str(refusal)
        return True
    return False


def test_every_protected_table_is_known():
    with_training = {
        model
        for model in apps.get_models()
        if any(field.name == "training" for field in model._meta.concrete_fields)
    }
    assert with_training == set(PROTECTED)
    assert triggers.missing() == []


@pytest.mark.parametrize("kind", ["live", "training"])
def test_update_is_always_refused(kind):
    fill(kind)
    for model in PROTECTED:
        for change in ({"training": True}, {"training": F("training")}):
            assert is_refused(lambda model=model, change=change: model.objects.update(**change)), (
                model,
                change,
            )


def test_update_by_plain_sql_is_refused():
    fill()

    def write():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {Event._meta.db_table} SET content = '{{}}' WHERE seq = 1")

    assert is_refused(write)


def test_delete_is_refused_in_a_live_cycle_and_free_in_training():
    for kind, refused in (("live", True), ("training", False)):
        world = fill(kind)
        paths = {
            Event: "proposal__cycle",
            EarlierSheet: "assessment__proposal__cycle",
            RankedProposal: "run__cycle",
            Message: "proposal__cycle",
            MessageFile: "message__proposal__cycle",
        }
        for model in (
            EarlierSheet,
            RankedProposal,
            RankingRun,
            Event,
            SavedOrder,
            Forum,
            MessageFile,
            Message,
        ):
            path = paths.get(model, "cycle")
            rows = model.objects.filter(**{path: world.cycle})
            assert is_refused(rows.delete) is refused, (kind, model)
            assert rows.exists() is refused


def test_forum_may_change_until_it_is_issued():
    world = World()
    world.proposal()
    hold_meeting(world)
    assert Forum.objects.update(place="Balai warga") == 1
    issue_minutes(world)
    assert is_refused(lambda: Forum.objects.update(place="Aula lain"))
    assert is_refused(Forum.objects.all().delete)


def test_deleting_a_live_proposal_is_refused_with_its_history():
    world = World()
    row = world.proposal("awaiting_lurah")
    row.attachments.all().delete()
    assert is_refused(row.delete)
    row.refresh_from_db()
    assert row.events.count() == row.version


def test_installing_again_changes_nothing():
    triggers.install()
    triggers.install()
    assert triggers.missing() == []


def test_check_is_silent_while_all_stand():
    assert check_triggers(None, databases=["default"]) == []


def test_check_names_every_missing_trigger():
    triggers.remove()
    errors = check_triggers(None, databases=["default"])
    assert {error.id for error in errors} == {"proposals.E001"}
    assert {error.msg.split()[1] for error in errors} == NAMES
    with pytest.raises(SystemCheckError, match="history can be changed"):
        call_command("check", databases=["default"])
    triggers.install()
    call_command("check", databases=["default"])


@pytest.mark.postgresql
def test_disabled_trigger_counts_as_missing():
    table = Event._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_update")
    assert triggers.missing() == [f"{table}_no_update"]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_rebuilt_table_loses_its_triggers_and_migrate_brings_them_back():
    """SQLite builds a table anew to alter a column, and the triggers of the old one are gone without a word."""
    World().proposal("awaiting_lurah")
    old = Event._meta.get_field("sha256")
    new = models.CharField(max_length=80)
    new.set_attributes_from_name("sha256")
    for before, after in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(Event, before, after, strict=False)
    assert set(triggers.missing()) == {f"{Event._meta.db_table}_no_{name}" for name in ("update", "delete")}
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert is_refused(lambda: Event.objects.update(status="draft"))
