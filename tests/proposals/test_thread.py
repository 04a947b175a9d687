"""One proposal from draft to scoring, and what each step leaves behind."""

import pytest

from proposals.models import Event, Review
from proposals.services.verification import find_faults
from tests.factories import World

pytestmark = pytest.mark.django_db


def test_thread_leads_to_scoring():
    world = World()
    row = world.proposal("scoring")
    assert row.status == "scoring"
    assert row.reference == "2021-36.71.03.1002-0001"
    assert row.current_budget == 184_500_000
    assert [e.seq for e in row.events.all()] == list(range(1, row.version + 1))
    assert [r.outcome for r in row.reviews.all()] == ["submitted", "recommended", "accepted", "accepted"]
    assert [fault for fault in find_faults() if "berkas tidak ada" not in fault] == []


@pytest.mark.parametrize(
    "status", ["draft", "awaiting_lurah", "revision", "rejected", "withdrawn", "referred"]
)
def test_thread_reaches(status):
    world = World()
    assert world.proposal(status).status == status
    assert Event.objects.count() > 1
    assert Review.objects.count() >= 0
