"""What publishing a run would do, in counts and rupiah, read in one query."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from bappeda.models import RankedProposal, RankingRun

PRIORITISED, RESERVE = RankedProposal.Result.PRIORITISED, RankedProposal.Result.RESERVE


@dataclass(frozen=True, slots=True)
class Portion:
    """Proposals and their sum in whole rupiah."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Consequence:
    """`entering` and `leaving`: against the list in force; `first`: those that get a result for the first time."""

    prioritised: Portion
    reserve: Portion
    first: Portion
    entering: Portion
    leaving: Portion
    cancelled: int


def foresee(run: RankingRun) -> Consequence:
    rows = (
        RankedProposal.objects.filter(run=run)
        .order_by()
        .values_list("proposal__status", "outcome")
        .annotate(Count("pk"), Sum("budget"))
    )
    found = {(status, outcome): Portion(count, amount) for status, outcome, count, amount in rows}

    def add(keep) -> Portion:
        kept = [portion for key, portion in found.items() if keep(*key)]
        return Portion(sum(p.count for p in kept), sum(p.amount for p in kept))

    return Consequence(
        prioritised=add(lambda status, outcome: outcome == PRIORITISED),
        reserve=add(lambda status, outcome: outcome == RESERVE),
        first=add(lambda status, outcome: status == "scoring"),
        entering=add(lambda status, outcome: (status, outcome) == ("reserve", PRIORITISED)),
        leaving=add(lambda status, outcome: (status, outcome) == ("prioritised", RESERVE)),
        cancelled=len(run.cancelled),
    )
