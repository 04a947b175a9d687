"""Recaps, lists per status, Dana Kelurahan, referrals and the ranking form: what their rows say, in one small world."""

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals import clock
from proposals.models import Proposal
from reports import overview_page
from reports.layouts import recap
from reports.lines import TOTAL
from reports.registry import open_report
from tests.reports.conftest import CANARIES


def read(slug: str, user, **asked) -> tuple[tuple[str, ...], list[tuple], dict]:
    """The keys of the columns, the rows and the sums of a report."""
    report, subject = open_report(slug, user, {"cycle": "2021", **asked})
    listing = report.list_rows(subject)
    return tuple(c.key for c in report.all_columns), list(listing), listing.totals()


def counted():
    return Proposal.objects.filter(source="musrenbang", endorsed_at__isnull=False).exclude(status="withdrawn")


def test_recap_says_what_the_history_of_the_proposals_says(world, run):
    """Held against moments that nothing of a recap reads: when each office passed a proposal on."""
    keys, rows, totals = read("rekap-kecamatan", world.admin)
    batuceper = dict(zip(keys, rows[0], strict=True))
    assert (batuceper["kecamatan"], batuceper["incoming"]) == ("Batuceper", counted().count())
    assert batuceper["kecamatan_forwarded"] == counted().filter(forwarded_at__isnull=False).count()
    assert batuceper["agency_forwarded"] == counted().filter(verified_at__isnull=False).count()
    assert {
        key: batuceper[key] for key in recap.KEYS if key not in ("incoming", "prioritised", "reserve")
    } == {
        "kecamatan_pending": 2,
        "kecamatan_refused": 1,
        "kecamatan_forwarded": 14,
        "agency_pending": 2,
        "agency_refused": 1,
        "agency_forwarded": 11,
        "bappeda_pending": 0,
        "bappeda_refused": 0,
        "local": 1,
        "referred": 1,
        "returned": 1,
        "merged": 1,
    }
    assert (batuceper["prioritised"], batuceper["reserve"]) == (run.prioritised_count, run.reserve_count)
    assert (rows[1][1], set(rows[1][2:])) == ("Benda", {0})
    assert totals == {key: batuceper[key] for key in recap.KEYS}


def test_recap_of_kelurahan_names_the_lurah_and_sums_what_went_on(world, run):
    keys, rows, totals = read("rekap-kelurahan", world.camat)
    told = [dict(zip(keys, row, strict=True)) for row in rows]
    assert [(row["kelurahan"], row["lurah"]) for row in told] == [
        ("Batujaya", CANARIES[4]),
        ("Batusari", None),
    ]
    forwarded = counted().filter(forwarded_at__isnull=False).aggregate(Sum("current_budget"))
    assert told[0]["forwarded_budget"] == totals["forwarded_budget"] == forwarded["current_budget__sum"]
    _, own, _ = read("rekap-kelurahan", world.operator)
    assert [row[2] for row in own] == ["Batujaya"]


def test_recap_counts_for_each_office_what_it_may_see(world, run):
    _, elsewhere, totals = read("rekap-kecamatan", world.person("camat", world.benda))
    assert ([row[1] for row in elsewhere], totals["incoming"]) == (["Benda"], 0)
    _, other, totals = read("rekap-kecamatan", world.person("opd_verifier", world.dishub))
    assert (other, totals["incoming"]) == ([], 0)
    _, rows, _ = read("rekap-kecamatan", world.admin, kecamatan="36.71.04")
    assert [row[1] for row in rows] == ["Benda"]


@pytest.mark.parametrize(
    "slug", ["rekap-kecamatan", "rekap-kelurahan", "daftar-per-status", "dana-kelurahan"]
)
def test_queries_do_not_grow_with_the_rows(world, run, slug, django_assert_max_num_queries):
    report, subject = open_report(slug, world.admin, {"cycle": "2021"})
    with django_assert_max_num_queries(5):
        listing = report.list_rows(subject)
        assert list(listing)
        listing.totals()


