"""What a sheet said before it was opened again: the old marks stay."""

from django.db import models


class EarlierSheet(models.Model):
    """The submitted content of one version of a sheet, kept when it is reopened. `why`: for what it was opened."""

    assessment = models.ForeignKey("bappeda.Assessment", models.CASCADE, related_name="earlier")
    version = models.PositiveIntegerField()
    marks = models.JSONField("nilai", default=dict)
    abstained = models.BooleanField("tidak menilai", default=False)
    abstain_reason = models.CharField("alasan tidak menilai", max_length=300, blank=True)
    note = models.TextField("catatan", blank=True)
    suggestion = models.CharField("saran", max_length=10, blank=True)
    submitted_at = models.DateTimeField("selesai")
    replaced_at = models.DateTimeField("dibuka lagi")
    replaced_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="dibuka oleh"
    )
    why = models.CharField("alasan dibuka", max_length=300, blank=True)
    training = models.BooleanField("latihan")

    class Meta:
        ordering = ["assessment", "version"]
        verbose_name = "penilaian terdahulu"
        verbose_name_plural = "penilaian terdahulu"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "version"], name="one_earlier_sheet_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, versi {self.version}"
