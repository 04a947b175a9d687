"""A year in which nobody asked for anything: every report is still a whole file, or says why there is none."""

import pytest

from proposals.refusals import Refused
from reports.lines import lay_out
from reports.registry import REPORTS, open_report
from tests.factories import World
from tests.reports.reading import read_csv, read_declared, read_xlsx, write
from tests.reports.test_paper import find_missing, read_paper

FROM_A_RUN = {"daftar-prioritas", "pemeringkatan"}
ASKED = {"cycle": "2021"}


@pytest.mark.django_db
def test_every_report_without_proposals_is_a_valid_file():
    world = World()
    for slug in sorted(REPORTS.keys() - FROM_A_RUN):
        report, subject = open_report(slug, world.admin, ASKED)
        listing = report.list_rows(subject)
        lines = list(lay_out(report, listing, listing.totals()))
        told = read_declared(line.cells for line in lines)
        assert read_xlsx(write("xlsx", report, subject), report.columns, report.title) == told, slug
        assert len(read_csv(write("csv", report, subject), report.all_columns)) == len(lines), slug
        if "pdf" in report.formats:
            paper = read_paper(write("pdf", report, subject))
            assert find_missing([subject.title, *(column.heading for column in report.columns)], paper) == []


@pytest.mark.django_db
def test_report_of_a_run_says_that_none_is_published():
    world = World()
    for slug in FROM_A_RUN:
        with pytest.raises(Refused, match="Belum ada daftar prioritas yang diumumkan"):
            open_report(slug, world.admin, ASKED)
