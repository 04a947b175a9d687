"""What a proposal said at one version and what was written after it, replayed from its events."""

import json
from collections.abc import Iterable

CARRYING = ("create", "edit")  # the acts whose events tell values


def replay(events: Iterable[tuple[int, str]], *, upto: int) -> tuple[dict, dict]:
    """(values at version `upto`, values written later) from (seq, content) of CARRYING acts, oldest first.

    Values are natural keys and plain text as events tell them. A later change of `contact` counts as None: what it
    says is private and stands in no event.
    """
    was: dict = {}
    later: dict = {}
    for seq, content in events:
        values = json.loads(content)["data"].get("values") or {}
        if values.pop("contact_changed", False):
            values["contact"] = None
        (was if seq <= upto else later).update(values)
    was.pop("contact", None)
    return was, later
