"""The way into the training cycle and back, in the frame of every page."""

import pytest

from tests.factories import World, make_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_operator(client):
    client.force_login(World().operator)
    return client


def test_frame_leads_to_the_training_of_the_same_year_and_back(client_of_operator):
    make_cycle(kind="training")
    assert 'href="/?tahun=latihan-2021"' in client_of_operator.get("/usulan/").text

    training = client_of_operator.get("/?tahun=latihan-2021").text
    assert "LATIHAN" in training
    assert training.count('href="/?tahun=2021"') == 2
    assert 'href="/?tahun=latihan-2021"' not in training
    assert "LATIHAN" not in client_of_operator.get("/?tahun=2021").text


def test_frame_offers_no_training_where_there_is_none(client_of_operator):
    make_cycle(year=2022, kind="training")
    client_of_operator.get("/?tahun=2021")
    assert "?tahun=" not in client_of_operator.get("/").text
