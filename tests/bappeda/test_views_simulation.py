"""The studio and the comparison: what changes is said, what makes no sense is refused, and no run moves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda.models import RankedProposal, RankingRun, Scenario
from bappeda.services import scenarios
from bappeda.services.default_criteria import create_default_set
from tests.bappeda.factories import assign_sheet, make_marked, make_run, make_world, mark, set_ceiling
from tests.factories import World

pytestmark = pytest.mark.django_db
STUDIO, COMPARE, SAVE = "/bappeda/simulasi/", "/bappeda/perbandingan/", "/bappeda/simulasi/simpan/"


@pytest.fixture
def world():
    """Two proposals and money for one: the first is better at `rkpd`, the second at `lintas_wilayah`."""
    world = make_world()
    world.first = make_marked(world, title="Turap kali", marks={"rkpd": 5, "lintas_wilayah": 1})
    world.second = make_marked(world, title="Balai warga", marks={"rkpd": 1, "lintas_wilayah": 5})
    world.ceiling = set_ceiling(world, world.first.current_budget + 1000)
    world.run = make_run(world)
    return world


def read(client, user, url: str, status: int = 200, **extra) -> str:
    client.force_login(user)
    answer = client.get(url, **extra)
    assert answer.status_code == status
    return answer.content.decode()


def freeze_rows() -> list:
    return [*RankingRun.objects.values_list(), *RankedProposal.objects.order_by("pk").values_list()]


def test_a_moved_weight_answers_with_who_enters_and_leaves_and_its_address(client, world):
    query = f"?perhitungan={world.run.pk}&bobot-lintas_wilayah=90&geser=lintas_wilayah"
    client.force_login(world.admin)
    answer = client.get(STUDIO + query, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert "1 masuk, 1 keluar." in text
    assert text.index("Balai warga") < text.index(
        "Perlu Rp\u00a0184.500.000, sisa pagu Kota Tangerang Rp\u00a01.000."
    )
    assert "bobot-lintas_wilayah=90;" in text.replace("&quot;", '"')
    address = answer["HX-Replace-Url"]
    whole = read(client, world.admin, address)
    assert "Simulasi. Tidak mengubah perhitungan." in whole
    assert "naik dari 10" in whole
    assert "<strong>1 masuk, 1 keluar.</strong>" in whole


def test_unchanged_studio_says_what_the_run_says(client, world):
    text = read(client, world.head, STUDIO)
    assert "<strong>0 masuk, 0 keluar.</strong>" in text
    assert "urutan 2" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("bobot-rkpd=-1", "ditulis 0 sampai 100 persen"),
        ("bobot-rkpd=abc", "ditulis 0 sampai 100 persen"),
        ("pagu-city=-1", "paling sedikit 0"),
        ("pagu-city=28.5", "Tulis pagu Kota Tangerang dalam rupiah bulat"),
        ("metode=apa", "Pilih dari daftar"),
        ("kunci=rkpd&kunci=spm&bobot-rkpd=80&bobot-spm=80", "lebih dari 100 persen"),
    ],
)
def test_what_makes_no_sense_is_refused_in_place(client, world, query, sentence):
    for extra in ({}, {"headers": {"HX-Request": "true"}}):
        assert sentence in read(client, world.admin, f"{STUDIO}?{query}", 422, **extra)


@pytest.mark.parametrize("query", ["perhitungan=999999", "perhitungan=abc", "perhitungan=-1"])
def test_unknown_runs_are_not_there(client, world, query):
    read(client, world.admin, f"{STUDIO}?{query}", 404)
    read(client, world.admin, f"{COMPARE}?a={query.split('=')[1]}&b={world.run.pk}", 404)
    read(client, world.admin, f"{COMPARE}?a=s99&b={world.run.pk}", 404)


def test_reviewer_with_open_sheets_sees_no_what_if(client, world):
    late = world.proposal("scoring")
    mark(world, late, reviewer=world.person("bappeda_reviewer"))
    assign_sheet(world, late)
    read(client, world.reviewer, STUDIO, 403)
    read(client, world.reviewer, f"{COMPARE}?a={world.run.pk}&b={world.run.pk}", 403)


def save(client, user, world, *, name="Lintas wilayah naik", state="bobot-lintas_wilayah=90", **more):
    client.force_login(user)
    return client.post(SAVE, {"perhitungan": world.run.pk, "keadaan": state, "name": name} | more)


def test_a_scenario_is_kept_opened_with_the_same_result_and_deleted(client, world):
    before = freeze_rows()
    answer = save(client, world.admin, world, note="Untuk rapat Senin.")
    kept = Scenario.objects.get()
    assert answer.url == f"/bappeda/simulasi/{kept.pk}/"
    assert kept.summary | {"used": 0} == {
        "entered": 1, "left": 1, "moved": 2, "prioritised": 1, "used": 0, "cut_position": 2,
    }  # fmt: skip
    text = client.get(answer.url, follow=True).content.decode()
    assert "Simulasi: Lintas wilayah naik" in text
    assert "<strong>1 masuk, 1 keluar.</strong>" in text
    assert scenarios.summarise(scenarios.try_out(world.run, scenarios.read_settings(kept))) == kept.summary
    compared = read(client, world.head, f"{COMPARE}?a={world.run.pk}&b=s{kept.pk}")
    assert "Simulasi Lintas wilayah naik" in compared
    assert "90 %" in compared
    assert freeze_rows() == before
    assert client.post(f"/bappeda/simulasi/{kept.pk}/hapus/").status_code == 302
    assert not Scenario.objects.exists()
    assert freeze_rows() == before


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"name": " "}, 422, "Beri nama simulasi ini"),
        ({"name": "x" * 121}, 422, "paling banyak 120"),
        ({"name": "a\x00b"}, 422, "karakter yang tidak bisa disimpan"),
        ({"name": "Dua", "state": ""}, 422, "Belum ada yang diubah"),
        ({"name": "Dua", "state": "bobot-rkpd=abc"}, 422, "ditulis 0 sampai 100 persen"),
        ({"name": "Satu"}, 409, "sudah ada pada perhitungan ini"),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_kept(client, world, changes, status, sentence):
    save(client, world.admin, world, name="Satu")
    answer = save(client, world.head, world, **changes)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert Scenario.objects.count() == 1


def test_only_admin_and_head_keep_scenarios(client, world):
    assert save(client, world.person("leadership"), world).status_code == 403
    assert save(client, world.reviewer, world).status_code == 403
    save(client, world.admin, world)
    client.force_login(world.reviewer)
    assert client.post(f"/bappeda/simulasi/{Scenario.objects.get().pk}/hapus/").status_code == 403
    assert Scenario.objects.count() == 1


def test_two_runs_are_compared_with_their_ceilings_and_what_only_one_holds(client, world):
    third = make_marked(world, title="Pos ronda", marks={"rkpd": 5, "lintas_wilayah": 5})
    type(world.ceiling).objects.filter(pk=world.ceiling.pk).update(amount=3 * world.first.current_budget)
    later = make_run(world)
    text = read(client, world.admin, COMPARE)
    assert f"Perhitungan ke-{world.run.number} di kiri, Perhitungan ke-{later.number} di kanan" in text
    assert "Pagu Kota Tangerang" in text
    assert f"Hanya ada di Perhitungan ke-{later.number}: 1 usulan" in text
    assert third.title in text
    assert "<dd>" in text
    assert "Balai warga" in text


def test_runs_of_two_cycles_are_not_compared(client, world):
    training = World(kind="training")
    create_default_set(cycle=training.cycle)
    make_marked(training)
    other = make_run(training)
    text = read(client, world.admin, f"{COMPARE}?a={world.run.pk}&b={other.pk}", 422)
    assert "tahun perencanaan yang berbeda" in text


def test_pages_take_the_same_queries_for_two_rows_and_for_four(client, world):
    client.force_login(world.admin)
    counts = []
    for _ in range(2):
        make_marked(world)
        run = make_run(world)
        counts.append([])
        for url in (
            f"{STUDIO}?perhitungan={run.pk}&bobot-rkpd=60",
            f"{COMPARE}?a={world.run.pk}&b={run.pk}",
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]


def test_a_move_reads_no_marks_again(client, world):
    client.force_login(world.admin)
    client.get(f"{STUDIO}?perhitungan={world.run.pk}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{STUDIO}?perhitungan={world.run.pk}&bobot-rkpd=61", headers={"HX-Request": "true"})
    said = " ".join(query["sql"] for query in asked)
    assert "bappeda_assessment" not in said
    assert '"inputs"' not in said
    assert "bappeda_rankedproposal" not in said


def test_the_other_run_of_a_comparison_is_the_one_before(client, world):
    assert "Perlu sedikitnya dua perhitungan" in read(client, world.admin, f"{COMPARE}?b={world.run.pk}")
    later = make_run(world)
    for query, sides in ((f"b={later.pk}", (1, 2)), (f"b={world.run.pk}", (2, 1)), (f"a={later.pk}", (2, 1))):
        text = read(client, world.admin, f"{COMPARE}?{query}")
        assert "Perhitungan ke-{} di kiri, Perhitungan ke-{} di kanan".format(*sides) in text
