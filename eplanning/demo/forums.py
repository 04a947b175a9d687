"""The musrenbang of each kelurahan and kecamatan in the demo: most have issued their berita acara, one still writes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from accounts.services.demo_names import FAMILY, MEN, WOMEN
from proposals import minutes
from proposals.models import Forum, Proposal
from proposals.numbering import format_reference, minutes_series
from regions.models import Kecamatan

from .calendar import ZONE
from .kinds import FIELDS

HALLS = ("Aula {place}", "Balai Warga RW 03, {place}", "Gedung Serbaguna {place}")
CHAIRS = ("Ketua LPM {place}", "Sekretaris {place}")
AGENCY = "Dinas Pekerjaan Umum dan Penataan Ruang"
INSTITUTIONS = (
    "RT 02/RW 05",
    "RW 07",
    "LPM",
    "PKK",
    "Karang Taruna",
    "Posyandu Melati",
    "MUI Kelurahan",
    "RW 11",
)
RESULTS = {
    "infrastruktur": "Saluran yang menyebabkan genangan didahulukan; jalan lingkungan menyusul.",
    "sosial": "Kegiatan kelompok perempuan dan penyandang disabilitas masuk daftar.",
}
ATTENDANCE = {
    "kelurahan": (5, 4),
    "rt_rw": (24, 5),
    "lpm": (4, 1),
    "pkk": (0, 11),
    "tokoh": (6, 2),
    "lainnya": (3, 3),
}


def hold(
    ledger,
    office,
    *,
    agreed: Sequence[Proposal],
    not_agreed: Sequence[tuple[Proposal, str]],
    sent_at: datetime,
    chief,
    issued: bool,
) -> Forum:
    """The forum as it was before the list was sent on; its random numbers leave those of the stories alone."""
    cycle, random = ledger.cycle, Random(f"{ledger.cycle.slug}/{office.code}")  # noqa: S311 (invents a demo)
    is_kecamatan = isinstance(office, Kecamatan)
    place = f"{'Kecamatan' if is_kecamatan else 'Kelurahan'} {office.name}"
    forum = Forum(
        cycle=cycle,
        level=Forum.Level.KECAMATAN if is_kecamatan else Forum.Level.KELURAHAN,
        kelurahan=None if is_kecamatan else office,
        kecamatan=office if is_kecamatan else None,
        held_on=(sent_at - timedelta(days=random.randint(1, 3))).astimezone(ZONE).date(),
        starts_at=time(9),
        ends_at=time(12, random.choice((0, 15, 30, 45))),
        place=random.choice(HALLS).format(place=place),
        chair=f"{_name(random, MEN)}, {random.choice(CHAIRS).format(place=place)}",
        speakers=[AGENCY if is_kecamatan else f"Camat {office.kecamatan.name}", "Bappeda Kota Tangerang"],
        attendance={
            key: [max(0, men + random.randint(-2, 3)), max(0, women + random.randint(-1, 3))]
            for key, (men, women) in ATTENDANCE.items()
        },
        sessions=RESULTS,
        participants=[_person(random) for _ in range(random.randint(9, 16))],
        not_agreed=[{"uuid": str(row.uuid), "reason": reason} for row, reason in not_agreed],
        updated_at=sent_at,
        updated_by=chief,
        training=cycle.is_training,
    )
    if issued:
        content = minutes.draw_up(forum, agreed=agreed, not_agreed=not_agreed, fields=FIELDS)
        number = format_reference(
            planning_year=cycle.planning_year,
            series=f"BA-{office.code}",
            number=ledger.count(minutes_series(office)),
            training=cycle.is_training,
        )
        at = sent_at + timedelta(hours=1, minutes=random.randint(0, 59))
        minutes.seal(forum, content, number=number, at=at, by=chief, standing=ledger.cast.standing(chief))
    return forum


def _name(random: Random, given: Sequence[str]) -> str:
    return f"{random.choice(given)} {random.choice(FAMILY)}"


def _person(random: Random) -> dict:
    woman = random.random() < 0.45
    return {
        "name": _name(random, WOMEN if woman else MEN),
        "age": random.randint(21, 67),
        "sex": "P" if woman else "L",
        "institution": random.choice(INSTITUTIONS),
        "address": f"RT {random.randint(1, 9):02}/RW {random.randint(1, 13):02}",
    }
