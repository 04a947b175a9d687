"""The demo: whole history, a sound run, the same for a seed and a day, whoever writes it."""

import hashlib
import uuid
from datetime import date

import pytest
from django.db import transaction

from bappeda.models import RankingRun
from bappeda.services.verifying import verify
from eplanning.demo.loading import AlreadyLoaded, load
from proposals.models import Event, Proposal
from proposals.services.verification import find_faults
from regions.services.loading import load_reference

SIZE = 240


def load_demo(seed: int = 2021) -> None:
    load_reference()
    load(proposals=SIZE, seed=seed, today=date(2026, 11, 24))


def fingerprint() -> str:
    """Of every key, every event and the run."""
    told = list(Event.objects.order_by("proposal", "seq").values_list("proposal", "sha256"))
    told.append(RankingRun.objects.get().result_sha256)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def load_and_undo(seed: int = 2021) -> str:
    with transaction.atomic():
        load_demo(seed)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_demo_is_whole_and_its_run_is_sound():
    load_demo()
    assert Proposal.objects.count() == SIZE
    assert list(find_faults()) == []
    assert verify(RankingRun.objects.get()).faults == ()
    with pytest.raises(AlreadyLoaded):
        load_demo()


@pytest.mark.django_db
def test_next_proposal_gets_a_key_of_its_own():
    load_demo()
    row = Proposal.objects.filter(status="draft").first()
    row.pk, row.uuid, row.reference = None, uuid.uuid4(), None
    row.save(force_insert=True)
    assert row.pk > SIZE


@pytest.mark.django_db
def test_same_seed_and_day_give_the_same_demo():
    first = load_and_undo()
    assert load_and_undo() == first
    assert load_and_undo(seed=7) != first


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_demo_told_side_by_side_is_the_one_told_in_a_row():
    told_in_a_row = load_and_undo()
    load_demo()
    assert fingerprint() == told_in_a_row
