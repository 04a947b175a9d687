"""Who put an office's list into which order, and when: the trace of a change that moves no version."""

from django.db import models


class SavedOrder(models.Model):
    """One saving of the whole list; `order` holds the references, the most important first. Append-only.

    An Event has the proposal's version as its number and cannot tell of this; triggers refuse UPDATE, and DELETE
    unless `training` is true.
    """

    cycle = models.ForeignKey("proposals.PlanningCycle", models.PROTECT, related_name="saved_orders")
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.JSONField(default=list)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    training = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "urutan tersimpan"
        verbose_name_plural = "urutan tersimpan"
        indexes = [
            models.Index(fields=["cycle", "kelurahan", "-id"], name="saved_order_latest"),
            models.Index(fields=["cycle", "kecamatan", "-id"], name="saved_order_kecamatan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kelurahan__isnull=False, kecamatan=None)
                | models.Q(kelurahan=None, kecamatan__isnull=False),
                name="saved_order_of_one_office",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan or self.kecamatan}, {self.at}"
