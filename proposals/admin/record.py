"""Proposals, reviews, events, attachments and forums: read-only for everybody, the administrator included."""

from django.contrib import admin

from proposals.models import Attachment, Event, Forum, Proposal, Review, SavedOrder


class ReadOnly(admin.ModelAdmin):
    """Only `perform` writes these."""

    show_full_result_count = False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = [
        "reference",
        "title",
        "status",
        "kelurahan",
        "current_agency",
        "current_budget",
        "updated_at",
    ]
    list_filter = ["cycle", "status", "source", "kecamatan"]
    list_select_related = ["kelurahan", "current_agency"]
    search_fields = ["reference", "title"]


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ["proposal", "seq", "stage", "outcome", "budget", "office", "at"]
    list_filter = ["stage", "outcome"]
    list_select_related = ["proposal"]


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ["proposal", "seq", "action", "status", "by", "at", "sha256"]
    list_filter = ["action"]
    list_select_related = ["proposal", "by"]
    search_fields = ["proposal__reference", "sha256"]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly):
    list_display = ["proposal", "kind", "name", "size", "at", "removed_at"]
    list_select_related = ["proposal"]


@admin.register(Forum)
class ForumAdmin(ReadOnly):
    list_display = ["cycle", "level", "kelurahan", "held_on", "number", "issued_at"]
    list_filter = ["cycle", "level"]
    list_select_related = ["cycle", "kelurahan"]
    exclude = ["participants", "content"]  # people: read by their office, its kecamatan and Bappeda


@admin.register(SavedOrder)
class SavedOrderAdmin(ReadOnly):
    list_display = ["cycle", "kelurahan", "by", "at"]
    list_filter = ["cycle"]
    list_select_related = ["cycle", "kelurahan", "by"]
