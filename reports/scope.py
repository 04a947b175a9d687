"""The filters that reports about proposals share, over what the person may see: one place for all of them.

A layout declares `filters=pick(...)`, settles with `read_scope` and reads its rows from `scope.proposals`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.offices import standings
from accounts.roles import CITY
from proposals import workflow
from proposals.models import Field, PlanningCycle, Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused, content
from regions.models import Agency, Kecamatan, Kelurahan
from reports.declaration import Filter, Subject
from reports.places import find_own

TRAINING = "LATIHAN: bukan data sebenarnya."
WHOLE_CITY = "Kota Tangerang"
NOT_BELOW = (
    "Kelurahan ini bukan bagian dari kecamatan yang dipilih. Pilih kelurahan lain atau semua kecamatan."
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person asked to see. `proposals` are visible to the person, of the cycle, and narrowed by `params`.

    `offices` names whose rows these are, for `Subject.scope`; `said` are the filters in words.
    """

    user: Any
    cycle: PlanningCycle
    params: dict[str, str]
    said: tuple[str, ...]
    offices: tuple[str, ...]
    proposals: QuerySet[Proposal]

    def subject(self, *, slug: str, title: str, lines: tuple[str, ...] = (), **given) -> Subject:
        """The subject of a report about this scope; `given` are further fields of it."""
        narrowed = "".join(f"-{value.lower()}" for key, value in self.params.items() if key != "cycle")
        return Subject(
            title=title,
            lines=(*self.say(), *lines),
            params=self.params,
            filename=f"{slug}-{self.cycle.slug}{narrowed}",
            about=self,
            scope=self.offices,
            **given,
        )

    def say(self) -> tuple[str, ...]:
        """Whose proposals, how narrowed, and that it is training."""
        lines = [f"Lingkup: {_say_offices(self.user)}."]
        if self.said:
            lines.append(f"Saringan: {', '.join(self.said)}.")
        if self.cycle.is_training:
            lines.append(TRAINING)
        return tuple(lines)


def find_cycle(slug: str) -> PlanningCycle:
    """The cycle of an address; raises Refused (404)."""
    found = next((cycle for cycle in PlanningCycle.objects.all() if cycle.slug == slug), None)
    if found is None:
        raise Refused(
            Refusal(404, "unknown_cycle", "Tahun perencanaan ini tidak ada. Pilih tahun yang tersedia.")
        )
    return found


def read_scope(user, asked: Mapping[str, str], filters: tuple[Filter, ...]) -> Scope:
    """The cycle and those of the filters that are asked for.

    Raises Refused: 404 for an unknown cycle, 422 for a value that is not among the person's choices.
    """
    cycle = find_cycle(asked.get("cycle", ""))
    proposals = visible_to(user).filter(cycle=cycle)
    scope = Scope(user, cycle, {"cycle": cycle.slug}, (), _name_offices(user), proposals)
    params, said = settle_filters(filters, scope, asked)
    kecamatan, kelurahan = params.get("kecamatan"), params.get("kelurahan")
    if kecamatan and kelurahan and not kelurahan.startswith(f"{kecamatan}."):
        raise Refused(content({"kelurahan": NOT_BELOW}))
    lookups = {LOOKUPS[key]: value for key, value in params.items()}
    return Scope(user, cycle, scope.params | params, tuple(said), scope.offices, proposals.filter(**lookups))


def settle_filters(
    filters: tuple[Filter, ...], about: Any, asked: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """What is asked for of these filters, as parameters and in words; raises Refused (422) for what is not offered."""
    params, said, unfit = {}, [], {}
    for narrowing in filters:
        value = asked.get(narrowing.key, "")
        if not value:
            continue
        label = dict(narrowing.list_choices(about)).get(value)
        if label is None:
            unfit[narrowing.key] = (
                f"{narrowing.label} ini tidak ada dalam daftar. Pilih dari pilihan yang tersedia."
            )
            continue
        params[narrowing.key] = value
        said.append(f"{narrowing.label}: {label}")
    if unfit:
        raise Refused(content(unfit))
    return params, said


def pick(*keys: str) -> tuple[Filter, ...]:
    """The shared filters of these names, in the order of the menus."""
    return tuple(FILTERS[key] for key in FILTERS if key in keys)


def _name_offices(user) -> tuple[str, ...]:
    """The person's offices as stable words; those of the whole city differ only in who sees unregistered pokir."""
    offices = set()
    for standing in standings(user):
        if standing.office_kind:
            offices.add(f"{standing.office_kind}:{standing.office_id}")
        elif standing.role in CITY:
            offices.add("city")
            if standing.role == "bappeda_admin":
                offices.add("pokir")
    return tuple(sorted(offices))


def _say_offices(user) -> str:
    held = standings(user)
    if any(standing.role in CITY for standing in held):
        return WHOLE_CITY
    kinds = {
        "kelurahan": (Kelurahan, "Kelurahan "),
        "kecamatan": (Kecamatan, "Kecamatan "),
        "agency": (Agency, ""),
    }
    names = []
    for standing in held:
        if standing.office_kind:
            model, kind = kinds[standing.office_kind]
            names.append(f"{kind}{model.objects.get(pk=standing.office_id)}")
    return ", ".join(dict.fromkeys(names))


def _offer(user, **lookups: str) -> Q:
    """The places a menu offers: as `reports.places`, but all to an agency, which sees proposals of any place."""
    if any(standing.office_kind not in ("kelurahan", "kecamatan") for standing in standings(user)):
        return Q()
    return find_own(user, **lookups)


def _list_kecamatan(scope: Scope) -> list[tuple[str, str]]:
    own = _offer(scope.user, kecamatan="pk", kelurahan="kelurahan")
    return list(Kecamatan.objects.filter(own).order_by("code").values_list("code", "name").distinct())


def _list_kelurahan(scope: Scope) -> list[tuple[str, str]]:
    own = _offer(scope.user, kecamatan="kecamatan", kelurahan="pk")
    rows = Kelurahan.objects.filter(own).order_by("code")
    if "kecamatan" in scope.params:
        rows = rows.filter(kecamatan__code=scope.params["kecamatan"])
    return list(rows.values_list("code", "name"))


FILTERS = {
    "kecamatan": Filter("kecamatan", "Kecamatan", _list_kecamatan),
    "kelurahan": Filter("kelurahan", "Kelurahan", _list_kelurahan, within="kecamatan"),
    "agency": Filter(
        "agency",
        "Perangkat Daerah",
        lambda scope: list(Agency.objects.order_by("name").values_list("code", "name")),
    ),
    "status": Filter(
        "status", "Status", lambda scope: [(s.key, s.label) for s in workflow.STATUSES.values()]
    ),
    "field": Filter("field", "Bidang", lambda scope: list(Field.objects.values_list("code", "name"))),
    "source": Filter("source", "Sumber", lambda scope: list(workflow.ORIGINS.items())),
}
LOOKUPS = {
    "kecamatan": "kecamatan__code",
    "kelurahan": "kelurahan__code",
    "agency": "current_agency__code",
    "status": "status",
    "field": "field__code",
    "source": "source",
}
