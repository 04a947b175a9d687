"""A batch of a thousand decisions through `perform` against the bare statements that leave the same rows."""

from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import F

from jobs.models import Outbox
from proposals.models import Event, Proposal, Review
from proposals.services.transitions import perform
from tests.benchmarks.city import write_proposals
from tests.benchmarks.measuring import print_table, take_and_undo, take_turns
from tests.factories import World

DECISIONS = 1000
MOST = 10  # times the bare statements
WRITTEN = (Review, Event, Outbox)
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def decide(world: World, keys: list) -> int:
    outcome = perform(
        targets=dict.fromkeys(keys, 1),
        action="reject",
        by=world.camat,
        category="not_priority",
        text="Belum sesuai dengan prioritas RKPD tahun rencana.",
    )
    return len(outcome.require().done)


def write_bare(keys: list, rows: dict[type, list], now) -> None:
    """Lock, one UPDATE, and the rows of every table from objects that are there already."""
    targets = Proposal.objects.filter(uuid__in=keys)
    pks = list(targets.select_for_update().order_by("pk").values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=pks, status="kecamatan_review", version=1).update(
        status="rejected",
        version=F("version") + 1,
        updated_at=now,
        decided_at=now,
        closed_from="kecamatan_review",
        act_until=None,
    )
    for model, objects in rows.items():
        for row in objects:
            row.pk = None
        model.objects.bulk_create(objects, batch_size=500)


def test_a_thousand_decisions(capsys):
    world = World()
    written = write_proposals(world, 2 * DECISIONS, status="kecamatan_review")
    keys = [row.uuid for row in written if row.kecamatan_id == world.batuceper.pk][:DECISIONS]
    world.camat.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with transaction.atomic():
        assert decide(world, keys) == DECISIONS
        rows = {model: list(model.objects.order_by("pk")) for model in WRITTEN}
        transaction.set_rollback(True)
    assert {len(objects) for objects in rows.values()} == {DECISIONS}
    now = rows[Event][0].at
    took = take_turns(
        {
            "perform": partial(take_and_undo, lambda: decide(world, keys)),
            "bare statements": partial(take_and_undo, lambda: write_bare(keys, rows, now)),
        },
        rounds=5,
    )
    ratio = took["perform"].best / took["bare statements"].best
    with capsys.disabled():
        print_table(
            f"{DECISIONS} decisions in one batch, seconds",
            ("", "best", "median"),
            [(name, timing.best, timing.median) for name, timing in took.items()],
        )
        print(f"perform / bare statements {ratio:.2f} (at most {MOST})")
    assert ratio <= MOST
