"""The lists of one musrenbang, as its berita acara has them: issued ones as frozen, others as they stand now.

Who reads which forum is asked of `Forum.objects.visible_to`, because berita acara name people. What a draft puts aside
is therefore seen by its own office alone; offices above see the list without it until the berita acara is out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from kecamatan.council import COUNCIL as KECAMATAN
from kelurahan.council import COUNCIL as KELURAHAN
from opd.council import COUNCIL as OPD
from proposals import clock
from proposals.forums import meetings
from proposals.forums.council import Council
from proposals.minutes import Paper
from proposals.models import Forum, PlanningCycle
from proposals.refusals import Refused, content
from regions.indonesian import long_date
from reports.declaration import Cell, Subject
from reports.places import list_agencies, list_kecamatan, list_kelurahan
from reports.scope import TRAINING, read_scope

LEVELS: dict[str, tuple[Council, Callable[[Any], QuerySet]]] = {
    "kelurahan": (KELURAHAN, list_kelurahan),
    "kecamatan": (KECAMATAN, list_kecamatan),
    "agency": (OPD, list_agencies),
}
NO_OFFICE = "Kantor ini tidak ada dalam daftar Anda. Pilih dari pilihan yang tersedia."
NOT_ISSUED = "Berita acara belum terbit: daftar menurut keadaan sekarang."


@dataclass(frozen=True, slots=True)
class Form:
    """Whose list it is. `forum` is None before anything was written that the person may read."""

    user: Any
    council: Council
    cycle: PlanningCycle
    office: Any
    forum: Forum | None

    def read(self) -> Paper:
        """The berita acara with its lists; the queries are as many for every office."""
        return meetings.read(
            self.council,
            self.user,
            cycle=self.cycle,
            office=self.office,
            forum=self.forum,
            now=clock.now(),
        ).paper


def list_offices(user, place: str) -> list[tuple[str, str]]:
    """(code, name) of the person's offices of this kind; kelurahan with their kecamatan, as names recur."""
    _, find = LEVELS[place]
    if place == "kelurahan":
        return [(one.code, f"{one.name}, {one.kecamatan.name}") for one in find(user)]
    return list(find(user).values_list("code", "name"))


def settle_form(
    user, asked: Mapping[str, str], *, place: str, slug: str, title: str, key: str = "", **chosen: str
) -> Subject:
    """The form of the office that `asked` names under `key` (else the kind of office), else of the person's first.

    `title` has {place} for the office and {year}; `chosen` are further parameters. Raises Refused: 404 for an unknown
    cycle, 422 for an office that the person does not stand for.
    """
    council, find = LEVELS[place]
    key = key or place
    scope = read_scope(user, asked, ())
    offices = find(user)
    office = offices.filter(code=asked[key]).first() if asked.get(key) else offices.first()
    if office is None:
        raise Refused(content({key: NO_OFFICE}))
    forums = Forum.objects.visible_to(user).filter(cycle=scope.cycle, level=council.level)
    forum = forums.filter(**council.of(office)).select_related("cycle", council.place).first()
    form = Form(user, council, scope.cycle, office, forum)
    issued = forum is not None and forum.issued_at
    year = scope.cycle.planning_year
    subject = replace(scope, params=scope.params | chosen | {key: office.code}).subject(
        slug=slug, title=title.format(place=_say_place(place, office).upper(), year=year)
    )
    origin = (
        f"Menurut berita acara {forum.number}, terbit {long_date(forum.issued_at)}." if issued else NOT_ISSUED
    )
    training = (TRAINING,) if scope.cycle.is_training else ()
    lines = (f"{council.word}: {office.name}", f"Tahun: {year}", origin, *training)
    return replace(subject, about=form, lines=lines)


def say_location(line: Mapping[str, Any]) -> str | None:
    """Where, as the form prints it, with the kelurahan where the list is of several."""
    return ", ".join(part for part in (blank(line["location"]), blank(line.get("village"))) if part) or None


def blank(text: str | None) -> Cell:
    """A cell of the paper as one of a report, where nothing is None."""
    return None if text in ("", "–") else text


def _say_place(place: str, office) -> str:
    return office.name if place == "agency" else f"{place} {office.name}"
