"""Bappeda's data in the administration: what it decided and computed, to look at."""

from django.contrib import admin

from bappeda.models import (
    Assessment,
    Assignment,
    Conflict,
    CriteriaSet,
    Criterion,
    EarlierSheet,
    Override,
    Partnership,
    Publication,
    RankedProposal,
    RankingRun,
    RunApproval,
    Scenario,
    Stability,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at: what people decided and what was computed is written by the product alone."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class CriterionInline(admin.StackedInline):
    model = Criterion
    extra = 0

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReadOnlyAdmin):
    """To look at: Bappeda edits its drafts on its own pages, where the rules live."""

    list_display = ["title", "cycle", "version", "is_draft", "in_force_at", "locked_at"]
    list_filter = ["cycle"]
    list_select_related = ["cycle"]
    inlines = [CriterionInline]


@admin.register(Conflict)
class ConflictAdmin(admin.ModelAdmin):
    list_display = ["reviewer", "kelurahan", "kecamatan", "agency", "reason", "at"]
    list_select_related = ["reviewer", "kelurahan", "kecamatan", "agency"]
    list_filter = ["reviewer"]
    raw_id_fields = ["reviewer"]


@admin.register(Partnership)
class PartnershipAdmin(admin.ModelAdmin):
    list_display = ["bidang", "agency"]
    list_select_related = ["agency"]
    list_filter = ["bidang"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["proposal", "reviewer", "by", "at"]
    list_select_related = ["proposal", "reviewer", "by"]
    list_filter = ["reviewer", "proposal__cycle"]
    search_fields = ["proposal__reference"]


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["proposal", "reviewer", "state", "abstained", "suggestion", "submitted_at"]
    list_select_related = ["proposal", "reviewer"]
    list_filter = ["state", "abstained", "reviewer", "proposal__cycle"]
    search_fields = ["proposal__reference"]


@admin.register(EarlierSheet)
class EarlierSheetAdmin(ReadOnlyAdmin):
    list_display = ["assessment", "version", "submitted_at", "replaced_by", "replaced_at"]
    list_select_related = ["assessment__proposal", "assessment__reviewer", "replaced_by"]


@admin.register(Override)
class OverrideAdmin(ReadOnlyAdmin):
    list_display = ["proposal", "direction", "by", "at", "withdrawn_at"]
    list_select_related = ["proposal", "by"]
    list_filter = ["cycle", "direction"]
    search_fields = ["proposal__reference"]


@admin.register(Scenario)
class ScenarioAdmin(ReadOnlyAdmin):
    list_display = ["name", "run", "by", "at"]
    list_select_related = ["run__cycle", "by"]


@admin.register(Stability)
class StabilityAdmin(ReadOnlyAdmin):
    list_display = ["run", "draws", "seed", "at"]
    list_select_related = ["run__cycle"]
    exclude = ["hits"]


@admin.register(RankingRun)
class RankingRunAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "proposal_count", "prioritised_count", "reserve_count", "made_by", "made_at"]
    list_select_related = ["cycle", "made_by"]
    list_filter = ["cycle"]
    exclude = ["inputs"]


@admin.register(RankedProposal)
class RankedProposalAdmin(ReadOnlyAdmin):
    list_display = ["position", "proposal", "score", "tie_rule", "outcome", "budget", "run"]
    list_select_related = ["proposal", "run__cycle"]
    list_filter = ["run", "outcome", "kecamatan", "agency"]
    search_fields = ["proposal__reference"]
    show_full_result_count = False


@admin.register(RunApproval)
class RunApprovalAdmin(ReadOnlyAdmin):
    list_display = ["run", "by", "capacity", "at"]
    list_select_related = ["run__cycle", "by"]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["run", "by", "at", "supersedes", "category"]
    list_select_related = ["run__cycle", "by", "supersedes__run__cycle"]
