"""The two people behind a published list: who approved a run and who published it."""

from django.db import models
from django.db.models import Q

from proposals import workflow


class RunApproval(models.Model):
    """The head of Bappeda (or a deputy) agrees to a run that somebody else made."""

    run = models.OneToOneField("bappeda.RankingRun", models.CASCADE, related_name="approval")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="disetujui oleh")
    capacity = models.CharField("kedudukan", max_length=4, blank=True)
    at = models.DateTimeField("disetujui")

    class Meta:
        verbose_name = "persetujuan"
        verbose_name_plural = "persetujuan"

    def __str__(self) -> str:
        return f"{self.run}: {self.by}"


class Publication(models.Model):
    """A run that is the city's list. One chain a cycle: the first, then each supersedes the one before."""

    run = models.OneToOneField("bappeda.RankingRun", models.CASCADE, related_name="publication")
    cycle = models.ForeignKey("proposals.PlanningCycle", models.CASCADE, related_name="publications")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="diumumkan oleh")
    at = models.DateTimeField("diumumkan")
    supersedes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="superseded_by"
    )
    category = models.CharField(
        "golongan alasan", max_length=16, blank=True, choices=list(workflow.SUPERSEDE_REASONS.items())
    )
    text = models.TextField("alasan", blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = "pengumuman"
        verbose_name_plural = "pengumuman"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(supersedes=None), name="one_first_publication_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, category="", text="")
                | Q(supersedes__isnull=False) & ~Q(category="") & ~Q(text=""),
                name="superseding_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}, diumumkan"
