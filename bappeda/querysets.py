"""What the screens of ranking read: runs, the board, gauges; each in a constant number of queries."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F

from bappeda.models import Publication, RankedProposal, RankingRun
from bappeda.services.inputs import read_ceilings

PAGE = 50
NEAR = 10  # places on each side of a cut-line that "Sekitar garis batas" shows
WARN_FROM = 95  # percent of a ceiling from which its gauge warns
BOARD_COLUMNS = (
    *(f.attname for f in RankedProposal._meta.concrete_fields if f.name not in ("contributions", "training")),
    "proposal__uuid",
    "proposal__reference",
    "proposal__title",
    "proposal__kelurahan__name",
    "kecamatan__name",
    "agency__short_name",
    "field__name",
)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the board is narrowed to: codes of kecamatan, agency and field, an outcome, ties, the cut-line, and
    positions when they are not None."""

    kecamatan: str = ""
    agency: str = ""
    field: str = ""
    outcome: str = ""
    is_tied: bool = False
    is_near_cut: bool = False
    positions: tuple[int, ...] | None = None
    is_forced: bool = False

    def apply(self, rows):
        for name in ("kecamatan", "agency", "field"):
            if code := getattr(self, name):
                rows = rows.filter(**{f"{name}__code": code})
        if self.outcome:
            rows = rows.filter(outcome=self.outcome)
        if self.is_tied:
            rows = rows.filter(tied__gt=1)
        if self.is_forced:
            rows = rows.exclude(forced="")
        if self.is_near_cut:
            rows = rows.filter(cut_position__gte=F("position") - NEAR, cut_position__lte=F("position") + NEAR)
        if self.positions is not None:
            rows = rows.filter(position__in=self.positions)
        return rows

    @property
    def ceilings(self) -> tuple[str, ...]:
        """Keys of the ceilings whose cut-line belongs in what is shown: the city's, and those of the chosen offices."""
        chosen = [
            f"{name}:{getattr(self, name)}"
            for name in ("kecamatan", "agency", "field")
            if getattr(self, name)
        ]
        return ("city", *chosen)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of the board. `cuts`: the ceilings whose cut-line stands above a row, by position.
    `next_after` and `previous_before` are positions for the links, None at the ends."""

    rows: list[RankedProposal]
    prioritised: int
    reserve: int
    next_after: int | None
    previous_before: int | None
    cuts: dict[int, list[dict]] = field(default_factory=dict)


def read_board(
    run: RankingRun,
    narrowed: BoardFilter = BoardFilter(),
    *,
    after: int = 0,
    before: int | None = None,
    limit: int = PAGE,
    among=None,
) -> BoardPage:
    """A page of ranked rows, keyset by position, with their proposals' names: one query, and one more to
    count what a filter leaves, at any size.

    `among` (proposals) narrows it to what a person may see. A cut-line whose own proposal is not shown stands
    above the first row below it.
    """
    rows = narrowed.apply(RankedProposal.objects.filter(run=run))
    if among is not None:
        rows = rows.filter(proposal__in=among.order_by().values("pk"))
    if narrowed == BoardFilter() and among is None:
        prioritised, reserve = run.prioritised_count, run.reserve_count
    else:
        counts = dict(rows.order_by().values_list("outcome").annotate(Count("pk")))
        prioritised, reserve = (counts.get(outcome, 0) for outcome in RankedProposal.Result)
    listed = rows.select_related("proposal__kelurahan", "kecamatan", "agency", "field").only(*BOARD_COLUMNS)
    if before is not None:
        found = list(listed.filter(position__lt=before).order_by("-position")[: limit + 1])
        has_previous, has_next = len(found) > limit, True
        last = found[limit].position if has_previous else 0
        found = found[:limit][::-1]
    else:
        found = list(listed.filter(position__gt=after).order_by("position")[: limit + 1])
        has_previous, has_next = after > 0, len(found) > limit
        found = found[:limit]
        last = after
    cuts: dict[int, list[dict]] = {}
    lines = [use for use in run.ceilings if use["cut"] and use["key"] in narrowed.ceilings]
    for row in found:
        above = [use for use in lines if last < use["cut"]["position"] <= row.position]
        if above:
            cuts[row.position] = above
        last = row.position
    return BoardPage(
        rows=found,
        prioritised=prioritised,
        reserve=reserve,
        next_after=found[-1].position if found and has_next else None,
        previous_before=found[0].position if found and has_previous else None,
        cuts=cuts,
    )


def list_runs(cycle):
    """The runs of a cycle, newest first, with their makers, approval and publication."""
    return (
        RankingRun.objects.filter(cycle=cycle)
        .select_related("cycle", "criteria_set", "made_by", "approval__by", "publication__by")
        .order_by("-number")
    )


def find_published_run(cycle) -> RankingRun | None:
    """The run of the list in force; None before the first publication."""
    return list_runs(cycle).filter(publication__isnull=False, publication__superseded_by=None).first()


def list_published(cycle):
    """The rows of the list in force, best first."""
    in_force = Publication.objects.filter(cycle=cycle, superseded_by=None)
    return RankedProposal.objects.filter(run__in=in_force.values("run")).order_by("position")


@dataclass(frozen=True, slots=True)
class Gauge:
    """One ceiling of a run in rupiah. `percent` has one decimal; `cut_position` is None without a cut-line."""

    key: str
    label: str
    amount: int
    used: int
    left: int
    funded: int
    percent: Decimal
    is_nearly_used: bool
    cut_position: int | None


def list_gauges(run: RankingRun) -> list[Gauge]:
    """The use of every ceiling, the city's first; no query. A ceiling of nothing is full."""
    gauges = []
    for use in run.ceilings:
        share = Decimal(100 * use["used"]) / use["amount"] if use["amount"] else Decimal(100)
        gauges.append(
            Gauge(
                **{name: use[name] for name in ("key", "label", "amount", "used", "left", "funded")},
                percent=share.quantize(Decimal("0.1")),
                is_nearly_used=share >= WARN_FROM,
                cut_position=use["cut"]["position"] if use["cut"] else None,
            )
        )
    return gauges


def list_changed_ceilings(run: RankingRun, ceilings: list[dict] | None = None) -> list[str]:
    """Labels of ceilings that are not as the run used them (*pagu sudah berubah*).

    `ceilings`: those in force when they have been read already (`read_ceilings`).
    """
    frozen = {use["key"]: (use["amount"], use["label"]) for use in run.ceilings}
    present = {
        row["key"]: (row["amount"], row["label"])
        for row in (read_ceilings(run.cycle) if ceilings is None else ceilings)
    }
    return [
        (present.get(key) or frozen[key])[1]
        for key in dict.fromkeys((*frozen, *present))
        if frozen.get(key, (None,))[0] != present.get(key, (None,))[0]
    ]
