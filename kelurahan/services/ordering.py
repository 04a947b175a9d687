"""The order in which the lurah's batch was sent on, among the kelurahan's list."""

from collections.abc import Sequence
from uuid import UUID

from kelurahan.council import COUNCIL
from proposals.services.ordering import line_up


def keep_batch_order(*, cycle, office, uuids: Sequence[UUID], by) -> None:
    """Let what the lurah sent on stand in the order of the batch, unless the order is fixed by a berita acara."""
    forum = COUNCIL.find_forum(cycle, office)
    if forum is None or not forum.issued_at:
        line_up(COUNCIL.rows(cycle=cycle, office=office), uuids=uuids, column=COUNCIL.column)
