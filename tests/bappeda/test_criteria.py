"""Criteria sets: the default one, copies, what is refused, and the live total of a sheet."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from bappeda import measuring
from bappeda.models import CriteriaSet
from bappeda.preview import preview_sheet
from bappeda.services.criteria import find_problems, require_in_force
from bappeda.services.criteria_drafts import copy_set
from bappeda.services.default_criteria import DEFAULT, create_default_set
from proposals.refusals import Refused
from tests.bappeda.factories import make_world
from tests.factories import make_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def test_default_set_is_usable_and_complete(world):
    criteria = list(world.criteria_set.criteria.all())
    assert find_problems(world.criteria_set) == []
    assert sum(criterion.weight for criterion in criteria) == 1
    assert [(criterion.key, criterion.source) for criterion in criteria] == [
        ("rkpd", "mark"),
        ("spm", "catalogue"),
        ("hak_dasar", "catalogue"),
        ("lintas_wilayah", "mark"),
        ("kesiapan", "field"),
        ("urutan_musrenbang", "order"),
        ("jangkauan", "field"),
    ]


@pytest.mark.parametrize("values", DEFAULT, ids=[values["key"] for values in DEFAULT])
def test_every_level_is_described_in_its_own_words(values):
    assert set(values["descriptors"]) == {str(level) for level in measuring.LEVELS}
    assert len(set(values["descriptors"].values())) == 5


def test_default_set_is_made_once(world):
    assert create_default_set(cycle=world.cycle) == world.criteria_set
    assert CriteriaSet.objects.count() == 1


def test_copy_is_the_next_version_and_a_draft(world):
    copy = copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.admin)
    assert (copy.version, copy.is_draft, copy.criteria.count()) == (2, True, 7)
    assert require_in_force(world.cycle) == world.criteria_set
    assert world.criteria_set.criteria.count() == 7


def test_copy_for_the_next_year_starts_at_one(world):
    copy = copy_set(criteria_set=world.criteria_set, cycle=make_cycle(year=2022), by=world.admin)
    assert (copy.version, str(copy)) == (1, "Kriteria bawaan, versi 1")


def test_only_an_admin_copies(world):
    with pytest.raises(Refused) as refusal:
        copy_set(criteria_set=world.criteria_set, cycle=world.cycle, by=world.head)
    assert refusal.value.http == 403


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        ("jangkauan", {"bands": {}}, "Isi salah satu"),
        ("jangkauan", {"bands": {"edges": {"physical": [1, 2, 3, 4]}}}, "untuk fisik dan nonfisik"),
        ("jangkauan", {"bands": {"levels": {"34": 5}}}, "angka memakai batas kelompok"),
        (
            "kesiapan",
            {"field_name": "land_status", "bands": {"edges": [1, 2, 3, 4]}},
            "status lahan memakai tingkat",
        ),
        ("rkpd", {"weight": Decimal("0.3")}, "sekarang 1,05000"),
    ],
)
def test_sets_that_cannot_be_used_say_why(world, key, changes, sentence):
    world.criteria_set.criteria.filter(key=key).update(**changes)
    problems = find_problems(CriteriaSet.objects.get())
    assert any(sentence in problem for problem in problems)


def test_words_can_be_a_criterion(world):
    changes = {"field_name": "land_status", "bands": {"levels": {"city": 5, "grant": 4}}}
    world.criteria_set.criteria.filter(key="kesiapan").update(**changes)
    assert find_problems(CriteriaSet.objects.get()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"weight": Decimal("1.5")},
        {"weight": Decimal("-0.1")},
        {"source": "vote"},
        {"field_name": "people"},
        {"source": "field"},
    ],
)
def test_database_refuses_criteria_that_make_no_sense(world, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        world.criteria_set.criteria.filter(key="rkpd").update(**changes)


def test_live_total_lies_between_its_ends(world):
    row = world.proposal("scoring")
    row.kecamatan_order = 1
    row.save()
    preview = preview_sheet(row, {"rkpd": 4, "lintas_wilayah": None})
    # 18.75 + 20 + 11.25 + (0 … 10) + 7.5 + 10 + 7.5
    assert (preview.total, preview.low, preview.high) == (75, 75, 85)
    parts = {part.criterion.key: part for part in preview.parts}
    assert (parts["rkpd"].level, parts["rkpd"].points, parts["rkpd"].most) == (4, Decimal("18.75"), 25)
    assert (parts["lintas_wilayah"].level, parts["lintas_wilayah"].points) == (None, None)
    assert [key for key, part in parts.items() if part.is_marked] == ["rkpd", "lintas_wilayah"]


def test_live_total_of_an_empty_sheet_of_a_free_item(world):
    row = world.proposal("scoring")
    row.catalogue_item = None
    preview = preview_sheet(row, {})
    assert (preview.low, preview.high) == (Decimal("15"), Decimal("85"))
    assert sum(part.is_marked for part in preview.parts) == 4
