"""The administration: criteria sets to edit until they are locked, everything else to look at."""

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
from proposals import clock
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


def form_of(criteria_set: CriteriaSet, **changes) -> dict:
    """What the page of a set sends back unchanged, with changes to the criterion `rkpd`."""
    criteria = list(criteria_set.criteria.all())
    data = {
        "cycle": criteria_set.cycle_id,
        "version": criteria_set.version,
        "title": criteria_set.title,
        "min_marks": criteria_set.min_marks,
        "reviewers_per_proposal": criteria_set.reviewers_per_proposal,
        "criteria-TOTAL_FORMS": len(criteria),
        "criteria-INITIAL_FORMS": len(criteria),
    }
    for number, criterion in enumerate(criteria):
        own = {
            "id": criterion.pk,
            "criteria_set": criteria_set.pk,
            "key": criterion.key,
            "label": criterion.label,
            "question": criterion.question,
            "official_heading": criterion.official_heading,
            "source": criterion.source,
            "type": criterion.type,
            "weight": str(criterion.weight),
            "field_name": criterion.field_name,
            "bands": str(criterion.bands).replace("'", '"'),
            "descriptors": "{}",
            "position": criterion.position,
        }
        if criterion.key == changes.get("key", "rkpd"):
            own |= {name: value for name, value in changes.items() if name != "key"}
        data |= {f"criteria-{number}-{name}": value for name, value in own.items()}
    return data


def test_open_set_is_edited(world, administrator):
    answer = administrator.post(
        change_url(world.criteria_set), form_of(world.criteria_set, label="Kesesuaian RKPD")
    )
    assert answer.status_code == 302
    assert Criterion.objects.get(key="rkpd").label == "Kesesuaian RKPD"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weight": "0.20000"}, "Jumlah bobot harus tepat 1; sekarang 0,95000"),
        ({"weight": "1.5"}, "Bobot antara 0 dan 1."),
        ({"key": "jangkauan", "bands": "{}"}, "Isi salah satu"),
        ({"descriptors": '{"6": "Terlalu tinggi"}'}, "kunci “1” sampai “5”"),
        ({"descriptors": "[1]"}, "kunci “1” sampai “5”"),
        ({"field_name": "people"}, "Isian hanya dan harus dipilih"),
    ],
)
def test_set_that_makes_no_sense_is_not_saved(world, administrator, changes, sentence):
    answer = administrator.post(change_url(world.criteria_set), form_of(world.criteria_set, **changes))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Criterion.objects.get(key="rkpd").weight * 4 == 1


def test_locked_set_is_only_shown(world, administrator):
    CriteriaSet.objects.update(locked_at=clock.now())
    assert administrator.get(change_url(world.criteria_set)).status_code == 200
    answer = administrator.post(change_url(world.criteria_set), form_of(world.criteria_set, label="Lain"))
    assert answer.status_code == 403
    assert Criterion.objects.get(key="rkpd").label != "Lain"


@pytest.mark.parametrize(
    "model", [Assessment, Assignment, Publication, RankedProposal, RankingRun, RunApproval]
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
