"""A decision of people beside the computed result: one proposal is in, or out, whatever its rank says."""

from django.db import models
from django.db.models import Q


class Override(models.Model):
    """In force from `at` until it is withdrawn; a run takes those that are in force when it is made.

    A row is never changed but by its withdrawal; another decision on the same proposal is another row.
    """

    class Direction(models.TextChoices):
        IN = "in", "Dimasukkan"
        OUT = "out", "Dikeluarkan"

    cycle = models.ForeignKey("proposals.PlanningCycle", models.CASCADE, related_name="overrides")
    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="overrides")
    direction = models.CharField("keputusan", max_length=3, choices=Direction.choices)
    reason = models.TextField("alasan")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("diputuskan")
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dicabut oleh"
    )
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_reason = models.TextField("alasan dicabut", blank=True)

    class Meta:
        ordering = ["cycle", "pk"]
        verbose_name = "keputusan khusus"
        verbose_name_plural = "keputusan khusus"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(withdrawn_at=None), name="one_override_in_force_a_proposal"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="override_withdrawal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_direction_display()}"
