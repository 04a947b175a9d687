"""Who may open, ask for and fetch a report."""

import pytest
from django.urls import reverse

from accounts.roles import ROLES
from bappeda.services.publishing import approve, supersede
from jobs.models import Job
from jobs.services import run as run_job
from reports import services
from reports.models import ReportRun
from tests.bappeda.factories import make_marked, make_published_run, make_run, make_world, set_ceiling
from tests.factories import make_cycle

SLUG = "daftar-prioritas"
BAPPEDA = {"bappeda_reviewer", "bappeda_admin", "bappeda_head"}
PAGE = ("reports:report", {"tahun": "2021"})
API = ("report-rows", {"cycle": "2021"})


def fetch(client, way, **params):
    name, fixed = way
    return client.get(reverse(name, args=[SLUG]), {**fixed, **params})


@pytest.mark.parametrize("way", [PAGE, API], ids=["page", "api"])
@pytest.mark.parametrize("role", ROLES)
def test_published_list_is_open_to_every_role_but_the_administrator(client, world, run, role, way):
    client.force_login(world.person(role))
    assert fetch(client, way).status_code == (403 if role == "administrator" else 200)


@pytest.mark.parametrize("way", [PAGE, API], ids=["page", "api"])
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_unpublished_run_is_for_bappeda_alone(client, world, run, role, way):
    unpublished = make_run(world)
    client.force_login(world.person(role))
    answer = fetch(client, way, run=unpublished.number)
    assert answer.status_code == (200 if role in BAPPEDA else 404)


def test_unpublished_run_is_refused_to_others_as_a_file(world, run):
    unpublished = make_run(world)
    with pytest.raises(Exception, match="belum diumumkan"):
        services.request_file(
            slug=SLUG, params={"cycle": "2021", "run": str(unpublished.number)}, format="xlsx", by=world.camat
        )
    assert not Job.objects.exists()


@pytest.mark.parametrize("way", [PAGE, API], ids=["page", "api"])
def test_list_asks_for_log_in(client, run, way):
    assert fetch(client, way).status_code in (302, 401, 403)


def test_versions_offered_to_others_are_the_published_ones(client, world, run):
    make_run(world)
    client.force_login(world.operator)
    assert "belum diumumkan" not in fetch(client, PAGE).content.decode()
    client.force_login(world.admin)
    assert "belum diumumkan" in fetch(client, PAGE).content.decode()


def test_unpublished_run_says_so_loudly(client, world, run):
    unpublished = make_run(world)
    client.force_login(world.admin)
    assert "BELUM DIUMUMKAN" in fetch(client, PAGE, run=unpublished.number).content.decode()


def test_before_publication_page_says_that_nothing_is_there_yet(client, world):
    make_cycle(year=2022)
    client.force_login(world.operator)
    answer = fetch(client, PAGE, tahun="2022")
    assert answer.status_code == 200
    assert "Belum ada daftar prioritas yang diumumkan untuk tahun 2022." in answer.content.decode()
    assert fetch(client, API, cycle="2022").status_code == 404


@pytest.mark.parametrize("number", ["99", "abc", "-1", "9" * 30, "²", "1 OR 1=1"])
@pytest.mark.parametrize("way", [PAGE, API], ids=["page", "api"])
def test_unknown_run_is_not_found(client, world, run, way, number):
    client.force_login(world.admin)
    assert fetch(client, way, run=number).status_code == 404


def test_unknown_filter_value_is_refused(client, world, run):
    client.force_login(world.admin)
    assert fetch(client, PAGE, kecamatan="99").status_code == 422
    assert fetch(client, API, kecamatan="99").status_code == 400


@pytest.mark.parametrize("query", [{"offset": "-1"}, {"limit": "x"}, {"limit": "999999"}])
def test_api_with_nonsense_place_is_refused(client, world, run, query):
    client.force_login(world.admin)
    assert fetch(client, API, **query).status_code == 400


def test_unknown_report_is_not_found(client, world):
    client.force_login(world.admin)
    assert client.get(reverse("reports:report", args=["tidak-ada"])).status_code == 404


# Files


@pytest.fixture
def built(world, run) -> ReportRun:
    asked = services.request_file(slug=SLUG, params={"cycle": "2021"}, format="csv", by=world.operator)
    run_job(asked.pk)
    asked.refresh_from_db()
    return asked


def test_file_of_another_person_is_not_found(client, world, built):
    for other in (world.lurah, world.admin, world.person("administrator")):
        client.force_login(other)
        assert client.get(built.get_absolute_url()).status_code == 404


def test_file_for_nobody_asks_for_log_in(client, built):
    assert client.get(built.get_absolute_url()).status_code == 302


def test_file_is_named_for_people(client, world, built):
    client.force_login(world.operator)
    answer = client.get(built.get_absolute_url())
    assert 'filename="daftar-prioritas-2021-perhitungan-1.csv"' in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_file_that_the_new_role_may_not_see_is_refused(client, world, run):
    """A reviewer fetches a file of an unpublished run, then leaves Bappeda."""
    unpublished = make_run(world)
    asked = services.request_file(
        slug=SLUG, params={"cycle": "2021", "run": str(unpublished.number)}, format="csv", by=world.reviewer
    )
    run_job(asked.pk)
    client.force_login(world.reviewer)
    assert client.get(asked.get_absolute_url()).status_code == 200
    type(world.reviewer).objects.filter(pk=world.reviewer.pk).update(role="leadership")
    assert client.get(asked.get_absolute_url()).status_code == 404


def test_job_of_a_person_who_lost_the_role_says_why(world, run):
    unpublished = make_run(world)
    asked = services.request_file(
        slug=SLUG, params={"cycle": "2021", "run": str(unpublished.number)}, format="csv", by=world.reviewer
    )
    type(world.reviewer).objects.filter(pk=world.reviewer.pk).update(role="leadership")
    run_job(asked.pk)
    asked.job.refresh_from_db()
    assert (asked.job.state, asked.job.error) == ("failed", "Perhitungan ini tidak ada atau belum diumumkan.")


def test_superseded_list_stays_and_says_so(client, world, run):
    newer = make_run(world)
    approve(run=newer, by=world.head)
    supersede(run=newer, by=world.admin, category="correction", text="Salah hitung.")
    client.force_login(world.operator)
    assert "DIGANTI oleh perhitungan ke-2" in fetch(client, PAGE, run="1").content.decode()
    assert "DIGANTI" not in fetch(client, PAGE).content.decode()


def test_training_list_is_marked(client, run):
    training = make_world(kind="training")
    make_marked(training)
    set_ceiling(training, 1_000_000_000)
    make_published_run(training)
    client.force_login(training.operator)
    answer = client.get(reverse("reports:report", args=[SLUG]), {"tahun": "latihan-2021"})
    assert "LATIHAN: bukan data sebenarnya." in answer.content.decode()
