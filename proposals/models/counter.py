"""Gapless numbers: one row per series, updated inside the first submit."""

from django.db import models


class Counter(models.Model):
    """The last number given in one series of one cycle. `series` is an office code or 36.71-P."""

    cycle = models.ForeignKey("proposals.PlanningCycle", models.CASCADE, related_name="+")
    series = models.CharField(max_length=16)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "series"], name="one_counter_a_series")]

    def __str__(self) -> str:
        return f"{self.cycle} {self.series}: {self.last}"
