"""What one level decided: one row per decision, never overwritten."""

from django.db import models

from proposals import workflow


class Review(models.Model):
    """A decision with its own figures. Volume in the proposal's unit; price and budget in whole rupiah."""

    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="reviews")
    seq = models.PositiveIntegerField(help_text="The seq of the event that made it.")
    stage = models.CharField(max_length=12, choices=[(s.key, s.label) for s in workflow.STAGES.values()])
    action = models.CharField(max_length=12, choices=[(a.key, a.label) for a in workflow.ACTIONS.values()])
    outcome = models.CharField(max_length=22, choices=list(workflow.OUTCOMES.items()))
    volume = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    price = models.BigIntegerField(null=True)
    budget = models.BigIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    agency = models.ForeignKey("regions.Agency", models.PROTECT, null=True, related_name="+")
    sub_kegiatan = models.ForeignKey("regions.Nomenclature", models.PROTECT, null=True, related_name="+")
    readiness = models.PositiveSmallIntegerField(null=True, help_text="Land and technical readiness, 1–5.")
    text = models.TextField(blank=True)
    category = models.CharField(max_length=14, blank=True, choices=list(workflow.REASON_CATEGORIES.items()))
    detail = models.JSONField(default=dict, blank=True, help_text="What only this kind of decision says.")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    capacity = models.CharField(max_length=4, blank=True)
    office = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["proposal", "seq"]
        constraints = [models.UniqueConstraint(fields=["proposal", "seq"], name="one_review_a_decision")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_outcome_display()}"

    @property
    def reason(self) -> str:
        """Category and text as one sentence for print."""
        category = workflow.REASON_CATEGORIES.get(self.category, "")
        return f"{category}. {self.text}" if category and self.text else category or self.text
