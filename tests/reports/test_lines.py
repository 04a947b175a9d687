"""Groups and sums of a list, and the cells of merged headers."""

from dataclasses import replace

import pytest

from reports.headings import lay_heads
from reports.lines import DoesNotAddUp, Part, lay_out
from tests.reports.invented import COLUMNS, REPORT, ROWS, TOTALS


def test_list_cut_for_a_page_has_the_sum_of_the_whole_and_none_of_its_last_group():
    lines = list(lay_out(REPORT, ROWS[:1], TOTALS, is_cut=True))
    assert [line.part for line in lines] == [Part.GROUP, Part.ROW, Part.TOTAL]
    assert lines[-1].cells[2:6] == (6, 3, 3, 200_000_000)


def test_rows_that_do_not_add_up_to_what_the_database_says_are_no_list():
    with pytest.raises(DoesNotAddUp):
        list(lay_out(REPORT, ROWS, TOTALS | {"budget": 199_999_999}))


def test_merged_headers_cover_their_columns_and_single_ones_reach_down():
    cells = [
        [(head.text, head.first, head.width, head.height) for head in level] for level in lay_heads(COLUMNS)
    ]
    assert cells == [
        [("NO", 0, 1, 3), ("USULAN", 1, 1, 3), ("JUMLAH USULAN", 2, 3, 1), ("PAGU", 5, 1, 3),
         ("TANGGAL", 6, 1, 3), ("VOLUME", 7, 1, 3)],
        [("MASUK", 2, 1, 2), ("PROSES DI KECAMATAN", 3, 2, 1)],
        [("BELUM", 3, 1, 1), ("DITERUSKAN", 4, 1, 1)],
    ]  # fmt: skip


def test_sum_of_text_is_refused_when_it_is_declared():
    with pytest.raises(ValueError, match="numeric"):
        replace(REPORT, sums=("title",))
