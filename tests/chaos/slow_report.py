"""A list that takes its time, so that its worker can be killed in the middle of it."""

import time
from collections.abc import Iterator, Sequence

from reports.declaration import Column, Kind, Report, Row, ShortListing, Subject

ROWS = 1000
SECONDS_A_ROW = 0.003
SUBJECT = Subject("Daftar lambat", ("Uji.",), {"cycle": "2021"}, "daftar-lambat", None)


class SlowRows(Sequence):
    def __len__(self) -> int:
        return ROWS

    def __getitem__(self, place):
        return [self._row(number) for number in range(ROWS)][place]

    def __iter__(self) -> Iterator[Row]:
        for number in range(ROWS):
            time.sleep(SECONDS_A_ROW)
            yield self._row(number)

    def _row(self, number: int) -> Row:
        return (number, f"Drainase RT {number:04d}", 1_000_000 * number)


REPORT = Report(
    slug="daftar-lambat",
    title="Daftar lambat",
    summary="Hanya untuk uji.",
    roles=frozenset({"bappeda_admin"}),
    columns=(
        Column("number", "No", "nomor", Kind.INTEGER),
        Column("title", "Usulan", "judul", width=30),
        Column("budget", "Pagu", "anggaran", Kind.RUPIAH),
    ),
    filters=(),
    settle=lambda user, asked: SUBJECT,
    list_rows=lambda subject: ShortListing(SlowRows(), {"budget": 1_000_000 * sum(range(ROWS))}),
    sums=("budget",),
)
