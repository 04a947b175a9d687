"""A run over 3,400 proposals: reading, computing and saving apart, and saving against a bare bulk_create.

Set PROPOSALS for another size. Alternating rounds; the medians are printed, the bounds are held against the best
rounds, since other work on the machine only ever adds. Everything is rolled back after each.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction

from bappeda import computing
from bappeda.models import Assessment, RankedProposal
from bappeda.services.freezing import BATCH, save_run, write_row
from bappeda.services.inputs import list_rankable, read_inputs
from proposals import clock
from proposals.models import Ceiling, Proposal
from tests.bappeda.factories import make_world

PROPOSALS = int(os.environ.get("PROPOSALS") or 3400)
ROUNDS = 5
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def fill(world) -> None:
    """Verified proposals of two kecamatan with two finished sheets each, and money for about half."""
    chance, now = random.Random(2021), clock.now()
    reviewers = [world.person("bappeda_reviewer") for _ in range(2)]
    offices = [
        (world.batujaya, world.batuceper),
        (world.batusari, world.batuceper),
        (world.belendung, world.benda),
    ]
    lengths = {world.batuceper.pk: 0, world.benda.pk: 0}
    rows = []
    for number in range(PROPOSALS):
        kelurahan, kecamatan = chance.choice(offices)
        lengths[kecamatan.pk] += 1
        budget = chance.randrange(5, 600) * 1_000_000
        rows.append(
            Proposal(
                reference=f"2021-{kelurahan.code}-{number:06d}",
                cycle=world.cycle,
                source="musrenbang",
                kelurahan=kelurahan,
                kecamatan=kecamatan,
                field=world.field,
                kind="physical",
                catalogue_item=world.drainage,
                title=f"Perbaikan saluran drainase RT {number % 20:02d}",
                status="scoring",
                kelurahan_order=chance.randrange(1, 40),
                kecamatan_order=lengths[kecamatan.pk],
                current_volume=Decimal(120),
                current_price=budget // 120,
                current_budget=budget,
                current_agency=chance.choice([world.dpupr, world.dishub]),
                current_households=chance.randrange(60),
                current_readiness=chance.randint(1, 5),
                created_by=world.operator,
                created_at=now,
                updated_at=now,
                endorsed_at=now,
            )
        )
    Proposal.objects.bulk_create(rows, batch_size=BATCH)
    sheets = [
        Assessment(
            proposal=row,
            reviewer=reviewer,
            marks={"rkpd": chance.randint(1, 5), "lintas_wilayah": chance.randint(1, 5)},
            state="submitted",
            updated_at=now,
            submitted_at=now,
        )
        for row in rows
        for reviewer in reviewers
    ]
    Assessment.objects.bulk_create(sheets, batch_size=BATCH)
    total = sum(row.current_budget for row in rows)
    for kind, amount, holder in (
        ("city", total // 2, {}),
        ("kecamatan", total // 3, {"kecamatan": world.batuceper}),
        ("agency", total // 3, {"agency": world.dpupr}),
    ):
        Ceiling.objects.create(
            cycle=world.cycle, kind=kind, amount=amount, reason="Uji", effective_on="2020-01-02", **holder
        )


def take(act: Callable) -> tuple[float, object]:
    started = time.perf_counter()
    answer = act()
    return time.perf_counter() - started, answer


def take_and_undo(act: Callable) -> float:
    """The time of an act that writes, to the point where a commit would follow; then it is undone."""
    with transaction.atomic():
        spent, _ = take(act)
        connection.check_constraints()
        transaction.set_rollback(True)
    return spent


def test_reading_computing_and_saving_a_run(capsys):
    world = make_world()
    fill(world)
    admin = world.admin
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times: dict[str, list[float]] = {"reading": [], "computing": [], "saving": [], "bare": []}
    for turn in range(ROUNDS + 1):
        reading_time, reading = take(
            lambda: read_inputs(
                cycle=world.cycle, criteria_set=world.criteria_set, proposals=list_rankable(world.cycle)
            )
        )
        computing_time, result = take(lambda reading=reading: computing.compute(reading.inputs))
        rows = result["ranking"]
        saving_time = take_and_undo(
            lambda reading=reading, result=result: save_run(
                world.cycle, world.criteria_set, reading, result, by=admin
            )
        )
        with transaction.atomic():
            run = save_run(world.cycle, world.criteria_set, reading, result | {"ranking": []}, by=admin)
            objects = [write_row(row, run, reading.keys) for row in rows]
            bare_time = take_and_undo(
                lambda objects=objects: RankedProposal.objects.bulk_create(objects, batch_size=BATCH)
            )
            transaction.set_rollback(True)
        if turn:  # the first round warms up
            for name, spent in zip(
                times, (reading_time, computing_time, saving_time, bare_time), strict=True
            ):
                times[name].append(spent)
    median = {name: statistics.median(values) for name, values in times.items()}
    best = {name: min(values) for name, values in times.items()}
    ratio = best["saving"] / best["bare"]
    with capsys.disabled():
        print(
            f"\nrun over {PROPOSALS} proposals: reading {median['reading']:.3f} s, "
            f"computing {median['computing']:.3f} s, saving {median['saving']:.3f} s "
            f"(bare bulk_create {median['bare']:.3f} s, ratio {ratio:.2f})"
        )
    assert len(rows) == PROPOSALS
    assert best["computing"] <= 0.5 * max(1, PROPOSALS / 3400)
    assert ratio <= 2
