"""Money that a kecamatan holds proposals against: its own ceiling, and each kelurahan's Dana Kelurahan (read only)."""

from dataclasses import dataclass

from django.db.models import Sum

from proposals.models import Ceiling, Proposal

SENT = ("opd_review", "scoring", "prioritised", "reserve")  # forwarded and still in the running


@dataclass(frozen=True, slots=True)
class Money:
    """Whole rupiah. `ceiling` None: not binding."""

    ceiling: int | None
    spent: int

    @property
    def left(self) -> int | None:
        return None if self.ceiling is None else self.ceiling - self.spent


def read_local(row) -> Money | None:
    """Dana Kelurahan of the proposal's kelurahan in its cycle; None without a kelurahan. Two queries."""
    if row.kelurahan_id is None:
        return None
    ceilings = Ceiling.objects.in_force().filter(
        kind=Ceiling.Kind.DANA_KELURAHAN, cycle=row.cycle_id, kelurahan=row.kelurahan_id
    )
    return _read(
        ceilings, Proposal.objects.filter(cycle=row.cycle_id, kelurahan=row.kelurahan_id, status="local")
    )


def read_kecamatan(kecamatan: int, cycle) -> Money:
    """The ceiling of the kecamatan, and what it has forwarded and is still in the running. Two queries."""
    ceilings = Ceiling.objects.in_force().filter(
        kind=Ceiling.Kind.KECAMATAN, cycle=cycle, kecamatan=kecamatan
    )
    sent = Proposal.objects.filter(cycle=cycle, kecamatan=kecamatan, status__in=SENT).exclude(source="pokir")
    return _read(ceilings, sent)


def _read(ceilings, proposals) -> Money:
    spent = proposals.aggregate(total=Sum("current_budget"))["total"]
    return Money(ceilings.values_list("amount", flat=True).first(), int(spent or 0))
