"""Dana Kelurahan: what a camat funds from it stays within the kelurahan's ceiling."""

from collections import defaultdict

from django.db.models import Sum

from proposals.models import Ceiling, Proposal
from proposals.refusals import Refusal
from regions.indonesian import rupiah


def refusals(action: str, changes) -> dict[int, Refusal]:
    """By proposal pk: what would go beyond the ceiling, in the order of the batch. Only `fund_local` is bound."""
    if action != "fund_local" or not changes:
        return {}
    rows = [change.row for change in changes]
    left = _money_left(rows)
    refused = {}
    for row in rows:
        key = (row.cycle_id, row.kelurahan_id)
        about = {"uuid": row.uuid, "reference": row.reference or ""}
        if row.kelurahan_id is None:
            refused[row.pk] = Refusal(
                422, "ceiling", "Dana Kelurahan hanya untuk usulan sebuah kelurahan.", **about
            )
        elif key in left and row.current_budget > left[key]:
            refused[row.pk] = Refusal(
                409,
                "ceiling",
                f"Perlu {rupiah(row.current_budget)}, sisa Dana Kelurahan {row.kelurahan.name} {rupiah(left[key])}. "
                f"Kurang {rupiah(row.current_budget - left[key])}.",
                **about,
            )
        elif key in left:
            left[key] -= row.current_budget
    return refused


def _money_left(rows) -> dict[tuple[int, int], int]:
    """Rupiah left by (cycle, kelurahan); the ceiling rows are locked so that two camat cannot spend the same."""
    cycles, kelurahan = {row.cycle_id for row in rows}, {row.kelurahan_id for row in rows}
    ceilings = Ceiling.objects.in_force().filter(
        kind=Ceiling.Kind.DANA_KELURAHAN, cycle__in=cycles, kelurahan__in=kelurahan
    )
    left = {(c.cycle_id, c.kelurahan_id): c.amount for c in ceilings.select_for_update().order_by("pk")}
    spent: dict = defaultdict(int)
    funded = Proposal.objects.filter(cycle__in=cycles, kelurahan__in=kelurahan, status="local")
    for cycle, place, total in funded.values_list("cycle", "kelurahan").annotate(Sum("current_budget")):
        spent[cycle, place] = total or 0
    return {key: amount - spent[key] for key, amount in left.items()}
