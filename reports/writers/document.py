"""What a writer needs to write one file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from regions.indonesian import long_moment
from reports.declaration import Report, Row, Subject
from reports.lines import Line, lay_out

PROGRESS_EVERY = 100  # rows


def _stay_silent(done: int) -> None:
    """Nobody asked how far it is."""


@dataclass(slots=True)
class Document:
    """A report about a subject as of a moment. `row_count` is what was really written, known afterwards."""

    report: Report
    subject: Subject
    snapshot_at: datetime
    on_progress: Callable[[int], None] = _stay_silent
    row_count: int = field(default=0, init=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the title in every file."""
        return (*self.subject.lines, f"Keadaan data {long_moment(self.snapshot_at)}.", self.report.note)

    def iterate_lines(self) -> Iterator[Line]:
        """Rows, groups and sums in order; raises DoesNotAddUp when they are not what the database adds up."""
        listing = self.report.list_rows(self.subject)
        totals = listing.totals()
        yield from lay_out(self.report, self._count(listing), totals)
        self.on_progress(self.row_count)

    def _count(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self.row_count += 1
            if self.row_count % PROGRESS_EVERY == 0:
                self.on_progress(self.row_count)
