"""Which cells of the matrix are tried where trying all takes too long, and what each must be answered.

A covering array: every pair of (person, status), (person, action) and (status, action) occurs at least once, and
origins take turns. The two longest lists are combined whole, and the third runs along the diagonals of that table.
Cells that are allowed are all tried.
"""

from collections.abc import Sequence
from itertools import combinations, cycle

from accounts.roles import ROLES
from proposals import workflow
from tests.permissions import allowed
from tests.permissions.matrix import sees

ACTIONS = tuple(key for key, action in workflow.ACTIONS.items() if action.direct)


def cover(*factors: Sequence) -> list[tuple]:
    """Combinations of one member of each of three lists, in which every pair of members occurs."""
    order = sorted(range(3), key=lambda number: -len(factors[number]))
    longest, middle, shortest = (factors[number] for number in order)
    cells = []
    for i, first in enumerate(longest):
        for j, second in enumerate(middle):
            cell = [None] * 3
            for place, member in zip(order, (first, second, shortest[(i + j) % len(shortest)]), strict=True):
                cell[place] = member
            cells.append(tuple(cell))
    return cells


def find_uncovered(cells: Sequence[tuple], *factors: Sequence) -> list[tuple]:
    """The pairs that occur in no cell."""
    absent = []
    for a, b in combinations(range(3), 2):
        present = {(cell[a], cell[b]) for cell in cells}
        absent += [(one, other) for one in factors[a] for other in factors[b] if (one, other) not in present]
    return absent


def list_cells(
    people: Sequence[tuple], rows: Sequence[tuple[str, str]], actions: Sequence[str]
) -> list[tuple]:
    """The covering array and every allowed cell, as ((role, office), (status, origin), action)."""
    statuses = tuple(dict.fromkeys(status for status, _ in rows))
    cells = cover(people, statuses, actions)
    assert find_uncovered(cells, people, statuses, actions) == []
    turns = {status: cycle([row for row in rows if row[0] == status]) for status in statuses}
    chosen = [(person, next(turns[status]), action) for person, status, action in cells]
    chosen += [
        ((role, "own"), (status, origin), action)
        for action, origin, status, role in sorted(allowed.read())
        if role in ROLES and action in actions and (status, origin) in rows
    ]
    return list(dict.fromkeys(chosen))


def expect(person: tuple[str, str], row: tuple[str, str], action: str) -> int:
    """The answer of DESIGN §6 by hand, 200 for done: out of scope, wrong role, wrong status, wrong office."""
    (role, office), (status, origin) = person, row
    permitted = allowed.read()
    if not sees(role, office, status, origin):
        return 404
    if (action, origin, status, role) in permitted:
        return 200 if office == "own" else 403
    if role == "bappeda_admin" and action == "redirect":
        return 409  # the agency first (in opd_review), or another status
    if role == "opd_verifier" and action == "object":  # only after a redirection
        return 403 if status == "opd_review" and office != "own" else 409
    return 409 if any(cell[:2] == (action, origin) and cell[3] == role for cell in permitted) else 403
