"""Every ceiling in force with what is used of it, and the versions behind it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from proposals.models import Ceiling, Proposal

# Which sums stand against a kind: those that are in, else those that are still on their way.
FUNDED = {"city": "prioritised", "kecamatan": "prioritised", "agency": "prioritised", "field": "prioritised",
          "pokir": "prioritised", "dana_kelurahan": "local"}  # fmt: skip
HOLDER = {
    "kecamatan": "kecamatan",
    "agency": "current_agency",
    "field": "field",
    "dana_kelurahan": "kelurahan",
    "kelurahan": "kelurahan",
}


@dataclass(frozen=True, slots=True)
class Use:
    """One ceiling in force; sums in whole rupiah. `used` is None where it is only advice."""

    ceiling: Ceiling
    used: int | None
    history: list[Ceiling]

    @property
    def code(self) -> str:
        """The code of the office or field; empty for the city and pokir."""
        row = self.ceiling
        holder = row.kecamatan or row.kelurahan or row.agency or row.field
        return holder.code if holder else ""

    @property
    def left(self) -> int | None:
        return None if self.used is None else self.ceiling.amount - self.used


def list_uses(cycle) -> dict[str, list[Use]]:
    """By kind, in the order of the kinds: one query for all versions and one for each kind of sum."""
    rows = Ceiling.objects.filter(cycle=cycle).select_related(
        "kecamatan", "kelurahan", "agency", "field", "by"
    )
    versions = defaultdict(list)
    for row in rows.order_by("kind", "-version"):
        versions[row.kind, row.kecamatan_id, row.kelurahan_id, row.agency_id, row.field_id].append(row)
    sums = {kind: _sum(cycle, kind, status) for kind, status in FUNDED.items()}
    uses: dict[str, list[Use]] = {kind: [] for kind in Ceiling.Kind.values}
    for (kind, *holder), found in versions.items():
        key = next((pk for pk in holder if pk), None)
        used = sums[kind].get(key, 0) if kind in sums else None
        in_force = next((row for row in found if row.replaced_by_id is None), None)
        if in_force is not None:
            uses[kind].append(Use(in_force, used, [row for row in found if row is not in_force]))
    for found in uses.values():
        found.sort(key=lambda use: use.ceiling.holder)
    return {kind: found for kind, found in uses.items() if found}


def _sum(cycle, kind: str, status: str) -> dict:
    """Sums by holder; pokir has its own ceiling in place of the kecamatan's."""
    rows = Proposal.objects.filter(cycle=cycle, status=status).order_by()
    if kind == "pokir":
        rows = rows.filter(source="pokir")
    elif kind == "kecamatan":
        rows = rows.exclude(source="pokir")
    if kind not in HOLDER:
        return {None: rows.aggregate(total=Sum("current_budget"))["total"] or 0}
    return dict(rows.values_list(HOLDER[kind]).annotate(Sum("current_budget")))
