"""The list of an office: its proposals in their order, what they cost together, and where the money ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from proposals import arranging
from proposals.forums.council import Council
from proposals.models import Forum, Proposal, SavedOrder
from proposals.querysets import visible_to


@dataclass(slots=True)
class Line:
    """One proposal of the list. `total` is what it and all before it cost; one put aside by the forum costs nothing."""

    row: Proposal
    place: int
    total: int = 0
    is_over: bool = False
    is_first_over: bool = False
    is_late: bool = False  # came after the berita acara: susulan
    aside: str | None = None  # put aside by the forum, with the reason so far
    note: str = ""  # what changed since the page was opened


@dataclass(slots=True)
class OfficeList:
    """The list. `share` is the money it is held against in whole rupiah, None when there is none."""

    lines: list[Line]
    share: int | None
    last: SavedOrder | None = None
    total: int = field(default=0, init=False)
    over: int = field(default=0, init=False)

    def __post_init__(self):
        self.add_up()

    @property
    def seen(self) -> int:
        """What the page has seen: the key of the last saving."""
        return self.last.pk if self.last else 0

    def add_up(self) -> None:
        """Sums and marks anew, in the present order."""
        self.total = self.over = 0
        for line in self.lines:
            line.is_over = line.is_first_over = False
            if line.aside is not None:
                continue
            self.total += line.row.current_budget or 0
            line.total = self.total
            if self.share is not None and self.total > self.share:
                line.is_over, line.is_first_over = True, self.over == 0
                self.over += 1

    def arrange(self, post: Mapping[str, str]) -> None:
        arranging.arrange(self.lines, post)
        self.add_up()


def read(council: Council, user, *, cycle, office, forum: Forum | None, share: int | None) -> OfficeList:
    """Two queries, however many proposals there are."""
    rows = visible_to(user, queryset=council.rows(cycle=cycle, office=office)).select_related(
        *council.related
    )
    lines = make_lines(rows.order_by(*council.sorting()), forum)
    return OfficeList(lines, share, council.find_last(cycle, office))


def make_lines(rows: Sequence[Proposal], forum: Forum | None) -> list[Line]:
    """The lines of rows in their order, with what the forum says of them."""
    lines = [Line(row, number) for number, row in enumerate(rows, start=1)]
    if forum is None:
        return lines
    if forum.issued_at:
        agreed = {item["uuid"] for item in forum.agreed}
        aside = {item["uuid"]: item["reason"] for item in forum.not_agreed}
    else:
        agreed, aside = None, {item["uuid"]: item["reason"] for item in forum.not_agreed}
    for line in lines:
        key = str(line.row.uuid)
        line.aside = aside.get(key)
        line.is_late = agreed is not None and key not in agreed and key not in aside
    return lines
