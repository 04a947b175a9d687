"""What was left undone when a stage closed."""

from django.db import models


class StageClosing(models.Model):
    """One closing time of one stage (its own, or that of an extension) and what each office had not done by then.

    Written once by the sweep, so that everybody is told once. `left` holds [kind, key, {what: number}] as
    `proposals.waiting` counts it.
    """

    window = models.ForeignKey("proposals.StageWindow", models.CASCADE, related_name="closings")
    closes_at = models.DateTimeField()
    left = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["window", "closes_at"]
        constraints = [
            models.UniqueConstraint(fields=["window", "closes_at"], name="one_tally_a_closing_time")
        ]

    def __str__(self) -> str:
        return f"{self.window_id}: {self.closes_at:%Y-%m-%d %H:%M}"