def test_list_per_status_tells_the_reason_under_the_kelurahan(world, run):
    keys, rows, totals = read("daftar-per-status", world.operator)
    row = dict(zip(keys, rows[0], strict=True))
    assert len(rows) == 1
    assert row["kelurahan"] == "Batujaya, Kecamatan Batuceper"
    assert row["description"] == f"{CANARIES[0]}\n{CANARIES[7]}"
    assert row["remark"] == f"Masalah lahan. {CANARIES[1]}"
    assert totals == {"budget": row["budget"]}


def test_list_per_status_tells_what_was_merged_into_what(world, run):
    keys, rows, _ = read("daftar-per-status", world.admin, status="merged")
    lead = Proposal.objects.get(status="merged").merged_into.reference
    assert [dict(zip(keys, row, strict=True))["remark"] for row in rows] == [
        f"Digabung ke {lead}. {CANARIES[1]}"
    ]
    _, drafts, _ = read("daftar-per-status", world.admin, status="draft")
    assert drafts == []


def test_dana_kelurahan_is_held_against_its_ceiling(world, run):
    report, subject = open_report("dana-kelurahan", world.camat, {"cycle": "2021"})
    (row,) = report.list_rows(subject)
    spent = row[-1]
    assert report.sheets[0].list_rows(subject) == [
        ("Batujaya", "Batuceper", 500_000_000, 1, spent, 500_000_000 - spent),
        (TOTAL, None, 500_000_000, 1, spent, 500_000_000 - spent),
    ]


def test_referral_names_level_institution_and_reason(world, run):
    _, rows, _ = read("usulan-provinsi-pusat", world.operator)
    assert [row[-3:] for row in rows] == [("Pusat", CANARIES[4], CANARIES[1])]


def test_ranking_form_has_a_column_for_each_criterion_which_add_up(world, run):
    report, subject = open_report("pemeringkatan", world.operator, {"cycle": "2021"})
    headings = [c.heading for c in report.columns if c.heads == ("Kriteria",)]
    assert headings == [c["official_heading"] or c["label"] for c in run.criteria["criteria"]]
    rows = list(report.list_rows(subject))
    assert [row[-1] for row in rows] == list(range(1, 12))
    for row in rows:
        assert abs(sum(row[2:-2]) - row[-2]) <= len(headings) * 10**-6


# Pictures


def test_pictures_say_the_numbers_of_the_recap(world, run):
    shown = overview_page.build(world.admin, {"cycle": "2021"}, clock.now())
    _, _, totals = read("rekap-kelurahan", world.admin)
    assert shown["entered"].count == totals["incoming"]
    assert [step["sum"].count for step in shown["funnel"]] == [
        totals[key] for key in ("incoming", "kecamatan_forwarded", "agency_forwarded", "prioritised")
    ]
    assert shown["funnel"][1]["sum"].amount == totals["forwarded_budget"]
    for chart in shown["charts"]:
        groups = [*chart["groups"], *chart["rest"]]
        assert sum(group["sum"].count for group in groups) == totals["incoming"]
        assert sum(group["sum"].amount for group in groups) == shown["entered"].amount
    stages = shown["standing"]["stages"]
    assert sum(group.sum.count for stage in stages for group in stage["groups"]) == totals["incoming"]
    assert shown["timeliness"].sent == totals["incoming"]
    assert (shown["timeliness"].sending, len(shown["timeliness"].senders)) == (1, 3)


def test_pictures_take_the_same_queries_whatever_there_is(world, run):
    told = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            overview_page.build(world.admin, {"cycle": "2021"}, clock.now())
        told.append(len(queries))
        for _ in range(3):
            world.proposal("kecamatan_review")
    assert told[0] == told[1] < 25


def test_pictures_show_each_office_its_own(client, world, run):
    client.force_login(world.operator)
    page = client.get(reverse("reports:overview"), {"tahun": "2021"}).content.decode()
    assert "Lingkup: Kelurahan Batujaya." in page and "Batusari" not in page
    client.force_login(world.person("camat", world.benda))
    page = client.get(reverse("reports:overview"), {"tahun": "2021"}).content.decode()
    assert "Belum ada usulan yang diteruskan ke kecamatan di sini." in page
    client.force_login(world.admin)
    assert client.get(reverse("reports:overview"), {"kecamatan": "99"}).status_code == 422
