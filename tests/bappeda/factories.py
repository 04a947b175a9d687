"""What tests of Bappeda need on top of `tests.factories.World`: a default set, marked proposals, a published run."""

from bappeda import whatif
from bappeda.models import Assignment, RankingRun, Scenario
from bappeda.services import scenarios
from bappeda.services.default_criteria import create_default_set
from bappeda.services.freezing import freeze
from bappeda.services.marking import submit_marks
from bappeda.services.publishing import approve, publish
from proposals import clock
from proposals.models import Ceiling, Proposal
from tests.factories import World

MARKS = {"rkpd": 4, "lintas_wilayah": 3}


def make_world(**given) -> World:
    """A small city whose cycle has the default criteria."""
    world = World(**given)
    world.criteria_set = create_default_set(cycle=world.cycle)
    return world


def assign_sheet(world: World, row: Proposal, reviewer=None) -> Assignment:
    return Assignment.objects.get_or_create(
        proposal=row, reviewer=reviewer or world.reviewer, defaults={"by": world.admin, "at": clock.now()}
    )[0]


def mark(world: World, row: Proposal, *, reviewer=None, version: int = 0, **values) -> None:
    """A finished sheet of an assigned reviewer."""
    reviewer = reviewer or world.reviewer
    assign_sheet(world, row, reviewer)
    row.refresh_from_db()
    values = {"marks": MARKS} | values
    submit_marks(uuid=row.uuid, by=reviewer, version=version, proposal_version=row.version, **values)
    row.refresh_from_db()


def make_marked(world: World, *, marks=None, **changed) -> Proposal:
    """A proposal in `scoring` with one finished sheet."""
    row = world.proposal("scoring", **changed)
    mark(world, row, marks=marks or MARKS)
    return row


def set_ceiling(world: World, amount: int, kind: str = "city", **holder) -> Ceiling:
    return Ceiling.objects.create(
        cycle=world.cycle,
        kind=kind,
        amount=amount,
        reason="Uji",
        effective_on="2020-01-02",
        by=world.admin,
        **holder,
    )


def make_run(world: World, **given) -> RankingRun:
    return freeze(cycle=world.cycle, by=world.admin, **given)


def make_approved_run(world: World, **given) -> RankingRun:
    run = make_run(world, **given)
    approve(run=run, by=world.head)
    return run


def make_published_run(world: World) -> RankingRun:
    run = make_approved_run(world)
    publish(run=run, by=world.admin)
    return run


def make_scenario(world: World, run: RankingRun, *, name: str = "SPM dinaikkan") -> Scenario:
    """A kept what-if over a run."""
    material = scenarios.read_material(run)
    settings = whatif.read({"bobot-spm": "50"}, material).settings
    return scenarios.save(run=run, settings=settings, name=name, by=world.admin)
