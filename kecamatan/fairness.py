"""How the kecamatan's list shares out: count and money for each kelurahan and field, and its Dana Kelurahan."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from kecamatan import council
from proposals.forums.lists import OfficeList
from proposals.models import Ceiling, Field, Proposal
from regions.models import Kelurahan


@dataclass(slots=True)
class Share:
    """One kelurahan or field. Money in whole rupiah; `within`: what fits the ceiling in the present order."""

    name: str
    came: int = 0  # what reached the kecamatan
    listed: int = 0
    money: int = 0
    within: int = 0
    quota: int | None = None  # of the field, in the whole city
    percent: int = 0  # of the list's money
    within_percent: int = 0  # of the money that fits the ceiling
    came_percent: int = 0


@dataclass(frozen=True, slots=True)
class LocalMoney:
    """Dana Kelurahan of one kelurahan; `ceiling` None: not filled in."""

    name: str
    spent: int
    count: int
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class Fairness:
    places: list[Share]
    fields: list[Share]
    local: list[LocalMoney]
    money: int
    within: int
    has_quota: bool


def read(known: OfficeList, *, cycle, office) -> Fairness:
    """Five queries. A kelurahan without a proposal stands there with nothing: that is what the view is for."""
    villages = list(Kelurahan.objects.filter(kecamatan=office).order_by("code"))
    counted = council.came(cycle=cycle, office=office).order_by()
    by_place = dict(counted.values_list("kelurahan").annotate(Count("pk")))
    by_field = dict(counted.values_list("field").annotate(Count("pk")))
    quotas = Ceiling.objects.in_force().filter(kind=Ceiling.Kind.FIELD, cycle=cycle)
    quota = dict(quotas.values_list("field", "amount"))
    places = {v.pk: Share(v.name, came=by_place.get(v.pk, 0)) for v in villages}
    if None in by_place:
        places[None] = Share("Usulan kecamatan", came=by_place[None])
    fields = {
        f.pk: Share(f.name, came=by_field.get(f.pk, 0), quota=quota.get(f.pk))
        for f in Field.objects.order_by("pk")
    }
    money = within = 0
    for line in known.lines:
        if line.aside is not None:
            continue
        budget = line.row.current_budget or 0
        money += budget
        within += 0 if line.is_over else budget
        for share in (places.get(line.row.kelurahan_id), fields.get(line.row.field_id)):
            if share is not None:
                share.listed += 1
                share.money += budget
                share.within += 0 if line.is_over else budget
    total_came = sum(by_place.values())
    for share in (*places.values(), *fields.values()):
        share.percent = _percent(share.money, money)
        share.within_percent = _percent(share.within, within)
        share.came_percent = _percent(share.came, total_came)
    shown = [share for share in fields.values() if share.came or share.quota is not None]
    return Fairness(list(places.values()), shown, _read_local(villages, cycle), money, within, bool(quota))


def _read_local(villages: Iterable[Kelurahan], cycle) -> list[LocalMoney]:
    keys = [village.pk for village in villages]
    ceilings = Ceiling.objects.in_force().filter(
        kind=Ceiling.Kind.DANA_KELURAHAN, cycle=cycle, kelurahan__in=keys
    )
    amounts = dict(ceilings.values_list("kelurahan", "amount"))
    spent = Proposal.objects.filter(cycle=cycle, kelurahan__in=keys, status="local").order_by()
    spent = spent.values_list("kelurahan").annotate(Sum("current_budget"), Count("pk"))
    sums = {key: (int(total or 0), count) for key, total, count in spent}
    return [LocalMoney(v.name, *sums.get(v.pk, (0, 0)), amounts.get(v.pk)) for v in villages]


def _percent(part: int, whole: int) -> int:
    """To whole percent, half up."""
    return (part * 200 + whole) // (whole * 2) if whole else 0
