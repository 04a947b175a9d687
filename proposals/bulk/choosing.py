"""Which proposals of a queue one decision is meant for, and how each of them differs from the others."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from proposals import text
from proposals.models import Proposal
from proposals.queue_choices import Choice
from proposals.queues import Pile

MOST = 2000  # proposals of one decision
LISTED = 200  # rows drawn with a box and a reason of their own
LONGEST_REASON = 500
LISTED_MARK, CHOSEN, REASON = "daftar-", "pilih-", "alasan-"
ALL = "semua"


@dataclass(frozen=True)
class Selection:
    """What fits the filters (`rows`, at most MOST), of it what is listed, and what the person left out or reworded."""

    rows: list[Proposal]
    is_cut: bool  # more fit the filters than one decision may hold
    all_matching: bool
    unchosen: frozenset[UUID]
    chosen: frozenset[UUID]
    reasons: Mapping[UUID, str]

    @property
    def listed(self) -> list[Proposal]:
        return self.rows[:LISTED]

    @cached_property
    def targets(self) -> dict[UUID, int]:
        """UUID to the version that was read, in the order of the queue."""
        return {row.uuid: row.version for row in self.rows if self.holds(row)}

    def holds(self, row: Proposal) -> bool:
        if row.uuid in self.unchosen:
            return False
        return self.all_matching or row.uuid in self.chosen

    @property
    def stamp(self) -> str:
        """Changes as soon as a proposal comes, goes or moves on: what was tried out is then not what would be done."""
        told = ",".join(f"{uuid}:{version}" for uuid, version in self.targets.items())
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def select(pile: Pile, choice: Choice, post: Mapping[str, str] | None) -> Selection:
    """Read the selection. Without a post nothing is chosen; rows that were listed and not ticked are left out."""
    found = pile.list_waiting(choice, most=MOST + 1)
    post = post or {}
    listed = _uuids(post, LISTED_MARK)
    chosen = _uuids(post, CHOSEN)
    rows = found[:MOST]
    own = {uuid: post[f"{REASON}{uuid}"] for uuid in chosen if post.get(f"{REASON}{uuid}", "").strip()}
    return Selection(
        rows,
        is_cut=len(found) > MOST,
        all_matching=post.get("lingkup") == ALL,
        unchosen=frozenset(listed - chosen),
        chosen=frozenset(chosen),
        reasons={uuid: _shorten(words) for uuid, words in own.items()},
    )


def _uuids(post: Mapping[str, str], prefix: str) -> set[UUID]:
    found = set()
    for name in post:
        if name.startswith(prefix):
            try:
                found.add(UUID(name.removeprefix(prefix)))
            except ValueError:
                continue
    return found


def _shorten(words: str) -> str:
    """A reason of its own is short; what cannot be kept is refused by `perform` with its sentence."""
    try:
        return text.clean(words)[:LONGEST_REASON]
    except text.UnfitText:
        return words
