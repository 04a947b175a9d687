"""The tree of codes: what a search finds in which order, and the page for choosing without a script."""

import pytest

from proposals.code_tree import Tree, group_by_path
from regions.models import Nomenclature
from tests.factories import World
from tests.kelurahan.pages import read_text

ROWS = [
    ("1", "urusan", "PELAYANAN DASAR"),
    ("1.03", "bidang_urusan", "PEKERJAAN UMUM"),
    ("1.03.06", "program", "PROGRAM DRAINASE"),
    ("1.03.06.2.01", "kegiatan", "Pengelolaan Sistem Drainase"),
    ("1.03.06.2.01.05", "sub_kegiatan", "Pembangunan Saluran"),
    ("1.03.06.2.01.07", "sub_kegiatan", "Rehabilitasi Saluran"),
    ("1.04", "bidang_urusan", "PERUMAHAN"),
    ("1.04.05.2.01.02", "sub_kegiatan", "Pembangunan PSU"),
    ("2", "urusan", "KOSONG"),
]


def codes(tree: Tree, words: str) -> list[str]:
    return [node.code for node in tree.search(words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("drainase rehab", ["1.03.06.2.01.07"]),
        ("PEMBANGUNAN", ["1.04.05.2.01.02", "1.03.06.2.01.05"]),
        ("1.03.06", ["1.03.06.2.01.05", "1.03.06.2.01.07"]),
        ("1.03.06.2.01.07 Rehabilitasi Saluran", ["1.03.06.2.01.07", "1.03.06.2.01.05", "1.04.05.2.01.02"]),
        ("", ["1.04.05.2.01.02", "1.03.06.2.01.05", "1.03.06.2.01.07"]),
        ("jembatan", []),
    ],
)
def test_search_by_word_or_code_gives_the_own_bidang_first(words, found):
    assert codes(Tree(ROWS, frozenset({"1.04"})), words) == found


def test_tree_hangs_each_code_under_the_longest_known_one():
    tree = Tree(ROWS)
    assert [node.code for node in tree.roots] == ["1"]
    assert [node.code for node in tree.path(tree.nodes["1.03.06.2.01.05"])] == [
        "1.03",
        "1.03.06",
        "1.03.06.2.01",
    ]
    assert [node.code for node in tree.nodes["1.04"].children] == ["1.04.05.2.01.02"]
    assert group_by_path(tree, tree.search("psu"))[0][0] == "PERUMAHAN"


@pytest.fixture
def world(db) -> World:
    world = World()
    for code, level, name in (
        ("1.03", "bidang_urusan", "PEKERJAAN UMUM"),
        ("7.01", "bidang_urusan", "KECAMATAN"),
    ):
        Nomenclature.objects.create(planning_year=2021, code=code, level=level, name=name)
    Nomenclature.objects.create(planning_year=2022, code="1.03.9", level="sub_kegiatan", name="Tahun lain")
    return world


def address(row, query: str = "") -> str:
    return f"/usulan/{row.uuid}/sub-kegiatan/{query}"


def test_suggestions_begin_with_the_bidang_of_the_agency(client, world):
    row = world.proposal("opd_review")
    client.force_login(world.verifier)
    response = client.get(address(row, "?verify-sub_kegiatan="), headers={"HX-Request": "true"})
    text = read_text(response)
    assert text.index("1.03.06.2.01.05") < text.index("7.01.03.2.02.02")
    assert "Tahun lain" not in text and "<html" not in response.content.decode()


def test_page_without_script_leads_back_with_the_code(client, world):
    row = world.proposal("opd_review")
    client.force_login(world.verifier)
    page = client.get(address(row, f"?next=/opd/{row.uuid}/")).content.decode()
    assert "bidang kantor ini" in page
    assert f'href="/opd/{row.uuid}/?tindakan=verify&amp;sub_kegiatan=1.03.06.2.01.05"' in page
    elsewhere = client.get(address(row, "?cari=drainase&next=https://example.org/")).content.decode()
    assert "example.org" not in elsewhere and "1 sub kegiatan cocok" in elsewhere


@pytest.mark.parametrize(
    "query", ["?cari=%00", "?cari=" + "a" * 3000, "?cari=%F0%9F%98%80", "?cari=' OR 1=1 --"]
)
def test_any_words_are_answered(client, world, query):
    row = world.proposal("opd_review")
    client.force_login(world.verifier)
    assert client.get(address(row, query)).status_code == 200


def test_tree_takes_the_same_queries_however_many_codes(client, world, django_assert_max_num_queries):
    row = world.proposal("opd_review")
    client.force_login(world.verifier)
    counts = []
    for number in range(2):
        with django_assert_max_num_queries(8) as captured:
            client.get(address(row))
        counts.append(len(captured))
        Nomenclature.objects.create(
            planning_year=2021, code=f"1.03.06.2.01.9{number}", level="sub_kegiatan", name="Baru"
        )
    assert counts[0] == counts[1]
