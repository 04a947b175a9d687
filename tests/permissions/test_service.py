"""Every cell on the service: role × own, sibling, foreign office × action × status × origin."""

import uuid

import pytest
from django.db import transaction

from proposals import workflow
from proposals.models import Proposal
from proposals.services.transitions import perform
from tests.permissions import allowed
from tests.permissions.matrix import Matrix, make_inputs, read_state, sees

pytestmark = pytest.mark.django_db


def test_matrix_on_service(capsys):
    matrix, permitted, cells, done = Matrix(), allowed.read(), 0, 0
    wrong: list[str] = []
    rows = list(matrix.rows.values())
    before = read_state(rows)
    people = [*matrix.people.items(), (("(system)", "own"), None)]
    for (role, office), person in people:
        for action in (key for key in workflow.ACTIONS if key != "create"):
            with transaction.atomic():
                outcome = perform(
                    targets={row.uuid: row.version for row in rows},
                    action=action,
                    by=person,
                    **make_inputs(matrix, action),
                )
                after = read_state(rows)
                transaction.set_rollback(True)
            went = {item.uuid for item in outcome.done}
            refused = {item.uuid: item for item in outcome.refused}
            for (status, origin), row in matrix.rows.items():
                cells += 1
                cell = f"{role} ({office}) {action} {origin} {status}"
                expected = office == "own" and (action, origin, status, role) in permitted
                if expected != (row.uuid in went):
                    wrong.append(f"{cell}: expected {expected}, got {refused.get(row.uuid)}")
                if row.uuid in went:
                    done += 1
                    continue
                if after[row.pk] != before[row.pk]:
                    wrong.append(f"{cell}: refused, but the row or its history changed")
                visible = person is None or sees(role, office, status, origin)
                if row.uuid in refused and (refused[row.uuid].http == 404) == visible:
                    wrong.append(f"{cell}: answered {refused[row.uuid].http}, visible: {visible}")
    with capsys.disabled():
        print(f"\npermission matrix on the service: {cells} cells, {done} allowed")
    assert wrong == []


def test_create_on_service():
    """Only those who may open a draft can; for everybody else nothing is written."""
    matrix, permitted = Matrix(), allowed.read()
    creators = {role for action, _, _, role in permitted if action == "create"}
    for (role, office), person in matrix.people.items():
        before = Proposal.objects.count()
        with transaction.atomic():
            outcome = perform(
                targets={uuid.uuid4(): 0},
                action="create",
                by=person,
                values={"cycle": matrix.world.cycle, "title": "Baru", "kelurahan": "36.71.03.1002"}
                if role == "bappeda_admin"
                else {"cycle": matrix.world.cycle, "title": "Baru"},
            )
            made = Proposal.objects.count() - before
            transaction.set_rollback(True)
        assert (made == 1) == (role in creators), f"{role} ({office}): {outcome.refused}"
        assert bool(outcome.refused) == (role not in creators)
