"""Robustness of a run: measured once by the queue, said on the board and in the explanation, asked for by who may."""

import pytest
from django.urls import reverse

from bappeda import stability
from bappeda.models import Stability
from bappeda.services import measuring_stability
from jobs import services as jobs
from jobs.models import Job
from tests.bappeda.factories import make_marked, make_run, make_world, set_ceiling

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def make_measured(world, *, marks=({"rkpd": 5, "lintas_wilayah": 1}, {"rkpd": 1, "lintas_wilayah": 5})):
    """A run of two proposals with money for one, measured."""
    rows = [make_marked(world, marks=given) for given in marks]
    set_ceiling(world, rows[0].current_budget)
    run = make_run(world)
    job = jobs.run(measuring_stability.ask(run=run, by=world.admin).pk)
    job.refresh_from_db()
    return run, job


def test_a_run_is_measured_once_and_repeats_from_its_own_hash(world):
    run, job = make_measured(world)
    assert (job.state, job.result["url"]) == (Job.State.DONE, run.get_absolute_url())
    row = Stability.objects.get(run=run)
    assert row.seed == int(run.result_sha256[:8], 16)
    assert sum(row.hits) == row.draws == 10_000  # one of the two is in whatever the weights
    assert row.hits[0] > row.hits[1] > 0
    measuring_stability.measure(job, lambda done, total: None)
    assert Stability.objects.get(run=run).hits == row.hits
    assert measuring_stability.ask(run=run, by=world.head) is None


def test_freeze_queues_it_and_a_second_click_is_the_same_job(world, django_capture_on_commit_callbacks):
    make_marked(world)
    set_ceiling(world, 5)
    with django_capture_on_commit_callbacks(execute=True):
        run = make_run(world)
    automatic = Job.objects.get(kind=stability.KIND)
    assert (automatic.created_by, automatic.params) == (None, {"run": run.pk})
    assert measuring_stability.ask(run=run, by=world.admin) == measuring_stability.ask(
        run=run, by=world.admin
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [("lurah", 404), ("bappeda_reviewer", 403), ("leadership", 403), ("bappeda_admin", 302), ("bappeda_head", 302)],
)  # fmt: skip
def test_who_may_ask(client, world, role, status):
    make_marked(world)
    set_ceiling(world, 5)
    run = make_run(world)
    client.force_login(world.person(role))
    assert client.post(reverse("bappeda:run_stability", args=[run.pk])).status_code == status
    assert Job.objects.filter(kind=stability.KIND).count() == (status == 302)


def test_without_a_ceiling_of_the_city_there_is_nothing_to_measure(client, world):
    make_marked(world)
    run = make_run(world)
    client.force_login(world.admin)
    assert "Tidak ada pagu kota, jadi" in client.get(run.get_absolute_url()).content.decode()
    answer = client.post(reverse("bappeda:run_stability", args=[run.pk]))
    assert answer.status_code == 409
    assert "Tidak ada pagu kota, jadi" in answer.content.decode()


def test_board_and_explanation_say_it_to_bappeda(client, world):
    run, _ = make_measured(world)
    row = Stability.objects.get(run=run)
    share = stability.find(run).say_share(1)
    client.force_login(world.admin)
    text = client.get(run.get_absolute_url()).content.decode()
    assert f"Ketahanan {share}" in text
    assert "Wilayah abu-abu" in text
    why = reverse("bappeda:explanation", args=[run.ranked.get(position=1).proposal.uuid])
    told = client.get(f"{why}?perhitungan={run.pk}").content.decode()
    counted = f"{row.hits[0]:,}".replace(",", ".")
    assert f"Masuk dalam {counted} dari 10.000 undian bobot" in told


def test_grey_filter_and_words_at_the_edges(client, world):
    run, _ = make_measured(world)
    Stability.objects.filter(run=run).update(hits=[9001, 1000])
    client.force_login(world.admin)
    page = client.get(f"{run.get_absolute_url()}?abu=1")
    assert [(item["place"], item["share"], item["is_grey"]) for item in page.context["rows"]] == [
        ("2", "10%", True)
    ]
    measured = stability.find(run)
    assert measured.say_zone() == "Hanya di urutan 2 hasil bergantung pada bobot."
    for hits, share in (
        (10_000, "100%"),
        (9_999, "lebih dari 99%"),
        (9_850, "99%"),
        (1, "kurang dari 1%"),
        (0, "0%"),
    ):
        assert stability.Measured(measured.row, [hits]).say_share(1) == share


def test_board_takes_the_same_queries_for_one_place_and_for_three(client, world, django_assert_num_queries):
    run, _ = make_measured(world, marks=({"rkpd": 5, "lintas_wilayah": 1},))
    client.force_login(world.admin)
    client.get(run.get_absolute_url())
    with django_assert_num_queries(10) as asked:
        client.get(run.get_absolute_url())
    for _ in range(2):
        make_marked(world)
    run = make_run(world)
    jobs.run(measuring_stability.ask(run=run, by=world.admin).pk)
    with django_assert_num_queries(len(asked)):
        assert client.get(run.get_absolute_url()).context["count"] == 3
