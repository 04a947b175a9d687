"""What was measured of a run's robustness, as its pages say it: shares, the grey zone, one sentence a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bappeda import stability_picture
from bappeda.models import RankingRun, Stability
from jobs.models import Job
from regions.indonesian import group

KIND = "bappeda.stability"  # of the job that measures
GREY = (
    10,
    90,
)  # percent of the draws between which, both included, the weights decide whether a proposal is in
CITY = "city"
NO_CEILING = "Tidak ada pagu kota, jadi menurut pagu kota semua masuk, apa pun bobotnya."


def find(run: RankingRun) -> "Measured | None":
    """What was measured of this run, in one query."""
    row = Stability.objects.filter(run=run).select_related("job").first()
    return row and Measured(row, row.hits)


def find_ceiling(run: RankingRun) -> int | None:
    """The city's ceiling in rupiah as the run used it; None when there was none."""
    return next((use["amount"] for use in run.ceilings if use["key"] == CITY), None)


def find_cut(run: RankingRun) -> int | None:
    """The position of the city's cut-line."""
    return next((use["cut"]["position"] for use in run.ceilings if use["key"] == CITY and use["cut"]), None)


def is_under_way(run: RankingRun) -> bool:
    """Whether a measurement of this run waits or is being made, whoever asked for it."""
    return Job.objects.unfinished().filter(kind=KIND, key__startswith=f"{KIND}:{run.pk}:").exists()


def describe(run: RankingRun, measured: "Measured | None", *, can_ask: bool) -> dict:
    """The context of bappeda/board_stability.html; one query when nothing was measured yet."""
    if measured:
        return {
            "measured": measured.row,
            "zone": measured.say_zone(),
            "grey": GREY,
            "count": len(measured.hits),
            "picture": stability_picture.draw(
                measured.hits, measured.row.draws, grey=measured.grey, cut=find_cut(run)
            ),
        }
    if find_ceiling(run) is None:
        return {"obstacle": NO_CEILING}
    under_way = is_under_way(run)
    return {"is_under_way": under_way, "can_ask": can_ask and not under_way}


@dataclass(frozen=True)
class Measured:
    """One measurement; `hits` by position, position 1 first."""

    row: Stability
    hits: Sequence[int]

    @cached_property
    def grey(self) -> list[int]:
        """The positions whose outcome depends on the weights."""
        low, high = (share * self.row.draws for share in GREY)
        return [place for place, hits in enumerate(self.hits, start=1) if low <= 100 * hits <= high]

    def is_grey(self, position: int) -> bool:
        return GREY[0] * self.row.draws <= 100 * self.hits[position - 1] <= GREY[1] * self.row.draws

    def mark(self, position: int) -> dict:
        """What stands in a row of the board."""
        return {"share": self.say_share(position), "is_grey": self.is_grey(position)}

    def say_share(self, position: int) -> str:
        """Whole percent; never all or nothing unless it was in every draw or in none."""
        hits, draws = self.hits[position - 1], self.row.draws
        if 0 < 100 * hits < draws:
            return "kurang dari 1%"
        if 99 * draws < 100 * hits < 100 * draws:
            return "lebih dari 99%"
        return f"{(200 * hits + draws) // (2 * draws)}%"

    def say_place(self, position: int) -> str:
        """What the draws say about one proposal, as a sentence."""
        hits, draws = self.hits[position - 1], self.row.draws
        counted = "semua" if hits == draws else f"{group(hits)} dari"
        said = f"Masuk dalam {counted} {group(draws)} undian bobot, menurut pagu kota saja."
        if self.is_grey(position):
            return f"{said} Ini wilayah abu-abu: hasilnya bergantung pada bobot."
        return said

    def say_zone(self) -> str:
        """Where the weights decide: from the first to the last such place, and how many there are."""
        if not self.grey:
            return "Tidak ada usulan yang hasilnya bergantung pada bobot."
        first, last = group(self.grey[0]), group(self.grey[-1])
        if first == last:
            return f"Hanya di urutan {first} hasil bergantung pada bobot."
        return (
            f"Dari urutan {first} sampai {last} hasil bergantung pada bobot: "
            f"{group(len(self.grey))} usulan di antaranya wilayah abu-abu."
        )
