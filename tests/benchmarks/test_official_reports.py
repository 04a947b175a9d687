"""The official layouts at size: report 1 in its 26 columns, both recaps, and a paper as long as one may be.

Set REPORT_ROWS, RECAP_ROWS and PAPER_ROWS for other sizes. Each way runs in a process of its own, as in `test_reports`.
"""

import os

import pytest
from django.db import connection

from reports.writers.pdf import MOST_ROWS
from tests.benchmarks.measuring import print_table
from tests.benchmarks.test_reports import MOST_MEGABYTES, ROWS, measure, multiply
from tests.factories import World

RECAP_ROWS = int(os.environ.get("RECAP_ROWS") or 100_000)
PAPER_ROWS = int(os.environ.get("PAPER_ROWS") or MOST_ROWS)
HEAD = ("way", "seconds", "processor", "peak MB")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def multiply_decided(world: World, rows: int) -> None:
    """So many proposals with what the lurah and the kecamatan decided, over all kelurahan and statuses of recaps."""
    multiply(world, rows - 1)
    statuses = ["kecamatan_review", "opd_review", "scoring", "rejected", "prioritised", "reserve"]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE proposals_proposal SET endorsed_at = now(), status = (%s::text[])[1 + people %% %s], "
            "kelurahan_id = k.id, kecamatan_id = k.kecamatan_id "
            "FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS places "
            "FROM regions_kelurahan) k WHERE people %% k.places = k.place",
            [statuses, len(statuses)],
        )
        cursor.execute(
            "INSERT INTO proposals_review (proposal_id, seq, stage, action, outcome, text, category, detail, role, "
            "capacity, office, at) SELECT p.id, stage.seq, stage.key, 'endorse', 'accepted', "
            "'Sesuai hasil ukur ulang.', '', '{}', 'lurah', '', '', now() "
            "FROM proposals_proposal p, (VALUES (100, 'kelurahan'), (101, 'kecamatan')) AS stage (seq, key)"
        )
        cursor.execute("ANALYZE")


def test_every_proposal_in_the_columns_of_sipd(tmp_path, capsys):
    multiply_decided(World(), ROWS)
    took = {
        way: measure(way, ROWS, tmp_path) for way in ("floor_of_sipd", "daftar-usulan", "daftar-usulan.csv")
    }
    with capsys.disabled():
        print_table(f"report 1, {ROWS} rows × 26 columns", HEAD, [(w, *v.values()) for w, v in took.items()])
        for way in ("daftar-usulan", "daftar-usulan.csv"):
            print(f"{way} / floor {took[way]['seconds'] / took['floor_of_sipd']['seconds']:.2f}")
    assert took["daftar-usulan"]["peak"] <= MOST_MEGABYTES


def test_recaps(tmp_path, capsys):
    multiply_decided(World(), RECAP_ROWS)
    ways = ("grouped", "rekap-kecamatan", "rekap-kelurahan", "rekap-kelurahan.pdf")
    took = {way: measure(way, RECAP_ROWS, tmp_path) for way in ways}
    with capsys.disabled():
        print_table(f"recaps of {RECAP_ROWS} proposals", HEAD, [(w, *v.values()) for w, v in took.items()])
        for way in ways[1:3]:
            print(f"{way} / one grouped query {took[way]['seconds'] / took['grouped']['seconds']:.2f}")
    assert max(values["peak"] for way, values in took.items() if way != ways[3]) <= MOST_MEGABYTES


def test_longest_paper(tmp_path, capsys):
    multiply(World(), PAPER_ROWS - 1)
    took = measure("daftar-per-status.pdf", PAPER_ROWS, tmp_path)
    with capsys.disabled():
        print_table(
            f"report 4 on paper, {PAPER_ROWS} rows", HEAD, [("daftar-per-status.pdf", *took.values())]
        )
