"""Bappeda's data in the administration: criteria sets to edit until they are locked, results to look at."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from bappeda import measuring
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


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = [
            "key",
            "label",
            "question",
            "official_heading",
            "source",
            "type",
            "weight",
            "field_name",
            "bands",
            "descriptors",
            "position",
        ]

    def clean_descriptors(self):
        descriptors = self.cleaned_data["descriptors"] or {}
        levels = {str(level) for level in measuring.LEVELS}
        if not isinstance(descriptors, dict) or set(descriptors) - levels:
            raise ValidationError("Tulis arti tiap tingkat dengan kunci “1” sampai “5”.")
        return descriptors

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") == Criterion.Source.FIELD and "bands" in cleaned:
            try:
                measuring.read_bands(cleaned["bands"])
            except ValueError as refusal:
                self.add_error("bands", str(refusal))
        return cleaned


class CriterionFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """The weights of the whole set sum to exactly 1; nothing is normalised silently."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form for form in self.forms if form.cleaned_data.get("key") and not self._should_delete_form(form)
        ]
        total = sum(form.cleaned_data["weight"] for form in kept)
        if kept and total != 1:
            written = f"{total:.5f}".replace(".", ",")
            raise ValidationError(
                f"Jumlah bobot harus tepat 1; sekarang {written}. Sesuaikan salah satu bobot."
            )


class CriterionInline(admin.StackedInline):
    model = Criterion
    form = CriterionForm
    formset = CriterionFormSet
    extra = 0

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None or not obj.is_locked

    def has_add_permission(self, request, obj=None) -> bool:
        return obj is None or not obj.is_locked

    def has_delete_permission(self, request, obj=None) -> bool:
        return obj is None or not obj.is_locked


@admin.register(CriteriaSet)
class CriteriaSetAdmin(admin.ModelAdmin):
    """Open until a published run uses the set; then a new version is made."""

    list_display = ["title", "cycle", "version", "min_marks", "reviewers_per_proposal", "locked_at"]
    list_filter = ["cycle"]
    list_select_related = ["cycle"]
    readonly_fields = ["locked_at"]
    inlines = [CriterionInline]

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None or not obj.is_locked

    def has_delete_permission(self, request, obj=None) -> bool:
        return obj is not None and not obj.is_locked and not obj.runs.exists()


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
