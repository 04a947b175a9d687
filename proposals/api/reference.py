"""Reference lists for those who write programs: cycles, catalogue, agencies, kelurahan, fields, priorities."""

from rest_framework import mixins, viewsets

from proposals.models import CatalogueItem, Field, PlanningCycle, RkpdPriority
from regions.models import Agency, Kelurahan

from . import serializers


class ReferenceViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Short lists, the same for everybody who is logged in."""

    pagination_class = None


class CycleViewSet(ReferenceViewSet):
    queryset = PlanningCycle.objects.all()
    serializer_class = serializers.CycleSerializer


class CatalogueViewSet(ReferenceViewSet):
    queryset = CatalogueItem.objects.filter(is_active=True).select_related("field", "agency", "sub_kegiatan")
    serializer_class = serializers.CatalogueItemSerializer
    filterset_fields = ["planning_year", "kind"]


class AgencyViewSet(ReferenceViewSet):
    queryset = Agency.objects.filter(is_active=True)
    serializer_class = serializers.AgencySerializer


class KelurahanViewSet(ReferenceViewSet):
    queryset = Kelurahan.objects.select_related("kecamatan")
    serializer_class = serializers.KelurahanSerializer


class FieldViewSet(ReferenceViewSet):
    queryset = Field.objects.all()
    serializer_class = serializers.FieldSerializer


class RkpdPriorityViewSet(ReferenceViewSet):
    queryset = RkpdPriority.objects.all()
    serializer_class = serializers.RkpdPrioritySerializer
