"""Whose proposals a reviewer must not judge: those of offices he or she belongs to or declared a conflict with."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.offices import standings
from bappeda.models import Conflict

KINDS = ("kelurahan", "kecamatan", "agency")


@dataclass(frozen=True, slots=True)
class Barred:
    """The ids of the offices, by kind."""

    kelurahan: frozenset[int]
    kecamatan: frozenset[int]
    agency: frozenset[int]

    def covers(self, row) -> bool:
        """Whether a proposal (or anything with its three office ids) comes from or goes to one of the offices."""
        return (
            row.kelurahan_id in self.kelurahan
            or row.kecamatan_id in self.kecamatan
            or row.current_agency_id in self.agency
        )


def find_barred(reviewers: Iterable) -> dict[int, Barred]:
    """The offices that bar each reviewer, by user id: own ones, deputyships in force, declared conflicts."""
    reviewers = list(reviewers)
    offices: dict[int, dict[str, set[int]]] = {user.pk: {kind: set() for kind in KINDS} for user in reviewers}
    for user in reviewers:
        for standing in standings(user):
            if standing.office_kind:
                offices[user.pk][standing.office_kind].add(standing.office_id)
    declared = Conflict.objects.filter(reviewer__in=offices).values_list(
        "reviewer", "kelurahan", "kecamatan", "agency"
    )
    for reviewer, *ids in declared:
        for kind, office in zip(KINDS, ids, strict=True):
            if office is not None:
                offices[reviewer][kind].add(office)
    return {
        pk: Barred(**{kind: frozenset(ids) for kind, ids in by_kind.items()})
        for pk, by_kind in offices.items()
    }
