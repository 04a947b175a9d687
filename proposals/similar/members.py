"""The members of a group side by side: what each asks for, who sent it, and how far it lies from the first."""

from collections.abc import Iterable
from dataclasses import dataclass

from proposals import workflow
from proposals.clusters import Cluster
from proposals.merged import name_sender
from proposals.models import Proposal
from regions.distance import metres


@dataclass(frozen=True, slots=True)
class Member:
    """One column. `away`: whole metres from the first member, when both places are known; `reason`: why it is here."""

    row: Proposal
    reason: str = ""
    away: int | None = None

    @property
    def sender(self) -> str:
        return name_sender(self.row)

    @property
    def order(self) -> str:
        """Its place in the lists of the offices that made one."""
        places = (("kelurahan", self.row.kelurahan_order), ("kecamatan", self.row.kecamatan_order))
        return ", ".join(f"no. {place} {office}" for office, place in places if place)

    @property
    def status(self) -> str:
        return workflow.STATUSES[self.row.status].label


def line_up(rows: Iterable[Proposal], cluster: Cluster | None = None) -> list[Member]:
    """The members in the order of their keys."""
    rows = sorted(rows, key=lambda row: row.pk)
    first = rows[0] if rows else None
    return [
        Member(row, cluster.tell(row.pk) if cluster else "", None if row is first else _measure(first, row))
        for row in rows
    ]


def _measure(one: Proposal, other: Proposal) -> int | None:
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in places:
        return None
    return round(metres(*(float(degrees) for degrees in places)))
