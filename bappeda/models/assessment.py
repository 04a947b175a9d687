"""One reviewer's sheet on one proposal."""

from django.db import models
from django.db.models import Q


class Assessment(models.Model):
    """Marks by criterion key: 1–5, or null for an abstention from that one criterion.

    `version` counts what was saved, so that two open windows of the same sheet do not overwrite each other.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Belum selesai"
        SUBMITTED = "submitted", "Selesai"

    class Suggestion(models.TextChoices):
        RETURN = "return", "Sebaiknya dikembalikan"
        REJECT = "reject", "Sebaiknya ditolak"

    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="assessments")
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="assessments")
    marks = models.JSONField("nilai", default=dict)
    abstained = models.BooleanField("tidak menilai", default=False)
    abstain_reason = models.CharField("alasan tidak menilai", max_length=300, blank=True)
    note = models.TextField("catatan", blank=True)
    suggestion = models.CharField("saran", max_length=10, choices=Suggestion.choices, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "lembar penilaian"
        verbose_name_plural = "lembar penilaian"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="one_assessment_a_reviewer"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="submitted", submitted_at__isnull=False),
                name="assessment_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(abstained=False) | Q(state="draft") | ~Q(abstain_reason=""),
                name="assessment_abstention_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "state"], name="assessment_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.proposal}"
