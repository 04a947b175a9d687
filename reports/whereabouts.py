"""Where a proposal counts in a recap: at which office, and as what. The one rule; no Django in here.

A recap counts what was ever endorsed and not withdrawn, each proposal once. At every stage what came in is what is
pending there, was refused there, was diverted there, or went on; what went on is what came in at the next stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

STAGES = ("kecamatan", "opd", "bappeda")
DESKS = {"kecamatan_review": "kecamatan", "opd_review": "opd", "scoring": "bappeda"}


class Fate(StrEnum):
    PENDING = "pending"
    REFUSED = "refused"
    LOCAL = "local"
    REFERRED = "referred"
    PRIORITISED = "prioritised"
    RESERVE = "reserve"


DIVERTED = (Fate.LOCAL, Fate.REFERRED)
FATES = {
    "rejected": Fate.REFUSED,
    "merged": Fate.REFUSED,
    "local": Fate.LOCAL,
    "referred": Fate.REFERRED,
    "prioritised": Fate.PRIORITISED,
    "reserve": Fate.RESERVE,
}
RESULTS = (Fate.PRIORITISED, Fate.RESERVE)


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the recap: a stage and what became of the proposal there."""

    stage: str
    fate: Fate


def locate(status: str, closed_from: str = "", returned_from: str = "") -> Place | None:
    """Where a proposal with this status and history counts; None before its endorsement and when withdrawn.

    `closed_from` is the status it had before its final one, `returned_from` the desk that sent it back. What was
    returned or lapsed is pending at the office that returned or held it; what was rejected or merged was refused by the
    office that had it. A published result is Bappeda's, also when it was rejected by a later list. What does not
    know where it ended counts at the kecamatan, which had it for certain.
    """
    if status in ("draft", "awaiting_lurah", "withdrawn"):
        return None
    fate = FATES.get(status, Fate.PENDING)
    if fate in RESULTS:
        return Place("bappeda", fate)
    last = closed_from if status == "lapsed" or fate is not Fate.PENDING else status
    if last in ("draft", "awaiting_lurah"):
        return None
    held_by = returned_from if last == "revision" else last
    return Place(DESKS.get(held_by, "kecamatan"), fate)


@dataclass(slots=True)
class Sum:
    """Proposals, and their budgets in whole rupiah."""

    count: int = 0
    amount: int = 0

    def add(self, count: int, amount: int) -> None:
        self.count += count
        self.amount += amount


@dataclass(slots=True)
class Tally:
    """How many proposals count in each place, and what they cost. `returned` and `merged` only repeat some of them."""

    places: dict[Place, Sum] = field(default_factory=dict)
    returned: Sum = field(default_factory=Sum)
    merged: Sum = field(default_factory=Sum)

    def add(self, group: tuple[str, str, str], count: int, amount: int) -> None:
        """Take in a group of proposals with the same (status, closed_from, returned_from)."""
        place = locate(*group)
        if place is None:
            return
        self.places.setdefault(place, Sum()).add(count, amount)
        if group[0] == "revision" or group[:2] == ("lapsed", "revision"):
            self.returned.add(count, amount)
        if group[0] == "merged":
            self.merged.add(count, amount)

    def at(self, stages: Iterable[str], fates: Iterable[Fate] = tuple(Fate)) -> Sum:
        """The sum over these stages and fates."""
        stages, fates, total = frozenset(stages), frozenset(fates), Sum()
        for place, one in self.places.items():
            if place.stage in stages and place.fate in fates:
                total.add(one.count, one.amount)
        return total

    def incoming(self, stage: str) -> Sum:
        """What came to this stage: all that counts here or at a later one."""
        return self.at(STAGES[STAGES.index(stage) :])

    def pending(self, stage: str) -> Sum:
        return self.at([stage], [Fate.PENDING])

    def refused(self, stage: str) -> Sum:
        return self.at([stage], [Fate.REFUSED])

    def diverted(self, stage: str) -> Sum:
        return self.at([stage], DIVERTED)

    def passed(self, stage: str) -> Sum:
        """What went on from this stage; from Bappeda: what has a published result."""
        if stage == STAGES[-1]:
            return self.at([stage], RESULTS)
        return self.incoming(STAGES[STAGES.index(stage) + 1])
