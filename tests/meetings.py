"""A musrenbang kelurahan ready to be issued, and an issued one, through the services themselves."""

from datetime import date, time

from kelurahan import meeting
from kelurahan.services.meetings import issue, save_draft
from kelurahan.standing import find_forum
from proposals import clock
from proposals.models import Forum
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


def hold_meeting(world: World, *, version: int = 0, by=None, **said) -> Forum:
    """A draft of Batujaya in which nothing is missing but what `said` takes away."""
    return save_draft(
        cycle=world.cycle, office=world.batujaya, values=SAID | said, version=version, by=by or world.operator
    )


def read_meeting(world: World) -> meeting.Meeting:
    forum = find_forum(world.cycle, world.batujaya)
    return meeting.read(world.lurah, cycle=world.cycle, office=world.batujaya, forum=forum, now=clock.now())


def issue_minutes(world: World, **said) -> Forum:
    """An issued berita acara of Batujaya; needs at least one proposal in the list."""
    if find_forum(world.cycle, world.batujaya) is None:
        hold_meeting(world, **said)
    seen = read_meeting(world).digest
    return issue(cycle=world.cycle, office=world.batujaya, seen=seen, by=world.lurah)
