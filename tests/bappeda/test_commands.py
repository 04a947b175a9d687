"""`rank` from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bappeda.models import RankingRun
from tests.bappeda.factories import make_marked, make_world, set_ceiling

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    world.admin  # noqa: B018 (somebody must exist to make it)
    return world


def rank(*args) -> str:
    out = StringIO()
    call_command("rank", *args, stdout=out, stderr=out)
    return out.getvalue()


def test_rank_makes_a_run_and_tells_what_it_found(world):
    make_marked(world)
    set_ceiling(world, 10**12)
    said = rank("--cycle", "2021")
    run = RankingRun.objects.get()
    assert "1 usulan, 1 prioritas, 0 cadangan" in said
    assert "Kota Tangerang: terpakai" in said
    assert run.result_sha256 in said
    assert run.made_by == world.admin


def test_rank_takes_the_rules_of_the_page_and_refuses_others(world):
    make_marked(world)
    rank("--cycle", "2021", "--method", "topsis", "--reviewers", "median", "--allocation", "stop")
    rules = RankingRun.objects.get().rules
    assert (rules["method"], rules["reviewers"], rules["allocation"]) == ("topsis", "median", "stop")
    with pytest.raises(CommandError):
        rank("--cycle", "2021", "--normalised-places", "4")


def test_rank_of_the_training_cycle(world):
    training = make_world(kind="training")
    make_marked(training)
    rank("--cycle", "latihan-2021", "--by", training.admin.username)
    assert RankingRun.objects.get().cycle == training.cycle


def test_missing_marks_end_in_an_error_with_the_list(world):
    row = world.proposal("scoring")
    out = StringIO()
    with pytest.raises(CommandError, match="1 hal perlu dibereskan"):
        call_command("rank", "--cycle", "2021", stdout=out, stderr=out)
    assert row.reference in out.getvalue()
    assert not RankingRun.objects.exists()


def test_unmarked_proposals_are_left_out_with_one_reason(world):
    make_marked(world)
    world.proposal("scoring")
    assert "1 belum dinilai" in rank("--cycle", "2021", "--unassessed", "Penilaian ditutup.")


@pytest.mark.parametrize("slug", ["2020", "abc", "uji-2021", ""])
def test_unknown_cycle_is_an_error(world, slug):
    with pytest.raises(CommandError):
        rank("--cycle", slug)


def test_unknown_person_is_an_error(world):
    with pytest.raises(CommandError, match="Admin Bappeda"):
        rank("--cycle", "2021", "--by", "tidak-ada")
