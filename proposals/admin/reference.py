"""Cycles, windows, holidays, catalogue, fields, priorities and ceilings: what the administrator keeps."""

from django import forms
from django.contrib import admin

from proposals.models import (
    CatalogueItem,
    Ceiling,
    Field,
    Holiday,
    PlanningCycle,
    RkpdPriority,
    StageWindow,
    WindowExtension,
)


class StageWindowInline(admin.TabularInline):
    model = StageWindow
    extra = 0


@admin.register(PlanningCycle)
class PlanningCycleAdmin(admin.ModelAdmin):
    list_display = ["planning_year", "kind", "published_at", "closed_at"]
    list_filter = ["kind"]
    readonly_fields = ["published_at", "closed_at", "closed_by"]
    inlines = [StageWindowInline]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(StageWindow)
class StageWindowAdmin(admin.ModelAdmin):
    list_display = ["cycle", "stage", "opens_at", "closes_at"]
    list_filter = ["cycle", "stage"]
    list_select_related = ["cycle"]


@admin.register(WindowExtension)
class WindowExtensionAdmin(admin.ModelAdmin):
    """Given on the schedule page by Bappeda; here for reading."""

    list_display = ["window", "kelurahan", "kecamatan", "agency", "closes_at", "reason", "by", "at"]
    list_select_related = ["window__cycle", "kelurahan", "kecamatan", "agency", "by"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ["day", "name"]
    date_hierarchy = "day"


@admin.register(Field)
class FieldAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]


@admin.register(RkpdPriority)
class RkpdPriorityAdmin(admin.ModelAdmin):
    list_display = ["planning_year", "number", "priority", "target"]
    list_filter = ["planning_year"]


@admin.register(CatalogueItem)
class CatalogueItemAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "kind", "unit", "unit_price", "agency", "is_active"]
    list_filter = ["planning_year", "kind", "field", "agency", "is_active"]
    list_select_related = ["agency"]
    search_fields = ["code", "name", "keywords"]
    autocomplete_fields = ["sub_kegiatan"]


class CeilingForm(forms.ModelForm):
    """A ceiling that nobody has entered yet."""

    class Meta:
        model = Ceiling
        fields = [
            "cycle",
            "kind",
            "kecamatan",
            "kelurahan",
            "agency",
            "field",
            "amount",
            "reason",
            "effective_on",
        ]

    def clean(self):
        values = super().clean()
        holders = ("cycle", "kind", "kecamatan", "kelurahan", "agency", "field")
        if Ceiling.objects.in_force().filter(**{name: values.get(name) for name in holders}).exists():
            raise forms.ValidationError("Pagu ini sudah ada. Admin Bappeda mengubahnya di halaman Pagu.")
        return values


@admin.register(Ceiling)
class CeilingAdmin(admin.ModelAdmin):
    """A first version may be entered here; a change goes through the page of Bappeda, which keeps the old one."""

    list_display = ["cycle", "kind", "holder", "amount", "version", "reason", "effective_on", "by"]
    list_filter = ["cycle", "kind"]
    list_select_related = ["cycle", "kecamatan", "kelurahan", "agency", "field", "by"]
    form = CeilingForm
    readonly_fields = ["version", "by", "at"]

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)
