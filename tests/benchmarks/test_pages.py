"""Both queues and the ranking board against a page that lists the same fifty rows with one query, and as they grow."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.bappeda.factories import make_run, make_world
from tests.benchmarks.city import fill, write_proposals
from tests.benchmarks.measuring import print_table, take_turns

PROPOSALS = 3400
CITY = 100_000
ROUNDS = 40
MOST = 3  # times the floor in the frame of every page
GROWTH = 1.5  # times its own time when the city has CITY proposals instead of PROPOSALS
QUEUES = {"kecamatan_review": ("camat", "kecamatan:queue"), "opd_review": ("opd_verifier", "opd:queue")}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql,
    pytest.mark.urls("tests.benchmarks.floor"),
]


@pytest.fixture
def world(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    world = make_world()
    fill(world, PROPOSALS)
    for status in QUEUES:
        write_proposals(world, PROPOSALS, status=status)
    world.run = make_run(world)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


class Visitor:
    """Asks as a server does: the test client itself would copy the context of every template that is drawn."""

    def __init__(self, user, **headers: str):
        self._headers = headers
        client = Client()
        client.force_login(user)
        self._handler = ClientHandler()
        self._cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    def get(self, address: str) -> str:
        path, _, query = address.partition("?")
        response = self._handler(
            {
                "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query,
                "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1",
                "SERVER_NAME": "testserver", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1",
                "HTTP_COOKIE": self._cookie, "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
                **self._headers,
            }
        )  # fmt: skip
        assert response.status_code == 200, address
        return response.content.decode()


@pytest.mark.parametrize(
    "title, role, view, floor, row",
    [
        ("Queue of the kecamatan", "camat", "kecamatan:queue", "antrean", '<span class="queue-title">'),
        ("Queue of an agency", "opd_verifier", "opd:queue", "antrean", '<span class="queue-title">'),
        ("Ranking board", "bappeda_admin", "bappeda:board", "papan/{run}", '<tr id="urutan-'),
    ],
)
def test_page_against_the_floor(world, capsys, title, role, view, floor, row):
    visitor = Visitor(world.person(role))
    floors = {name: f"/dasar/{floor.format(run=world.run.pk)}/{name}/" for name in ("framed", "plain")}
    addresses = {"page": reverse(view)} | {f"{name} floor": address for name, address in floors.items()}
    queries = {}
    for name, address in addresses.items():
        visitor.get(address)
        with CaptureQueriesContext(connection) as asked:
            text = visitor.get(address)
        queries[name] = len(asked)
        assert text.count(row if name == "page" else 'class="row"') == 50
    took = take_turns(
        {name: lambda address=address: visitor.get(address) for name, address in addresses.items()},
        rounds=ROUNDS,
        warm=5,
    )
    ratio = {name: took["page"].best / took[name].best for name in took}
    with capsys.disabled():
        print_table(
            f"{title}: 50 rows of {PROPOSALS}, milliseconds",
            ("", "best", "median", "cpu", "queries", "page / this"),
            [
                (
                    name,
                    timing.best * 1000,
                    timing.median * 1000,
                    timing.cpu * 1000,
                    queries[name],
                    ratio[name],
                )
                for name, timing in took.items()
            ],
        )
    assert ratio["framed floor"] <= MOST


def test_queues_as_the_city_grows(world, capsys):
    """The queue of an office that has half of a city of CITY proposals."""
    pages = {}
    for role, view in QUEUES.values():
        visitor = Visitor(world.person(role))
        pages[view] = lambda visitor=visitor, view=view: visitor.get(reverse(view))
        pages[f"{view}, by age"] = lambda visitor=visitor, view=view: visitor.get(
            reverse(view) + "?urut=lama"
        )
    small = take_turns(pages, rounds=ROUNDS, warm=5)
    for status in QUEUES:
        write_proposals(world, (CITY - 3 * PROPOSALS) // 2, status=status, first=PROPOSALS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    large = take_turns(pages, rounds=ROUNDS, warm=5)
    growth = {name: large[name].best / small[name].best for name in pages}
    with capsys.disabled():
        print_table(
            f"Queues at {3 * PROPOSALS} and at {CITY} proposals, best milliseconds",
            ("", "small", "large", "large / small"),
            [(name, small[name].best * 1000, large[name].best * 1000, growth[name]) for name in pages],
        )
    # By age the office's whole queue is sorted, which no office of a real city has in such length.
    assert max(growth[view] for _, view in QUEUES.values()) <= GROWTH
