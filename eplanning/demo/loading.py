"""Loads the whole demo: reference of the demo year, three cycles, their proposals, and the published list."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Sum

from accounts.services.demo_accounts import create_demo_accounts
from bappeda.services.assigning import assign
from bappeda.services.default_criteria import create_default_set
from bappeda.services.freezing import freeze
from bappeda.services.publishing import approve, publish
from proposals import clock
from proposals.models import (
    CatalogueItem,
    Ceiling,
    Field,
    Holiday,
    PlanningCycle,
    Proposal,
    RkpdPriority,
    StageWindow,
)
from regions.models import Agency, Kecamatan, Kelurahan, Nomenclature

from . import kinds
from .calendar import HOLIDAYS_2020, ZONE, Calendar
from .cast import Cast
from .photos import draw_photos
from .stories import CLOSED_SHARES, PUBLISHED_SHARES, TRAINING_SHARES
from .telling import YEAR, Plan, tell_all

TRAINING_SHARE = 0.12
LAST_YEAR_SHARE = 0.03
DANA_KELURAHAN = 370_000_000  # rupiah a kelurahan
ADVISORY_SHARE = 0.6  # of what a kelurahan asks, so that its list shows where the share ends
LEAST_SHARE = 500_000_000  # rupiah
SHOWCASE = "36.71.03.1002"  # the kelurahan whose accounts bin/run names finds work of every kind in training


class AlreadyLoaded(Exception):
    """There are proposals; the demo is loaded only into an empty system."""


def load(*, proposals: int, seed: int, today: date, tell=lambda sentence: None) -> None:
    """Write everything; `tell` hears each step. Raises AlreadyLoaded, and DemoRefused without DEMO."""
    if Proposal.objects.exists():
        raise AlreadyLoaded("Sudah ada usulan. Data peragaan hanya dimuat ke sistem yang kosong.")
    create_demo_accounts(seed=seed)
    _load_reference(today)
    photos = draw_photos()
    tell("Akun, kamus usulan, dan foto peragaan siap.")
    training, last = round(proposals * TRAINING_SHARE), round(proposals * LAST_YEAR_SHARE)
    past_calendar = Calendar.published(today - timedelta(weeks=52))
    live_calendar, open_calendar = Calendar.published(today), Calendar.everything_open(today)
    past = _open_cycle(PlanningCycle.Kind.LIVE, past_calendar, YEAR - 1)
    live = _open_cycle(PlanningCycle.Kind.LIVE, live_calendar)
    practice = _open_cycle(PlanningCycle.Kind.TRAINING, open_calendar)
    marked = tuple(c.key for c in create_default_set(cycle=live).criteria.all() if c.source == "mark")
    create_default_set(cycle=practice)
    # A year that was closed with work left over: rejected and lapsed proposals to carry on from.
    closed_at = past_calendar.closes_at("publication")
    plans = (
        Plan(live, live_calendar, PUBLISHED_SHARES, proposals - training - last, criteria=marked),
        Plan(past, past_calendar, CLOSED_SHARES, last, closed_at=closed_at),
        Plan(practice, open_calendar, TRAINING_SHARES, training, favoured=SHOWCASE),
    )
    telling = tell_all(plans, photos=photos, seed=seed)
    for sentence in islice(telling, Kecamatan.objects.count()):
        tell(sentence)
    _gather_statistics()
    _set_ceilings(live)
    with _no_search_for_waste():
        _publish(live, live_calendar)
    for sentence in telling:
        tell(sentence)
    admin = Cast().admin
    PlanningCycle.objects.filter(pk=past.pk).update(closed_at=closed_at, closed_by=admin)
    assign(cycle=practice, by=admin)
    _set_ceilings(practice)
    tell("Daftar prioritas 2021 diumumkan.")


def _load_reference(today: date) -> None:
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    codes = {n.code: n for n in Nomenclature.objects.filter(planning_year=YEAR)}
    Field.objects.bulk_create(
        [Field(code=code, name=name) for code, name in kinds.FIELDS.items()], ignore_conflicts=True
    )
    fields = {field.code: field for field in Field.objects.all()}
    RkpdPriority.objects.bulk_create(
        [
            RkpdPriority(planning_year=YEAR, number=number, priority=priority, target=target)
            for number, (priority, target) in enumerate(kinds.PRIORITIES, start=1)
        ],
        ignore_conflicts=True,
    )
    CatalogueItem.objects.bulk_create(
        [
            CatalogueItem(
                planning_year=YEAR,
                code=k.code,
                name=k.name,
                keywords=k.keywords,
                kind=k.kind,
                field=fields[k.field],
                unit=k.unit,
                unit_price=k.price,
                price_basis=k.basis,
                agency=agencies[k.agency] if k.agency else None,
                sub_kegiatan=codes[k.sub_kegiatan],
                expenditure=k.expenditure,
                levels={"spm": k.spm, "hak_dasar": k.hak_dasar},
            )
            for k in kinds.KINDS
        ],
        ignore_conflicts=True,
    )
    shift = (
        Calendar.published(today).windows["kelurahan"][0]
        - Calendar.published(date(2020, 4, 20)).windows["kelurahan"][0]
    )
    Holiday.objects.bulk_create(
        [Holiday(day=day + shift, name=name) for day, name in HOLIDAYS_2020.items()], ignore_conflicts=True
    )


def _open_cycle(kind: str, calendar: Calendar, year: int = YEAR) -> PlanningCycle:
    cycle = PlanningCycle.objects.create(planning_year=year, kind=kind)
    StageWindow.objects.bulk_create(
        [
            StageWindow(
                cycle=cycle,
                stage=stage,
                opens_at=calendar.opens_at(stage),
                closes_at=calendar.closes_at(stage),
            )
            for stage in calendar.windows
        ]
    )
    return cycle


def _set_ceilings(cycle: PlanningCycle) -> None:
    """Money for about half of what is asked, so that there is a cut-line to look at."""
    asked = Proposal.objects.filter(cycle=cycle, status="scoring")
    total = asked.aggregate(total=Sum("current_budget"))["total"] or 0
    window = cycle.windows.get(stage="kelurahan")
    common = {
        "cycle": cycle,
        "by": Cast().admin,
        "reason": "Surat edaran pagu indikatif (peragaan)",
        "effective_on": window.opens_at.date(),
    }

    def shares(field: str, share: float) -> dict:
        sums = asked.values_list(field).annotate(Sum("current_budget"))
        return {key: _round(amount * share) for key, amount in sums}

    rows = [Ceiling(kind="city", amount=_round(total * 0.5), **common)]
    rows += [
        Ceiling(kind="kecamatan", kecamatan_id=k, amount=a, **common)
        for k, a in shares("kecamatan", 0.56).items()
    ]
    rows += [
        Ceiling(kind="agency", agency_id=k, amount=a, **common)
        for k, a in shares("current_agency", 0.62).items()
    ]
    wanted = Proposal.objects.filter(cycle=cycle, kelurahan_order__isnull=False).values_list("kelurahan")
    wishes = dict(wanted.annotate(Sum("budget")))
    for kelurahan in Kelurahan.objects.all():
        share = max(_round(wishes.get(kelurahan.pk, 0) * ADVISORY_SHARE), LEAST_SHARE)
        rows.append(Ceiling(kind="dana_kelurahan", kelurahan=kelurahan, amount=DANA_KELURAHAN, **common))
        rows.append(Ceiling(kind="kelurahan", kelurahan=kelurahan, amount=share, **common))
    rows.append(Ceiling(kind="pokir", amount=25_000_000_000, **common))
    Ceiling.objects.bulk_create(rows)


def _round(amount: float) -> int:
    """To ten million rupiah."""
    return round(amount / 10_000_000) * 10_000_000


@transaction.atomic
def _publish(cycle: PlanningCycle, calendar: Calendar) -> None:
    """The real services, at the time of the calendar: one makes the run, the head approves, the list goes out."""
    cast = Cast()
    last_day = calendar.windows["bappeda"][1]
    made = datetime.combine(last_day, time(14, 5, 12), ZONE)
    latest = Proposal.objects.filter(cycle=cycle).order_by("-updated_at").first().updated_at
    made = max(made, latest + timedelta(hours=1))
    with clock.frozen(made):
        run = freeze(cycle=cycle, by=cast.admin, note="Perhitungan untuk pengumuman")
    with clock.frozen(made + timedelta(days=2)):
        approve(run=run, by=cast.head)
    with clock.frozen(made + timedelta(days=3, hours=1)):
        publish(run=run, by=cast.admin)


def _gather_statistics() -> None:
    """Let PostgreSQL plan for the rows that just came; its own turn may come too late, and then it takes minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def _no_search_for_waste() -> Iterator[None]:
    """A run over a hundred thousand proposals holds them all; looking through them for waste takes a fifth longer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
