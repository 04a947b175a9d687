"""A saved what-if: other weights, method or ceilings over the frozen marks of a run. It never touches the run."""

from django.db import models


class Scenario(models.Model):
    """`changes`: what differs from the run: `{"weights": {key: "0.25000"}, "method": …, "reviewers": …,
    "allocation": …, "normalised_places": …, "ceilings": {key: rupiah}}`, each name only when it differs.
    `summary`: what came out of it when it was saved, so that a list of scenarios needs no computing.
    """

    run = models.ForeignKey("bappeda.RankingRun", models.CASCADE, related_name="scenarios")
    name = models.CharField("nama", max_length=120)
    note = models.TextField("catatan", blank=True)
    changes = models.JSONField("perubahan", default=dict)
    summary = models.JSONField("ringkasan", default=dict)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("disimpan")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "simulasi"
        verbose_name_plural = "simulasi"
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="one_scenario_a_name")]

    def __str__(self) -> str:
        return self.name
