"""The agency's own share for proposals: what it has verified so far against it. Advice, never a block."""

from dataclasses import dataclass

from django.db.models import Subquery, Sum

from proposals.models import Ceiling, Proposal
from regions.indonesian import rupiah

VERIFIED = ("scoring", "prioritised", "reserve")  # declared fit and still in the running


@dataclass(frozen=True, slots=True)
class Share:
    """Whole rupiah."""

    ceiling: int
    spent: int

    @property
    def excess(self) -> int:
        return max(self.spent - self.ceiling, 0)

    def warn(self, amount: int | None) -> str:
        """The sentence when verifying `amount` more goes beyond the share; empty otherwise."""
        beyond = self.spent + (amount or 0) - self.ceiling
        if beyond <= 0:
            return ""
        return (
            f"Bila dinyatakan layak, jumlahnya {rupiah(self.spent + (amount or 0))}: {rupiah(beyond)} di atas pagu. "
            "Boleh diteruskan; Bappeda yang menentukan yang masuk pagu."
        )


def read_share(agency: int, cycle) -> Share | None:
    """None when no share was set, which binds nothing. One query."""
    verified = (
        Proposal.objects.filter(cycle=cycle, current_agency=agency, status__in=VERIFIED)
        .order_by()
        .values("current_agency")
        .annotate(total=Sum("current_budget"))
    )
    row = (
        Ceiling.objects.in_force()
        .filter(cycle=cycle, kind=Ceiling.Kind.AGENCY, agency=agency)
        .order_by()
        .annotate(spent=Subquery(verified.values("total")[:1]))
        .values_list("amount", "spent")
        .first()
    )
    return Share(row[0], int(row[1] or 0)) if row else None
