"""Whatever the OpenAPI schema allows, and what lies just outside it, is answered without a fault."""

import hypothesis
import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck
from schemathesis import GenerationMode

from eplanning.wsgi import application
from proposals.models import Proposal
from tests.bappeda.factories import make_marked, make_world

pytestmark = pytest.mark.django_db
EXAMPLES = 8
TOKEN = "a" * 32
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[hypothesis.Phase.generate],
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _one_connection():
    """The application keeps the connection of the test, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def serve(user):
    """The product's WSGI application as seen by the browser of somebody who is logged in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"

    def answer(environ, start_response):
        return application(environ | {"HTTP_COOKIE": cookies, "HTTP_X_CSRFTOKEN": TOKEN}, start_response)

    return answer


def aim(case, row: Proposal) -> None:
    """Lead the generated request to a proposal that exists, at its version, so that it gets past the door."""
    if case.path_parameters and "uuid" in case.path_parameters:
        case.path_parameters["uuid"] = str(row.uuid)
    if isinstance(case.body, dict) and "version" in case.body:
        case.body["version"] = row.version


def try_out(operation, mode: GenerationMode, answered: set, row: Proposal | None = None) -> None:
    """Send some generated requests, each taken back afterwards."""

    @SETTINGS
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        if row is not None:
            aim(case, row)
        with transaction.atomic():
            answer = case.call()
            transaction.set_rollback(True)
        answered.add((case.method, answer.status_code))
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text[:500]}"

    send()


@pytest.mark.parametrize(("who", "status"), [("operator", "draft"), ("admin", "scoring")])
def test_no_request_is_a_fault(who, status):
    world = make_world()
    make_marked(world)
    row = world.proposal(status)
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", serve(getattr(world, who)))
    operations, answered = 0, set()
    for found in schema.get_all_operations():
        operation, operations = found.ok(), operations + 1
        try_out(operation, GenerationMode.POSITIVE, answered, row)
        try_out(operation, GenerationMode.NEGATIVE, answered)
    assert operations >= 15
    assert {("GET", 200), ("POST", 400), ("PATCH", 400)} <= answered
