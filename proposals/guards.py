"""Checks that higher floors add to an action.

`perform` knows nothing of assignments or runs; `bappeda` registers here what must hold before somebody marks or
publishes. A guard gets the rows that passed all other checks and answers with a refusal for each that must not go.
"""

from collections.abc import Callable, Sequence

from proposals.refusals import Refusal

Guard = Callable[..., dict[int, Refusal]]
_guards: dict[str, list[Guard]] = {}


def register(action: str) -> Callable[[Guard], Guard]:
    """Use as a decorator: `guard(rows, *, by, given) -> {proposal.pk: Refusal}`."""

    def add(guard: Guard) -> Guard:
        guards = _guards.setdefault(action, [])
        if guard not in guards:
            guards.append(guard)
        return guard

    return add


def refusals(action: str, rows: Sequence, *, by, given: dict) -> dict[int, Refusal]:
    """What the registered guards refuse, by proposal pk."""
    found: dict[int, Refusal] = {}
    for guard in _guards.get(action, ()) if rows else ():
        found.update(guard(rows, by=by, given=given))
    return found
