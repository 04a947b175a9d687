"""The point: as people paste it, what the page tells its map, and the outline where one is loaded."""

import json
import re

import pytest
from django.urls import reverse

from proposals.entry.coordinates import read_pair
from tests.kelurahan.pages import address, read_text
from tests.proposals.test_position import load

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("-6,15342", "106,65938"), ("-6.15342", "106.65938")),
        (("−6.15, 106.65", ""), ("-6.15", "106.65")),
        (("−6.15,106.65", ""), ("-6.15", "106.65")),
        (("(-6.1534213, 106.6593881)", ""), ("-6.153421", "106.659388")),
        (("-6,15342; 106,65938", ""), ("-6.15342", "106.65938")),
        (("-6,15342 106,65938", ""), ("-6.15342", "106.65938")),
        (("−6.15, 106.65", "106,6"), ("-6.15", "106.65")),
        (("", "-6.15, 106.65"), ("-6.15", "106.65")),
        (("di depan masjid", ""), ("di depan masjid", "")),
    ],
)
def test_coordinates_as_people_write_them(typed, read):
    assert read_pair(*typed) == read


def read_map(answer) -> dict:
    found = re.search(
        r'<script id="peta-data" type="application/json">(.*?)</script>', answer.content.decode()
    )
    return json.loads(found[1])


def test_page_tells_the_map_where_things_are(operator, world):
    data = read_map(operator.get(address(world.draft(), "lokasi")))
    assert data["centre"] == ["Batujaya", -6.15342, 106.65938]
    assert [name for name, *_ in data["neighbours"]] == ["Batusari", "Belendung"]
    assert (data["outline"], data["tiles"]) == ([], {"url": "", "attribution": ""})


def test_outline_stands_on_the_page_and_decides_the_sentence(operator, world):
    load(world.batujaya)
    row = world.draft()
    answer = operator.get(address(row, "lokasi"))
    assert len(read_map(answer)["outline"][0][0]) == 5
    assert "Garis batas hanya petunjuk" in read_text(answer)
    at = {"usulan": row.uuid, "latitude": "-6,1400", "longitude": "106,65938"}
    said = read_text(operator.get(reverse("proposals:place"), at))
    assert "di luar garis batas Kelurahan Batujaya" in said


def test_other_steps_carry_no_map(operator, world):
    page = operator.get(address(world.draft(), "volume")).content.decode()
    assert "leaflet" not in page and "peta-data" not in page
