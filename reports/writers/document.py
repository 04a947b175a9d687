"""What a writer needs to write one file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from regions.indonesian import long_moment
from reports.declaration import Report, Row, Subject

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

    def iterate_rows(self) -> Iterator[Row]:
        for row in self.report.list_rows(self.subject):
            yield row
            self.row_count += 1
            if self.row_count % PROGRESS_EVERY == 0:
                self.on_progress(self.row_count)
        self.on_progress(self.row_count)
