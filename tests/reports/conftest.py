"""A published list with everything that could go wrong in a file: ties, reserves, and texts that try to be formulas."""

import pytest
from django.db import transaction

from accounts.models import OfficeHead
from proposals.services.transitions import perform
from tests.bappeda.factories import make_marked, make_published_run, make_world, set_ceiling

CANARIES = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","klik")',
    "+62812 nomor",
    "-2+3",
    "@SUM(A1:A9)",
    "'sudah berpetik",
    "#N/A",
    "<b>tebal</b> & 😀 ü",
    'pisah;titik koma, "kutip"',
)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def make_one_of_each(world) -> None:
    """What stands elsewhere than in the list, with texts that try to be formulas wherever somebody writes one."""
    texts = {"problem": CANARIES[0], "street": CANARIES[3], "title": CANARIES[7]}
    for status in ("draft", "awaiting_lurah", "kecamatan_review", "opd_review", "withdrawn"):
        world.proposal(status, **texts)
    reason = {"text": CANARIES[1]}
    for action, given in (
        ("return", reason),
        ("reject", {"category": "land", **reason}),
        ("refer", {"level": "national", "institution": CANARIES[4], **reason}),
        ("fund_local", reason),
    ):
        world.step(world.proposal(**texts), action, **given)
    lead, merged = world.proposal("opd_review"), world.proposal("opd_review", **texts)
    perform(
        targets={merged.uuid: merged.version},
        action="merge",
        by=world.verifier,
        **{"lead": lead.uuid, "volume": "200", "households": 50, **reason},
    ).require()
    set_ceiling(world, 500_000_000, "dana_kelurahan", kelurahan=world.batujaya)
    OfficeHead.objects.create(planning_year=2021, kelurahan=world.batujaya, name=CANARIES[4])


PEOPLE = ("operator", "lurah", "officer", "camat", "verifier", "reviewer", "admin", "head")


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """One world with one published list for all tests of a module; each test's own changes are rolled back.

    Eleven proposals; the city's ceiling funds six of them.
    """
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        world = make_world()
        for name in PEOPLE:
            getattr(world, name)
        for number, title in enumerate((*CANARIES, "Drainase RW 05", "Drainase RW 06")):
            marks = {"rkpd": 2 + number % 4, "lintas_wilayah": 3}
            make_marked(world, marks=marks, title=title, volume=f"{120 + number},{number % 10}25")
        make_one_of_each(world)
        set_ceiling(world, 1_250_000_000)
        set_ceiling(world, 9_000_000_000, "kecamatan", kecamatan=world.batuceper)
        run = make_published_run(world)
    yield world, run
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def world(published, db):
    return published[0]


@pytest.fixture
def run(published, db):
    return published[1]
