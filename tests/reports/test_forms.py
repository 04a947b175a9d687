"""Forms of one musrenbang: as the berita acara has them, for who may read it; and the lists of agencies."""

import pytest

from kecamatan.council import COUNCIL as KECAMATAN
from proposals import minutes
from proposals.models import Forum
from proposals.refusals import Refused
from reports.registry import REPORTS, open_report
from reports.viewer import SYSTEM
from tests.factories import World
from tests.meetings import hold_meeting, issue_minutes

pytestmark = pytest.mark.django_db


def read(slug: str, user, **asked) -> tuple[list[dict], tuple[str, ...], dict]:
    """The rows by the keys of the columns, the lines under the title, and the sums."""
    report, subject = open_report(slug, user, {"cycle": "2021", **asked})
    keys = [column.key for column in report.all_columns]
    listing = report.list_rows(subject)
    rows = [dict(zip(keys, row, strict=True)) for row in listing]
    return rows, subject.lines, listing.totals()


def test_priorities_of_a_kelurahan_are_those_of_its_berita_acara():
    world = World()
    first, aside = world.proposal(), world.proposal(title="Gapura")
    hold_meeting(world, not_agreed=[{"uuid": str(aside.uuid), "reason": "Lahan milik warga."}])
    rows, lines, totals = read("prioritas-kelurahan", world.operator)
    assert [row["title"] for row in rows] == [first.title]
    assert "belum terbit" in lines[-1]
    [late], _, _ = read("belum-disepakati", world.lurah)
    assert (late["title"], late["reason"]) == ("Gapura", "Lahan milik warga.")
    # What a draft puts aside is its own office's; the kecamatan sees the list as it stands.
    assert len(read("prioritas-kelurahan", world.camat)[0]) == 2
    assert read("belum-disepakati", world.camat, level="kelurahan")[0] == []

    forum = issue_minutes(world)
    world.step(first, "reject")
    paper = minutes.read(Forum.objects.get(pk=forum.pk))
    for person in (world.operator, world.camat, world.admin, SYSTEM):
        rows, lines, totals = read("prioritas-kelurahan", person, kelurahan="36.71.03.1002")
        assert [(row["title"], row["budget"]) for row in rows] == [(first.title, paper.budget)]
        assert (forum.number in lines[-1], totals) == (True, {"budget": paper.budget})
    [late], _, _ = read("belum-disepakati", SYSTEM, level="kelurahan", office="36.71.03.1002")
    assert late["reason"] == "Lahan milik warga."


def test_priorities_of_a_kecamatan_have_one_table_for_each_agency():
    world = World()
    first, second = world.proposal(), world.proposal(target_agency="DISHUB", catalogue_item="", **OUTSIDE)
    for row in (first, second):
        world.step(row, "recommend")
    rejected = world.proposal()
    world.step(rejected, "reject", text="Bukan jalan kota.")
    for issued in (False, True):
        if issued:
            issue_minutes(world, KECAMATAN)
        rows, lines, totals = read("prioritas-kecamatan", world.camat)
        assert [(row["table"], row["number"]) for row in rows] == [
            ("Dinas Pekerjaan Umum dan Penataan Ruang", 1),
            ("Dinas Perhubungan", 2),
        ]
        assert (rows[0]["priority"], rows[0]["target"]) == ("Infrastruktur wilayah", "Genangan berkurang")
        assert (rows[0]["program"], rows[0]["output"]) == ("1.03.06", "Saluran 120 m berfungsi.")
        assert rows[0]["location"] == "Jl. Melati RT 03 RW 05, Batujaya"
        assert (rows[1]["program"], totals["budget"]) == (None, sum(row["budget"] for row in rows))
        [late], _, _ = read("belum-disepakati", world.camat)
        assert late["reason"].endswith("Bukan jalan kota.")


OUTSIDE = {
    "unit": "unit",
    "unit_price": "5000000",
    "price_basis": "SSH",
    "justification": "Belum ada.",
    "kind": "physical",
}


def test_plan_of_an_agency_names_years_codes_and_sums():
    world = World()
    row = world.proposal("scoring")
    world.proposal("opd_review")
    report, subject = open_report("rancangan-renja", world.verifier, {"cycle": "2021"})
    assert [column.heads for column in report.columns[3:]] == [
        *[("Rencana Tahun 2021",)] * 4,
        (),
        *[("Prakiraan Maju Rencana Tahun 2022",)] * 2,
    ]
    [told], _, totals = read("rancangan-renja", world.verifier)
    assert (told["agency"], told["code"]) == (row.current_agency.name, "1.03.06.2.01.05")
    assert told["activity"].endswith(f"Lingkungan\n{row.title}")
    assert (told["funding"], told["next_target"], totals["budget"]) == ("APBD Kota", "–", row.current_budget)
    asked, _, _ = read("usulan-pemangku-kepentingan", world.verifier)
    assert [line["activity"] for line in asked] == [f"1.03.06\n{row.title}"] * 2
    assert read("rancangan-renja", world.person("opd_verifier", world.dishub))[0] == []


@pytest.mark.parametrize(
    ("slug", "role", "asked"),
    [
        ("prioritas-kelurahan", "lurah", {"kelurahan": "36.71.03.1003"}),
        ("prioritas-kecamatan", "camat", {"kecamatan": "36.71.04"}),
        ("belum-disepakati", "lurah", {"level": "kecamatan"}),
        ("belum-disepakati", "opd_verifier", {"office": "DISHUB"}),
    ],
)
def test_form_of_another_office_is_refused_with_a_sentence(slug, role, asked):
    with pytest.raises(Refused, match="Pilih dari pilihan yang tersedia"):
        read(slug, World().person(role), **asked)


@pytest.mark.parametrize(
    ("slug", "roles"),
    [
        ("prioritas-kelurahan", ["opd_verifier", "leadership", "administrator"]),
        ("prioritas-kecamatan", ["lurah", "opd_verifier", "leadership", "administrator"]),
        ("belum-disepakati", ["leadership", "administrator"]),
        ("rancangan-renja", ["lurah", "camat", "administrator"]),
    ],
)
def test_report_is_closed_to_other_roles(slug, roles):
    world = World()
    for role in roles:
        with pytest.raises(Refused, match="tidak tersedia untuk peran"):
            open_report(slug, world.person(role), {"cycle": "2021"})
    assert not set(roles) & REPORTS[slug].roles


@pytest.mark.parametrize("slug", ["daftar-usulan", "prioritas-kecamatan", "rancangan-renja"])
def test_queries_do_not_grow_with_the_rows(slug, django_assert_max_num_queries):
    world = World()
    for _ in range(3):
        world.proposal("scoring")
    report, subject = open_report(slug, SYSTEM, {"cycle": "2021"})
    with django_assert_max_num_queries(7):
        listing = report.list_rows(subject)
        assert len(list(listing)) == 3
        listing.totals()
