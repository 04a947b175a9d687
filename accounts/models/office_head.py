"""The head of an office in a planning year, as printed on forms."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q


class OfficeHead(models.Model):
    planning_year = models.PositiveSmallIntegerField("tahun perencanaan")
    kelurahan = models.ForeignKey(
        "regions.Kelurahan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name="kelurahan",
    )
    kecamatan = models.ForeignKey(
        "regions.Kecamatan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name="kecamatan",
    )
    agency = models.ForeignKey(
        "regions.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name="Perangkat Daerah",
    )
    name = models.CharField("nama", max_length=120)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[
            RegexValidator(r"^\d{18}\Z", "Isi 18 angka NIP tanpa spasi, misalnya 197203151998031004.")
        ],
    )
    is_demo = models.BooleanField("data peragaan", default=False, editable=False)

    class Meta:
        ordering = ["planning_year", "name"]
        verbose_name = "kepala kantor"
        verbose_name_plural = "kepala kantor"
        constraints = [
            models.CheckConstraint(
                condition=Q(kelurahan__isnull=False, kecamatan__isnull=True, agency__isnull=True)
                | Q(kelurahan__isnull=True, kecamatan__isnull=False, agency__isnull=True)
                | Q(kelurahan__isnull=True, kecamatan__isnull=True, agency__isnull=False),
                name="office_head_has_one_office",
                violation_error_message="Isi tepat satu kantor.",
            ),
            models.UniqueConstraint(
                fields=["planning_year", "kelurahan"],
                name="one_head_a_kelurahan_year",
                violation_error_message="Kepala kantor ini sudah ada untuk tahun tersebut. Ubah yang sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["planning_year", "kecamatan"],
                name="one_head_a_kecamatan_year",
                violation_error_message="Kepala kantor ini sudah ada untuk tahun tersebut. Ubah yang sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["planning_year", "agency"],
                name="one_head_an_agency_year",
                violation_error_message="Kepala kantor ini sudah ada untuk tahun tersebut. Ubah yang sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
