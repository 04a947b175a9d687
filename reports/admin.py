"""What the administrator may look at, and not change: the files that people asked for, and packages of them."""

from django.contrib import admin

from reports.models import Package, ReportRun


class MadeFileAdmin(admin.ModelAdmin):
    """Jobs make these rows; nobody else writes them."""

    show_full_result_count = False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(ReportRun)
class ReportRunAdmin(MadeFileAdmin):
    list_display = ["slug", "format", "filename", "row_count", "size", "snapshot_at", "expires_at"]
    list_filter = ["slug", "format"]


@admin.register(Package)
class PackageAdmin(MadeFileAdmin):
    list_display = [
        "filename",
        "cycle",
        "stage",
        "kecamatan",
        "file_count",
        "size",
        "snapshot_at",
        "expires_at",
    ]
    list_filter = ["contents", "occasion", "stage"]
    list_select_related = ["cycle", "kecamatan"]
