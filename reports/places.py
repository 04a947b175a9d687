"""The offices that a recap lists whether anything came from there or not: those that a person stands for."""

from django.db.models import Q, QuerySet

from accounts.offices import standings
from accounts.roles import CITY
from regions.models import Agency, Kecamatan, Kelurahan


def list_kecamatan(user) -> QuerySet[Kecamatan]:
    """All for the offices of the city, the own one for a kecamatan; an agency finds what was addressed to it."""
    return Kecamatan.objects.filter(find_own(user, kecamatan="pk", kelurahan="")).order_by("code")


def list_kelurahan(user) -> QuerySet[Kelurahan]:
    """All for the offices of the city, those of a kecamatan, the own one for a kelurahan."""
    places = Kelurahan.objects.filter(find_own(user, kecamatan="kecamatan", kelurahan="pk"))
    return places.select_related("kecamatan").order_by("code")


def list_agencies(user) -> QuerySet[Agency]:
    """All for the offices of the city, the own one for an agency."""
    return Agency.objects.filter(find_own(user, agency="pk")).order_by("name")


def find_own(user, *, kecamatan: str = "", kelurahan: str = "", agency: str = "") -> Q:
    """The condition that leaves the offices a person stands for, all for the offices of the city.

    `kecamatan`, `kelurahan` and `agency` name the lookups of an office's key; empty where there is none.
    """
    scope = Q(pk__in=[])
    for standing in standings(user):
        if standing.role in CITY:
            return Q()
        lookup = {"kecamatan": kecamatan, "kelurahan": kelurahan, "agency": agency}.get(standing.office_kind)
        if lookup:
            scope |= Q(**{lookup: standing.office_id})
    return scope
