"""The same new form, sent twice at the same moment, is one draft: over real connections, on PostgreSQL."""

import threading
import uuid

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from proposals.models import Event, Proposal
from tests.factories import World

ROUNDS = 5


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_the_same_moment_is_one_draft():
    world = World()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(world.operator)
    for _ in range(ROUNDS):
        form = {"usulan": str(uuid.uuid4()), "title": "Saluran Jl. Melati", "ke": "lokasi"}
        start, answers = threading.Barrier(2), []

        def send(client, form=form, start=start, answers=answers):
            start.wait()
            try:
                answers.append(client.post(reverse("proposals:new"), form).status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=send, args=[client]) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [302, 302]
    assert (Proposal.objects.count(), Event.objects.count()) == (ROUNDS, ROUNDS)
