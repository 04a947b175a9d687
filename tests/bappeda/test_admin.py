"""The administration: everything of Bappeda to look at."""

import pytest
from django.contrib import admin

from bappeda.models import (
    Assessment,
    Assignment,
    CriteriaSet,
    Criterion,
    Publication,
    RankedProposal,
    RankingRun,
    RunApproval,
)
from tests.bappeda.factories import make_marked, make_published_run, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def administrator(world, client):
    client.force_login(world.person("administrator"))
    return client


def change_url(row) -> str:
    return f"/admin/bappeda/{row._meta.model_name}/{row.pk}/change/"


@pytest.mark.parametrize(
    "model", [Assessment, Assignment, CriteriaSet, Publication, RankedProposal, RankingRun, RunApproval]
)
def test_results_are_shown_and_cannot_be_changed(world, administrator, model):
    make_marked(world)
    make_published_run(world)
    row = model.objects.first()
    assert administrator.get(f"/admin/bappeda/{model._meta.model_name}/").status_code == 200
    assert administrator.get(change_url(row)).status_code == 200
    assert administrator.post(change_url(row), {}).status_code == 403
    assert administrator.get(f"/admin/bappeda/{model._meta.model_name}/add/").status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_every_model_of_bappeda_is_in_the_administration():
    from django.apps import apps

    inline = {Criterion}
    missing = set(apps.get_app_config("bappeda").get_models()) - set(admin.site._registry) - inline
    assert missing == set()
