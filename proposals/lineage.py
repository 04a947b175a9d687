"""Where a proposal comes from and what became of it in later years: the chain of `carried_from`, its age, its links."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from proposals.models import Proposal
from proposals.querysets import visible_to

UNFUNDED = ("reserve", "rejected", "lapsed")  # what a past year left over, to be asked for again
LONGEST = 30  # years; a chain cannot be longer than there are cycles


@dataclass(frozen=True, slots=True)
class Lineage:
    """`age`: asked for so many times, this one included. `earlier` and `later` are those that the person may see."""

    age: int = 1
    earlier: list[Proposal] = field(default_factory=list)
    later: list[Proposal] = field(default_factory=list)


def read_lineage(proposal: Proposal, *, user, with_training: bool = False) -> Lineage:
    """The chain back to its first year, and what it was carried to; one query, and two more for one with a past.

    What was carried into a training year is told only to those who train.
    """
    later = visible_to(user).filter(carried_from=proposal.pk).select_related("cycle").order_by("pk")
    if not with_training and not proposal.cycle.is_training:
        later = later.filter(cycle__kind="live")
    chain = _climb([proposal])[proposal.pk]
    earlier: list[Proposal] = []
    if chain:
        seen = visible_to(user).filter(pk__in=chain).select_related("cycle")
        earlier = sorted(seen, key=lambda row: chain.index(row.pk))
    return Lineage(1 + len(chain), earlier, list(later))


def count_ages(proposals: Iterable[Proposal]) -> dict[int, int]:
    """How often each was asked for so far, by pk; one query for each year that a chain goes back."""
    return {pk: 1 + len(chain) for pk, chain in _climb(proposals).items()}


def _climb(proposals: Iterable[Proposal]) -> dict[int, list[int]]:
    """The pks of all that came before each, the latest first."""
    chains: dict[int, list[int]] = {row.pk: [] for row in proposals}
    ends = {row.pk: row.carried_from_id for row in proposals if row.carried_from_id}
    for _ in range(LONGEST):
        if not ends:
            break
        for pk, before in ends.items():
            chains[pk].append(before)
        parents = dict(
            Proposal.objects.filter(pk__in=set(ends.values())).values_list("pk", "carried_from_id")
        )
        ends = {pk: parents[before] for pk, before in ends.items() if parents.get(before)}
    return chains
