"""Finding one proposal by its public reference, inside what the person may see."""

import re

from proposals.querysets import visible_to

REFERENCE = re.compile(r"^(L-)?\d{4}-[0-9A-Z.]{5,13}(-P)?-\d{4,}\Z")


def find_by_reference(typed: str, *, user):
    """The visible proposal with this reference, or None; capitals and blanks around it do not matter."""
    reference = str(typed).strip().upper()
    if len(reference) > 32 or not reference.isascii() or not REFERENCE.match(reference):
        return None
    return visible_to(user).filter(reference=reference).first()
