"""Reference data in the administration: places and codes to look at, agencies to edit."""

from django.contrib import admin

from regions.models import Agency, Boundary, City, Kecamatan, Kelurahan, Nomenclature


class LookOnlyAdmin(admin.ModelAdmin):
    """Rows that come from `load_reference` alone: shown, never changed by hand."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(City)
class CityAdmin(LookOnlyAdmin):
    list_display = ["code", "name", "latitude", "longitude"]


@admin.register(Kecamatan)
class KecamatanAdmin(LookOnlyAdmin):
    list_display = ["code", "name", "later_name", "latitude", "longitude"]
    search_fields = ["code", "name", "later_name"]


@admin.register(Kelurahan)
class KelurahanAdmin(LookOnlyAdmin):
    list_display = ["code", "name", "later_name", "kecamatan", "latitude", "longitude"]
    list_filter = ["kecamatan"]
    list_select_related = ["kecamatan"]
    search_fields = ["code", "name", "later_name"]
    list_per_page = 120


@admin.register(Boundary)
class BoundaryAdmin(LookOnlyAdmin):
    """Written and removed by `manage.py load_boundaries`."""

    list_display = ["kelurahan", "source", "loaded_at"]
    list_select_related = ["kelurahan"]
    search_fields = ["kelurahan__code", "kelurahan__name"]
    fields = ["kelurahan", "source", "loaded_at"]
    list_per_page = 120


@admin.register(Nomenclature)
class NomenclatureAdmin(LookOnlyAdmin):
    list_display = ["code", "name", "level", "planning_year"]
    list_filter = ["planning_year", "level"]
    search_fields = ["code", "name"]


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """Agencies are renamed or closed by hand; the code stays, because proposals and accounts refer to it."""

    list_display = ["code", "short_name", "name", "kecamatan", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["kecamatan"]
    search_fields = ["code", "short_name", "name"]
    list_per_page = 50

    def get_readonly_fields(self, request, obj=None):
        return ["code", "kecamatan"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
