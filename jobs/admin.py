"""What the administrator may look at, and not change: queued work, the outbox and notifications."""

from django.contrib import admin

from jobs.models import Job, Notification, Outbox


class LookOnlyAdmin(admin.ModelAdmin):
    """Rows that only the product itself writes."""

    show_full_result_count = False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(LookOnlyAdmin):
    list_display = ["title", "kind", "state", "attempts", "created_by", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by"]
    search_fields = ["id", "title"]
    search_help_text = "Cari nomor atau judul pekerjaan."


@admin.register(Outbox)
class OutboxAdmin(LookOnlyAdmin):
    list_display = ["kind", "created_at", "delivered_at", "attempts", "last_error"]
    list_filter = ["kind", ("delivered_at", admin.EmptyFieldListFilter)]


@admin.register(Notification)
class NotificationAdmin(LookOnlyAdmin):
    list_display = ["recipient", "text", "level", "created_at", "read_at"]
    list_filter = ["level", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recipient"]
    search_fields = ["recipient__username"]
    search_help_text = "Cari nama pengguna penerima."
