"""A run over 3,400 proposals: reading, computing and saving apart, and saving against a bare bulk_create.

Set PROPOSALS for another size. Everything that is saved is rolled back.
"""

import os

import pytest
from django.db import connection, transaction

from bappeda import computing
from bappeda.models import RankedProposal
from bappeda.services.freezing import BATCH, save_run, write_row
from bappeda.services.inputs import list_rankable, read_inputs
from tests.bappeda.factories import make_world
from tests.benchmarks.city import fill
from tests.benchmarks.measuring import print_table, take_and_undo, take_turns

PROPOSALS = int(os.environ.get("PROPOSALS") or 3400)
LONGEST_COMPUTING = 0.5  # seconds at 3,400
MOST_TO_SAVE = 2  # times a bare bulk_create
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_reading_computing_and_saving_a_run(capsys):
    world = make_world()
    admin = world.admin
    fill(world, PROPOSALS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def read():
        return read_inputs(
            cycle=world.cycle, criteria_set=world.criteria_set, proposals=list_rankable(world.cycle)
        )

    reading = read()
    result = computing.compute(reading.inputs)

    def save(result):
        return save_run(world.cycle, world.criteria_set, reading, result, by=admin)

    def save_bare() -> float:
        with transaction.atomic():
            run = save(result | {"ranking": []})
            rows = [write_row(row, run, reading.keys) for row in result["ranking"]]
            spent = take_and_undo(lambda: RankedProposal.objects.bulk_create(rows, batch_size=BATCH))
            transaction.set_rollback(True)
        return spent

    took = take_turns(
        {
            "reading": read,
            "computing": lambda: computing.compute(reading.inputs),
            "saving": lambda: take_and_undo(lambda: save(result)),
            "bare bulk_create": save_bare,
        },
        rounds=5,
    )
    ratio = took["saving"].best / took["bare bulk_create"].best
    with capsys.disabled():
        print_table(
            f"A run over {PROPOSALS} proposals, seconds",
            ("step", "best", "median"),
            [(name, timing.best, timing.median) for name, timing in took.items()],
        )
        print(f"saving / bare bulk_create {ratio:.2f} (at most {MOST_TO_SAVE})")
    assert len(result["ranking"]) == PROPOSALS
    assert took["computing"].best <= LONGEST_COMPUTING * max(1, PROPOSALS / 3400)
    assert ratio <= MOST_TO_SAVE
