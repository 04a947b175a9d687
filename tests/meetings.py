"""A musrenbang ready to be issued, and an issued one, through the services themselves."""

from datetime import date, time

from kecamatan.council import COUNCIL as KECAMATAN
from kelurahan.council import COUNCIL as KELURAHAN
from opd.council import COUNCIL as OPD
from proposals import clock
from proposals.forums import meetings
from proposals.forums.council import Council
from proposals.models import Forum
from proposals.services.meetings import issue, save_draft
from tests.factories import World

PEOPLE = [
    {"name": "Siti Aminah", "age": 43, "sex": "P", "institution": "PKK RW 05", "address": "Jl. Melati RT 03"},
    {"name": "Ujang Hamid", "age": None, "sex": "L", "institution": "RW 05", "address": ""},
]
SAID = {
    "held_on": date(2020, 1, 22),
    "starts_at": time(9),
    "ends_at": time(12, 30),
    "place": "Aula Kelurahan Batujaya",
    "chair": "H. Sanusi, Ketua LPM",
    "speakers": ["Camat Batuceper", "Bappeda"],
    "attendance": {"rt_rw": [12, 3], "pkk": [0, 9]},
    "sessions": {"infrastruktur": "Genangan didahulukan."},
    "participants": PEOPLE,
    "not_agreed": [],
}


def hold_meeting(world: World, *, version: int = 0, by=None, council: Council = KELURAHAN, **said) -> Forum:
    """A draft of Batujaya, or of Batuceper, in which nothing is missing but what `said` takes away."""
    office, person = _place(world, council)
    return save_draft(
        council=council,
        cycle=world.cycle,
        office=office,
        values=SAID | said,
        version=version,
        by=by or person,
    )


def read_meeting(world: World, council: Council = KELURAHAN) -> meetings.Meeting:
    office, _ = _place(world, council)
    forum = council.find_forum(world.cycle, office)
    by = _chief(world, council)
    return meetings.read(council, by, cycle=world.cycle, office=office, forum=forum, now=clock.now())


def issue_now(world: World, council: Council = KELURAHAN, *, seen: str | None = None, by=None) -> Forum:
    """Issue as it stands, by the chief who has just read it."""
    office, _ = _place(world, council)
    seen = read_meeting(world, council).digest if seen is None else seen
    by = by or _chief(world, council)
    return issue(council=council, cycle=world.cycle, office=office, seen=seen, by=by)


def issue_minutes(world: World, council: Council = KELURAHAN, **said) -> Forum:
    """An issued berita acara; needs at least one proposal in the list."""
    if council.find_forum(world.cycle, _place(world, council)[0]) is None:
        hold_meeting(world, council=council, **said)
    return issue_now(world, council)


def _chief(world: World, council: Council):
    if council is OPD:
        return world.verifier
    return world.camat if council is KECAMATAN else world.lurah


def _place(world: World, council: Council) -> tuple:
    if council is KECAMATAN:
        return world.batuceper, world.officer
    if council is OPD:
        return world.dpupr, world.verifier
    return world.batujaya, world.operator
