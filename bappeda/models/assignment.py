"""Who marks what, and who must not."""

from django.db import models
from django.db.models import Q


class Assignment(models.Model):
    """One sheet that one reviewer is asked to fill in."""

    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="assignments")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "penugasan"
        verbose_name_plural = "penugasan"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="one_sheet_a_reviewer_and_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.proposal}"


class Conflict(models.Model):
    """An office whose proposals a reviewer declared not to judge; a kecamatan stands for its kelurahan too."""

    reviewer = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="conflicts", verbose_name="penilai"
    )
    kelurahan = models.ForeignKey(
        "regions.Kelurahan", models.CASCADE, null=True, blank=True, related_name="+"
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan", models.CASCADE, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "regions.Agency",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Perangkat Daerah",
    )
    reason = models.CharField("alasan", max_length=300)
    at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        ordering = ["reviewer", "pk"]
        verbose_name = "benturan kepentingan"
        verbose_name_plural = "benturan kepentingan"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kelurahan__isnull=False, kecamatan=None, agency=None)
                    | Q(kecamatan__isnull=False, kelurahan=None, agency=None)
                    | Q(agency__isnull=False, kelurahan=None, kecamatan=None)
                ),
                name="conflict_names_one_office",
                violation_error_message="Pilih tepat satu kantor.",
            ),
            models.UniqueConstraint(
                fields=["reviewer", "kelurahan", "kecamatan", "agency"],
                nulls_distinct=False,
                name="one_conflict_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.kelurahan or self.kecamatan or self.agency}"


class Partnership(models.Model):
    """Which Mitra Bidang of Bappeda deals with an agency; `bidang` as written in the reviewer's account."""

    bidang = models.CharField("Mitra Bidang", max_length=60)
    agency = models.OneToOneField(
        "regions.Agency", models.CASCADE, related_name="partnership", verbose_name="Perangkat Daerah"
    )

    class Meta:
        ordering = ["bidang", "agency"]
        verbose_name = "mitra bidang"
        verbose_name_plural = "mitra bidang"

    def __str__(self) -> str:
        return f"{self.bidang}: {self.agency}"
