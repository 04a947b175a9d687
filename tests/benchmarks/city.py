"""A city with as many proposals as a benchmark asks for."""

import random
from decimal import Decimal

from bappeda.models import Assessment
from bappeda.services.freezing import BATCH
from proposals import clock
from proposals.models import Addressee, Ceiling, Proposal
from tests.factories import World


def fill(world: World, count: int) -> None:
    """Verified proposals of two kecamatan with two finished sheets each, and money for about half."""
    rows = write_proposals(world, count)
    now, chance = clock.now(), random.Random(2020)
    reviewers = [world.person("bappeda_reviewer") for _ in range(2)]
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


def write_proposals(world: World, count: int, *, status: str = "scoring", first: int = 0) -> list[Proposal]:
    """Proposals as they stand in this status, with everything that lists and rankings show; numbered from `first`."""
    chance, now = random.Random(2021), clock.now()
    offices = [
        (world.batujaya, world.batuceper),
        (world.batusari, world.batuceper),
        (world.belendung, world.benda),
    ]
    lengths = {world.batuceper.pk: 0, world.benda.pk: 0}
    rows = []
    for number in range(count):
        kelurahan, kecamatan = chance.choice(offices)
        lengths[kecamatan.pk] += 1
        budget = chance.randrange(5, 600) * 1_000_000
        rows.append(
            Proposal(
                reference=f"2021-{kelurahan.code}-{status[:3]}{first + number:06d}",
                cycle=world.cycle,
                source="musrenbang",
                kelurahan=kelurahan,
                kecamatan=kecamatan,
                field=world.field,
                kind="physical",
                catalogue_item=world.drainage,
                title=f"Perbaikan saluran drainase RT {number % 20:02d}",
                status=status,
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
                forwarded_at=None if status == "kecamatan_review" else now,
                is_recommended=status != "kecamatan_review",
            )
        )
    Proposal.objects.bulk_create(rows, batch_size=BATCH)
    Addressee.objects.bulk_create(
        [Addressee(proposal=row, agency=row.current_agency, since=now) for row in rows], batch_size=BATCH
    )
    return rows
