"""People with a session each, whose requests leave at the same moment."""

import http.client
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

TOKEN = "a" * 32  # what the browser's cookie and the form must both say


@dataclass(frozen=True)
class Answer:
    status: int
    body: str

    @property
    def json(self) -> dict:
        return json.loads(self.body)


class Person:
    """A logged-in person in front of the server at `port`. Each request has a connection of its own."""

    def __init__(self, port: int, user) -> None:
        self.port, self.user = port, user
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    def send_json(self, path: str, body: dict, method: str = "POST") -> Callable[[threading.Barrier], Answer]:
        return self._send(method, path, json.dumps(body, default=str), "application/json")

    def send_form(self, path: str, fields: dict) -> Callable[[threading.Barrier], Answer]:
        return self._send("POST", path, urlencode(fields), "application/x-www-form-urlencoded")

    def decide(self, row, action: str, **inputs) -> Callable[[threading.Barrier], Answer]:
        """One act over the API at the version that the row was read with."""
        body = {"action": action, "version": row.version, "inputs": inputs}
        return self.send_json(f"/api/v1/proposals/{row.uuid}/transitions/", body)

    def _send(self, method: str, path: str, body: str, content_type: str):
        def go(barrier: threading.Barrier) -> Answer:
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            link.connect()
            barrier.wait(timeout=60)
            link.request(method, path, body, {**self.headers, "Content-Type": content_type})
            answer = link.getresponse()
            found = Answer(answer.status, answer.read().decode())
            link.close()
            return found

        return go


def race(*acts: Callable[[threading.Barrier], Any]) -> list:
    """Let all go at once; what each was answered, in their order."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            return act(barrier)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
