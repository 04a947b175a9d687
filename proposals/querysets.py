"""Which proposals and forums a person may see: the scope functions, closed unless opened."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.offices import Standing, standings
from accounts.roles import BIDANG, CITY


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return visible_to(user, queryset=self)

    def endorsed(self):
        return self.filter(endorsed_at__isnull=False)

    def live(self):
        return self.filter(cycle__kind="live")

    def with_names(self):
        """The related rows that a list or a sheet prints."""
        return self.select_related(
            "cycle", "kelurahan", "kecamatan", "field", "current_agency", "target_agency", "catalogue_item"
        )

    def in_office_order(self, order: str):
        """By the list of the office (`kelurahan_order` or `kecamatan_order`), those without a place last."""
        return self.order_by(F(order).asc(nulls_last=True), "pk")


class ForumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Forums name people: the own office sees its own, its kecamatan and Bappeda what was issued, nobody else."""
        scope = Q(pk__in=[])
        for standing in standings(user):
            if standing.office_kind == "kelurahan":
                scope |= Q(kelurahan=standing.office_id)
            elif standing.office_kind == "kecamatan":
                scope |= Q(kecamatan=standing.office_id)
                scope |= Q(kelurahan__kecamatan=standing.office_id, issued_at__isnull=False)
            elif standing.office_kind == "agency":
                scope |= Q(agency=standing.office_id)
            elif standing.role in BIDANG:
                scope |= Q(issued_at__isnull=False)
        return self.filter(scope)


def visible_to(user, *, queryset=None):
    """The proposals that the person's offices may see; nothing for anybody else.

    Kelurahan staff see their kelurahan. Offices above see a proposal once it has been endorsed, for ever: a
    kecamatan its own, an agency what is or was addressed to it, Bappeda and leadership the city. Drafts of the
    kecamatan's own proposals and of pokir are seen by the office that writes them. No DISTINCT, so that rows can
    be locked.
    """
    if queryset is None:
        queryset = apps.get_model("proposals", "Proposal")._default_manager.all()
    scope = Q(pk__in=[])
    for standing in standings(user):
        scope |= _scope_of(standing)
    return queryset.filter(scope)


def _scope_of(standing: Standing) -> Q:
    endorsed = Q(endorsed_at__isnull=False)
    if standing.office_kind == "kelurahan":
        return Q(kelurahan=standing.office_id) & (Q(source="musrenbang") | endorsed)
    if standing.office_kind == "kecamatan":
        return Q(kecamatan=standing.office_id) & (Q(source="kecamatan") | endorsed)
    if standing.office_kind == "agency":
        addressees = apps.get_model("proposals", "Addressee").objects.filter(
            proposal=OuterRef("pk"), agency=standing.office_id
        )
        return endorsed & Q(Exists(addressees))
    if standing.role == "bappeda_admin":
        return endorsed | Q(source="pokir")
    if standing.role in CITY:
        return endorsed
    return Q(pk__in=[])
