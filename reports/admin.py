"""What the administrator may look at, and not change: the files that people asked for."""

from django.contrib import admin

from reports.models import ReportRun


@admin.register(ReportRun)
class ReportRunAdmin(admin.ModelAdmin):
    list_display = ["slug", "format", "filename", "row_count", "size", "snapshot_at", "expires_at"]
    list_filter = ["slug", "format"]
    show_full_result_count = False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
